package io.voicecampaigns.erase;

import io.voicecampaigns.call.Withdrawals;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.Clearance;
import io.voicecampaigns.contact.BlankedRows;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.erase.ArchiveSearch.Archived;
import io.voicecampaigns.erase.ArchiveSearch.Found;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.DataDir;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases people: from archived lists, from the ledger, and so from results, which are written from both. What is asked for is in the ledger
 * before anything is erased, under a keyed hash of the number, so that it goes on after a restart. Thread-safe.
 */
public final class Erasing {
    private static final Logger LOG = LoggerFactory.getLogger(Erasing.class);
    /** How long a sink may keep an erasure waiting. */
    private static final Duration PATIENCE = Duration.ofHours(24);
    private static final int AT_ONCE = 100;

    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final ForgottenPeople people;
    private final Withdrawals withdrawals;
    private final Turn turn;
    private final ArchiveSearch archive;

    public Erasing(Ledger ledger, Clock clock, Campaigns campaigns, Installation installation, Withdrawals withdrawals, PhoneNumbers numbers,
            DataDir data, Turn turn) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.people = new ForgottenPeople(installation);
        this.withdrawals = withdrawals;
        this.turn = turn;
        this.archive = new ArchiveSearch(ledger, campaigns, numbers, data);
    }

    /**
     * What became of a request.
     *
     * @param state    {@code erased}, {@code erasing}: its last files are being written, or {@code pending}
     * @param waitsFor why it is pending
     * @param held     what other systems hold, as far as it is known
     * @param left     what was not erased here, in a sentence each
     */
    public record Answer(String state, Optional<String> waitsFor, int contacts, int rows, Held held, List<String> left) {
    }

    private record Place(long list, String original) {
    }

    /**
     * Forgets the owner of a number, once nothing of theirs is under way. To ask again changes nothing, and tells how far it has come.
     *
     * @param who   asks, for the audit
     * @param phone in E.164; it is nowhere kept
     */
    public Answer forget(String who, String phone) {
        String person = people.fingerprint(phone);
        List<Archived> lists = archive.lists();
        Found found = archive.search(lists, phone);
        int contacts = ledger.write(tx -> note(tx, who, person, phone, found));
        // what came while the archive was looked through
        Set<Long> settled = lists.stream().filter(list -> !list.state().equals("reading")).map(Archived::list).collect(Collectors.toSet());
        Found late = archive.search(archive.lists().stream().filter(list -> list.list() != 0 && !settled.contains(list.list())).toList(), phone);
        ledger.write(tx -> rows(tx, person, late));
        found.strays().forEach((file, rows) -> BlankedRows.write(file, rows, clock.instant()));
        Held held = ledger.read(tx -> Held.of(tx, person, doNotCallLists(phone)));
        advance();
        Optional<String> waits = ledger.read(tx -> withdrawals.underWay(tx, person, clock.instant().plus(PATIENCE)));
        boolean erased = ledger.read(tx -> tx.first("SELECT 1 FROM forgotten WHERE fingerprint = ? AND erased_at IS NOT NULL", row -> true, person)).isPresent();
        return new Answer(erased ? "erased" : waits.isPresent() ? "pending" : "erasing", waits, contacts, count(found) + count(late), held, found.left());
    }

    private static int count(Found found) {
        return found.rows().values().stream().mapToInt(Set::size).sum() + found.strays().values().stream().mapToInt(Set::size).sum();
    }

    private List<String> doNotCallLists(String phone) {
        return campaigns.all().stream().map(Campaign::name)
                .filter(name -> campaigns.callable(name) instanceof Clearance.Ok ok && ok.doNotCall().contains(phone)).toList();
    }

    private int note(Tx tx, String who, String person, String phone, Found found) {
        boolean isUnfinished = tx.first("SELECT 1 FROM forgotten WHERE fingerprint = ? AND erased_at IS NULL", row -> true, person).isPresent();
        boolean isErased = !isUnfinished && tx.first("SELECT 1 FROM forgotten WHERE fingerprint = ?", row -> true, person).isPresent();
        int met = tx.update("UPDATE contact SET forgotten = ? WHERE phone = ?", person, phone);
        if (!isUnfinished && (!isErased || met > 0 || !found.rows().isEmpty())) {
            ForgottenPeople.add(tx, person, clock.instant());
            AuditTrail.append(tx, clock.instant(), who, "forget", subject(person), "asked for");
        }
        tx.update("DELETE FROM suppression WHERE phone = ?", phone);
        rows(tx, person, found);
        withdrawals.withdraw(tx, person);
        return (int) tx.number("SELECT COUNT(*) FROM contact WHERE forgotten = ? AND phone <> ''", person);
    }

    private static Void rows(Tx tx, String person, Found found) {
        found.rows().forEach((list, rows) -> rows.forEach(row -> {
            ForgottenPeople.eraseRow(tx, person, list, row);
            tx.update("UPDATE contact SET forgotten = ? WHERE list_id = ? AND row_number = ? AND phone <> ''", person, list, row);
        }));
        return null;
    }

    static String subject(String person) {
        return "person-" + person.substring(0, 12);
    }

    /** Goes on with whatever was asked for. To be called every few seconds. */
    public synchronized void advance() {
        List<String> unfinished = ledger.read(tx -> tx.list("SELECT fingerprint FROM forgotten WHERE erased_at IS NULL ORDER BY since LIMIT " + AT_ONCE,
                row -> row.text(1)));
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

    /** @return whether nothing is left in ledger and archive */
    private boolean erase(String person) {
        boolean isUnderWay = ledger.write(tx -> {
            withdrawals.withdraw(tx, person);
            Instant since = tx.first("SELECT since FROM forgotten WHERE fingerprint = ?", row -> row.instant(1), person).orElseThrow();
            return withdrawals.underWay(tx, person, since.plus(PATIENCE)).isPresent();
        });
        Map<Long, Place> places = new TreeMap<>();
        Map<Long, Set<Long>> rows = isUnderWay ? Map.of() : ledger.read(tx -> rows(tx, person, places));
        for (Map.Entry<Long, Set<Long>> list : rows.entrySet()) {
            Path original = Path.of(places.get(list.getKey()).original());
            if (places.get(list.getKey()).original().isEmpty()) {
                continue;
            }
            if (Files.exists(original)) {
                BlankedRows.write(original, list.getValue(), clock.instant());
            } else if (ledger.isShared()) {
                // another replica may have it
                return false;
            }
        }
        // who was only called for a test stands on no list
        if (!isUnderWay && ledger.read(tx -> isMore(tx, person))) {
            ledger.write(tx -> erase(tx, person, rows));
        }
        return !isUnderWay;
    }

    /** The rows of lists that are about the person and not erased yet. */
    private static Map<Long, Set<Long>> rows(Tx tx, String person, Map<Long, Place> places) {
        Map<Long, Set<Long>> rows = new TreeMap<>();
        tx.each("""
                SELECT l.id, l.original, r.row_number FROM (
                  SELECT list_id, row_number FROM contact WHERE forgotten = ? AND phone <> ''
                  UNION SELECT list_id, row_number FROM erasable_row WHERE fingerprint = ?) r JOIN list l ON l.id = r.list_id""", row -> {
            places.put(row.number(1), new Place(row.number(1), row.text(2)));
            rows.computeIfAbsent(row.number(1), list -> new TreeSet<>()).add(row.number(3));
        }, person, person);
        return rows;
    }

    private Void erase(Tx tx, String person, Map<Long, Set<Long>> rows) {
        Instant now = clock.instant();
        // a row that was read meanwhile may have become a contact
        rows.forEach((list, numbers) -> numbers.forEach(row -> {
            tx.update("UPDATE contact SET forgotten = ? WHERE list_id = ? AND row_number = ? AND phone <> ''", person, list, row);
            tx.update("DELETE FROM erasable_row WHERE list_id = ? AND row_number = ?", list, row);
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
        return tx.first("SELECT 1 FROM erasable_row WHERE fingerprint = ?", row -> true, person).isPresent()
                || tx.first("SELECT 1 FROM contact WHERE forgotten = ? AND phone <> ''", row -> true, person).isPresent();
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
