package io.voicecampaigns.erase;

import io.voicecampaigns.call.Withdrawals;
import io.voicecampaigns.contact.BlankedRows;
import io.voicecampaigns.erase.ArchiveSearch.Found;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.ForgottenPeople;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases those who are to be, as the ledger notes them: first from archived lists, then from the ledger, and so from results. Each step can be
 * done again, so that whoever goes on after a crash need not know how far it came. Of several processes one does it at a time, each with the
 * lists of its own data directory. Thread-safe.
 */
final class PendingErasures {
    /** How long a sink may keep an erasure waiting. */
    static final Duration PATIENCE = Duration.ofHours(24);
    private static final Logger LOG = LoggerFactory.getLogger(PendingErasures.class);
    private static final int AT_ONCE = 100;
    /** Unless it is erased with somebody else, who may still be in a call. */
    private static final String TAKE_CONTACT = "UPDATE contact SET forgotten = ? WHERE list_id = ? AND row_number = ? AND phone <> '' AND forgotten IS NULL";

    private final Ledger ledger;
    private final Clock clock;
    private final Installation installation;
    private final ForgottenPeople people;
    private final Withdrawals withdrawals;
    private final ArchiveSearch archive;
    private final Turn turn;
    private String last = "";

    /** @param isOurs whether it is in this process's data directory, as far as the ledger knows */
    private record Original(Path path, boolean isOurs) {
    }

    PendingErasures(Ledger ledger, Clock clock, Installation installation, Withdrawals withdrawals, ArchiveSearch archive, Turn turn) {
        this.ledger = ledger;
        this.clock = clock;
        this.installation = installation;
        this.people = new ForgottenPeople(installation);
        this.withdrawals = withdrawals;
        this.archive = archive;
        this.turn = turn;
    }

    /** Rows are to lose their cells, and contacts that came of them are the person's. */
    static Void rows(Tx tx, String person, Found found) {
        found.rows().forEach((list, rows) -> rows.forEach(row -> {
            ForgottenPeople.eraseRow(tx, person, list, row);
            tx.update(TAKE_CONTACT, person, list, row);
        }));
        return null;
    }

    /** Who else these contacts and rows are to be erased with. */
    static Set<String> owners(Tx tx, Collection<Long> contacts, Found found) {
        Set<String> owners = new TreeSet<>();
        contacts.forEach(contact -> owners.addAll(tx.list("SELECT forgotten FROM contact WHERE id = ? AND forgotten IS NOT NULL", row -> row.text(1), contact)));
        found.rows().forEach((list, rows) -> rows.forEach(number -> owners.addAll(tx.list("""
                SELECT fingerprint FROM erasable_row WHERE list_id = ? AND row_number = ?
                UNION SELECT forgotten FROM contact WHERE list_id = ? AND row_number = ? AND forgotten IS NOT NULL AND phone <> ''""",
                row -> row.text(1), list, number, list, number))));
        return owners;
    }

    /** What logs and the audit call somebody. */
    static String subject(String person) {
        return "person-" + person.substring(0, 12);
    }

    /** Does a part of it. To be called every few seconds. */
    synchronized void advance() {
        // in turn, for who waits for long must not keep others waiting
        List<String> unfinished = ledger.read(tx -> tx.list("SELECT fingerprint FROM forgotten WHERE erased_at IS NULL AND fingerprint > ? "
                + "ORDER BY fingerprint LIMIT " + AT_ONCE, row -> row.text(1), last));
        last = unfinished.size() < AT_ONCE ? "" : unfinished.get(AT_ONCE - 1);
        if (unfinished.isEmpty() || !turn.isOurs("erase")) {
            return;
        }
        try {
            advance(unfinished);
        } finally {
            turn.over("erase");
        }
    }

    private void advance(List<String> unfinished) {
        List<String> finished = new ArrayList<>();
        for (String person : unfinished) {
            try {
                searchHere(person);
                if (erase(person) && isWritten(person)) {
                    finished.add(person);
                }
            } catch (LedgerException e) {
                LOG.warn("{} is not erased yet: {}", subject(person), e.getMessage());
            } catch (UncheckedIOException e) {
                LOG.warn("{} is not erased yet: an archived list cannot be written ({})", subject(person), e.getCause().getClass().getSimpleName());
            }
        }
        // writing the whole ledger anew is worth it only where nothing is left to erase
        finished.removeIf(person -> ledger.read(tx -> isMore(tx, person)));
        try {
            if (!finished.isEmpty() && ledger.scrub()) {
                finished.forEach(person -> ledger.write(tx -> finish(tx, person)));
            }
        } catch (LedgerException e) {
            LOG.warn("erased rows may still stand in free pages of the ledger, which could not be written anew and is tried again: {}", e.getMessage());
        }
    }

    /** Looks for rows of somebody whose numbers nobody knows any more, in this process's data directory. */
    private void searchHere(String person) {
        String place = installation.place();
        if (ledger.read(tx -> tx.first("SELECT 1 FROM archive_search WHERE fingerprint = ? AND place = ?", row -> true, person, place)).isEmpty()) {
            return;
        }
        Set<String> hashes = Set.copyOf(ledger.read(tx -> tx.list("SELECT fingerprint FROM forgotten WHERE fingerprint = ? OR person = ?",
                row -> row.text(1), person, person)));
        Found found = archive.search(archive.lists(), archive.sought(number -> hashes.contains(people.fingerprint(number))));
        found.strays().forEach(BlankedRows::write);
        ledger.write(tx -> {
            tx.update("DELETE FROM archive_search WHERE fingerprint = ? AND place = ?", person, place);
            return rows(tx, person, found);
        });
    }

    /** @return whether nothing is left in ledger and archive */
    private boolean erase(String person) {
        boolean isUnderWay = ledger.write(tx -> {
            withdrawals.withdraw(tx, person);
            Instant since = tx.first("SELECT since FROM forgotten WHERE fingerprint = ?", row -> row.instant(1), person).orElseThrow();
            return withdrawals.underWay(tx, person, since.plus(PATIENCE)).isPresent();
        });
        if (isUnderWay) {
            return false;
        }
        Map<Long, Optional<Original>> originals = new TreeMap<>();
        Map<Long, Set<Long>> rows = ledger.read(tx -> rows(tx, person, originals));
        // another replica may have these
        Set<Long> elsewhere = new TreeSet<>();
        originals.forEach((list, original) -> {
            if (original.filter(file -> file.isOurs() && Files.exists(file.path())).isPresent()) {
                BlankedRows.write(original.get().path(), rows.get(list));
            } else if (original.isPresent() && ledger.isShared()) {
                elsewhere.add(list);
            }
        });
        // who was only called for a test stands on no list
        if (elsewhere.size() < rows.size() || ledger.read(tx -> areContacts(tx, person))) {
            ledger.write(tx -> erase(tx, person, rows, elsewhere));
        }
        return elsewhere.isEmpty();
    }

    /** The rows of lists that are about the person and not erased yet. */
    private Map<Long, Set<Long>> rows(Tx tx, String person, Map<Long, Optional<Original>> originals) {
        Map<Long, Set<Long>> rows = new TreeMap<>();
        tx.each("""
                SELECT l.id, l.original, r.row_number, CASE WHEN l.place IN ('', ?) THEN 1 ELSE 0 END FROM (
                  SELECT list_id, row_number FROM contact WHERE forgotten = ? AND phone <> ''
                  UNION SELECT list_id, row_number FROM erasable_row WHERE fingerprint = ?) r JOIN list l ON l.id = r.list_id""", row -> {
            originals.put(row.number(1), row.text(2).isEmpty() ? Optional.empty() : Optional.of(new Original(Path.of(row.text(2)), row.flag(4))));
            rows.computeIfAbsent(row.number(1), list -> new TreeSet<>()).add(row.number(3));
        }, installation.place(), person, person);
        return rows;
    }

    /** @param elsewhere lists whose rows are still to be emptied, which is noted before the contacts can no longer tell */
    private Void erase(Tx tx, String person, Map<Long, Set<Long>> rows, Set<Long> elsewhere) {
        Instant now = clock.instant();
        // a row that was read meanwhile may have become a contact
        rows.forEach((list, numbers) -> numbers.forEach(row -> {
            tx.update(TAKE_CONTACT, person, list, row);
            if (elsewhere.contains(list)) {
                ForgottenPeople.eraseRow(tx, person, list, row);
            } else {
                tx.update("DELETE FROM erasable_row WHERE list_id = ? AND row_number = ?", list, row);
            }
        }));
        withdrawals.withdraw(tx, person);
        withdrawals.erase(tx, person);
        for (Long list : rows.keySet()) {
            tx.update("UPDATE list SET changes = changes + 1, changed_at = COALESCE(changed_at, ?) WHERE id = ?", now, list);
            tx.update("""
                    INSERT INTO erased_list (fingerprint, list_id, changes) SELECT ?, id, changes FROM list WHERE id = ?
                    ON CONFLICT (fingerprint, list_id) DO UPDATE SET changes = excluded.changes""", person, list);
        }
        return null;
    }

    /** Whether the results of all lists have been written without the person. */
    private boolean isWritten(String person) {
        return ledger.read(tx -> tx.list("""
                SELECT l.original FROM erased_list e JOIN list l ON l.id = e.list_id
                WHERE e.fingerprint = ? AND l.changed_at IS NOT NULL AND l.written < e.changes""", row -> row.text(1), person)).stream()
                .noneMatch(original -> original.isEmpty() || ledger.isShared() || Files.exists(Path.of(original)));
    }

    /** Whether something of the person is still to be erased. */
    private static boolean isMore(Tx tx, String person) {
        return tx.first("SELECT 1 FROM erasable_row WHERE fingerprint = ? UNION SELECT 1 FROM archive_search WHERE fingerprint = ?", row -> true, person, person)
                .isPresent() || areContacts(tx, person);
    }

    private static boolean areContacts(Tx tx, String person) {
        return tx.first("SELECT 1 FROM contact WHERE forgotten = ? AND phone <> ''", row -> true, person).isPresent();
    }

    private Void finish(Tx tx, String person) {
        if (!isMore(tx, person)) {
            tx.update("UPDATE forgotten SET erased_at = ? WHERE fingerprint = ?", clock.instant(), person);
            tx.update("DELETE FROM erased_list WHERE fingerprint = ?", person);
            AuditTrail.append(tx, clock.instant(), AuditTrail.SERVICE, "forget", subject(person), "erased");
            LOG.info("{} is erased", subject(person));
        }
        return null;
    }
}
