package io.voicecampaigns.erase;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.ContactColumns;
import io.voicecampaigns.contact.ContactFile;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.contact.UnreadableListException;
import io.voicecampaigns.enroll.RowNumbers;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the rows of archived lists that are about the owner of some numbers: those that have one in a phone column. Rows that name it elsewhere
 * may be about somebody else, and are only told. Thread-safe.
 */
final class ArchiveSearch {
    private static final int BATCH = 1_000;
    /** What two spellings of one number share, and few others. */
    private static final int LAST_DIGITS = RowNumbers.FEWEST_DIGITS;

    private static final String ANY_REGION = "ES";

    private final Ledger ledger;
    private final Campaigns campaigns;
    private final PhoneNumbers numbers;
    private final Path archive;
    private final Installation installation;

    /**
     * Whom rows are looked for of.
     *
     * @param isTheirs whether a number, as {@link RowNumbers} tells it, is one of theirs
     * @param ends     one of which the digits of each of their numbers have; empty where nobody knows
     * @param region   of numbers without a country, in lists of campaigns that nobody knows any more
     */
    record Sought(Predicate<String> isTheirs, Set<String> ends, String region) {
    }

    /** A list of the archive; the ledger's id is 0 where it does not know the file. */
    record Archived(long list, String campaign, String name, Path file, String state) {
    }

    /**
     * What was found.
     *
     * @param rows   of lists, by the ledger's id
     * @param strays rows of files that no list of the ledger came from
     * @param left   what is not erased, in a sentence each
     */
    record Found(Map<Long, Set<Long>> rows, Map<Path, Set<Long>> strays, List<String> left) {
        Found() {
            this(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        }
    }

    ArchiveSearch(Ledger ledger, Campaigns campaigns, PhoneNumbers numbers, DataDir data, Installation installation) {
        this.ledger = ledger;
        this.installation = installation;
        this.campaigns = campaigns;
        this.numbers = numbers;
        this.archive = data.archive();
    }

    /** All lists that are files of this process's data directory, and all files of its archive. */
    List<Archived> lists() {
        List<Archived> lists = new ArrayList<>(ledger.read(tx -> tx.list("""
                SELECT l.id, c.name, l.name, l.original, l.state FROM list l JOIN campaign c ON c.id = l.campaign_id
                WHERE l.original <> '' AND l.place IN ('', ?) AND l.state NOT IN ('pruning', 'pruned') ORDER BY l.id""",
                row -> new Archived(row.number(1), row.text(2), row.text(3), Path.of(row.text(4)), row.text(5)), installation.place())));
        Set<Path> known = new TreeSet<>(lists.stream().map(list -> list.file().toAbsolutePath().normalize()).toList());
        for (Path file : files()) {
            if (!known.contains(file.toAbsolutePath().normalize())) {
                lists.add(new Archived(0, file.getParent().getFileName().toString(), file.getFileName().toString(), file, ""));
            }
        }
        return lists;
    }

    private List<Path> files() {
        if (!Files.isDirectory(archive)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(archive, 2)) {
            return files.filter(file -> file.getFileName().toString().toLowerCase(java.util.Locale.ROOT).matches("[^.].*\\.(csv|json)"))
                    .filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param owned as {@link RowNumbers} tells them, at least one */
    Sought sought(Set<String> owned) {
        String region = owned.stream().filter(number -> number.startsWith("+")).findFirst().flatMap(numbers::region).orElse(ANY_REGION);
        return new Sought(owned::contains, owned.stream().map(number -> number.substring(number.length() - LAST_DIGITS)).collect(Collectors.toSet()), region);
    }

    /** Of somebody whose numbers nobody knows any more: it takes longer. */
    Sought sought(Predicate<String> isTheirs) {
        return new Sought(isTheirs, Set.of(), ANY_REGION);
    }

    Found search(List<Archived> lists, Sought sought) {
        Found found = new Found();
        Map<String, Optional<ContactColumns>> columns = new HashMap<>();
        for (Archived list : lists) {
            if (!Files.exists(list.file())) {
                if (!ledger.isShared()) {
                    found.left().add("the original of list " + list.campaign() + "/" + list.name() + " is not in the archive: its results cannot be "
                            + "written anew. Delete them if they name the person");
                }
                continue;
            }
            search(list, columns.computeIfAbsent(list.campaign(), name -> campaigns.lastKnown(name).map(Campaign::contacts)), sought, found);
        }
        return found;
    }

    private void search(Archived list, Optional<ContactColumns> columns, Sought sought, Found found) {
        try (ContactFile file = ContactFile.open(list.file(), list.file().getFileName().toString())) {
            for (List<Entry> batch = file.next(BATCH); !batch.isEmpty(); batch = file.next(BATCH)) {
                for (Entry entry : batch) {
                    if (entry.cells().stream().anyMatch(cell -> mayHold(cell, sought.ends()))) {
                        meet(list, entry, columns, sought, found);
                    }
                }
            }
        } catch (UnreadableListException e) {
            found.left().add("list " + list.campaign() + "/" + list.name() + " can be read up to a line only; what stands behind was not looked through");
        }
    }

    private void meet(Archived list, Entry entry, Optional<ContactColumns> columns, Sought sought, Found found) {
        ContactColumns known = columns.orElseGet(() -> new ContactColumns(entry instanceof io.voicecampaigns.contact.Row row ? row.names() : List.of(),
                Optional.empty(), sought.region(), false));
        if (RowNumbers.of(entry, known, numbers).stream().anyMatch(sought.isTheirs())) {
            if (list.list() == 0) {
                found.strays().computeIfAbsent(list.file(), file -> new TreeSet<>()).add(entry.row());
            } else {
                found.rows().computeIfAbsent(list.list(), id -> new TreeSet<>()).add(entry.row());
            }
        } else if (entry.cells().stream().anyMatch(cell -> cell != null && RowNumbers.in(cell, known.region(), numbers).stream().anyMatch(sought.isTheirs()))) {
            found.left().add("list " + list.campaign() + "/" + list.name() + ", line " + entry.line()
                    + ": the number stands in a column that is none of the campaign's phones, so the row may be about somebody else");
        }
    }

    /** Whether a look is worth its time. */
    private static boolean mayHold(String cell, Set<String> ends) {
        if (cell == null || cell.length() < LAST_DIGITS) {
            return false;
        }
        StringBuilder digits = new StringBuilder(cell.length());
        for (int i = 0; i < cell.length(); i++) {
            int digit = Character.digit(cell.charAt(i), 10);
            if (digit >= 0) {
                digits.append(digit);
            }
        }
        return digits.length() >= LAST_DIGITS && (ends.isEmpty() || ends.stream().anyMatch(end -> digits.indexOf(end) >= 0));
    }
}
