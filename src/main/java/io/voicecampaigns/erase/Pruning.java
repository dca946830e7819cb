package io.voicecampaigns.erase;

import io.voicecampaigns.call.TestContacts;
import io.voicecampaigns.contact.BlankedRows;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.privacy.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes old lists that are over, with their contacts, attempts, outcomes, rejects, originals and results; and old test calls, which are on
 * no list. What is asked for is in the ledger before anything goes, and goes in small batches. Thread-safe.
 */
public final class Pruning {
    /** Shorter ages reach into what limits by the day and looks back into the provider's list need. */
    public static final Duration SHORTEST_AGE = Duration.ofDays(7);
    private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);
    private static final int BATCH = 500;
    private static final List<String> RESULTS = List.of(".results.csv", ".attempts.csv", ".rejected.csv", ".results.json", ".attempts.json",
            ".rejected.json", ".summary.json", ".error.txt", ".csv.error.txt", ".json.error.txt");
    /**
     * Lists that are over: everything is final and told, nothing is left to erase, and no source comes back to them. Undeliverable is not
     * told. Its two parameters are both the age.
     */
    private static final String OVER = """
            l.state IN ('read', 'failed', 'arrived') AND l.taken_at < ? AND l.changed_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.list_id = l.id AND c.state IN ('waiting', 'active'))
            AND NOT EXISTS (SELECT 1 FROM contact c JOIN attempt a ON a.contact_id = c.id WHERE c.list_id = l.id
              AND (a.state NOT IN ('reported', 'due') OR COALESCE(a.ended_at, a.intent) >= ?))
            AND NOT EXISTS (SELECT 1 FROM contact c JOIN attempt a ON a.contact_id = c.id JOIN delivery d ON d.attempt_id = a.id
              WHERE c.list_id = l.id AND d.state <> 'reported')
            AND NOT EXISTS (SELECT 1 FROM source s JOIN campaign p ON p.id = s.campaign_id WHERE s.list_id = l.id AND s.edition >= p.edition)
            AND NOT EXISTS (SELECT 1 FROM erasable_row r WHERE r.list_id = l.id)
            AND NOT EXISTS (SELECT 1 FROM erased_list r WHERE r.list_id = l.id)
            AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.list_id = l.id AND c.forgotten IS NOT NULL AND c.phone <> '')""";

    private final Ledger ledger;
    private final Clock clock;
    private final Installation installation;
    private final Path outbox;
    private final Turn turn;

    /** What goes, or would go. */
    public record Counts(long lists, long contacts, long attempts, long rejected, long testCalls) {
    }

    private record Going(long id, String campaign, String name, String original) {
    }

    public Pruning(Ledger ledger, Clock clock, Installation installation, DataDir data, Turn turn) {
        this.ledger = ledger;
        this.clock = clock;
        this.installation = installation;
        this.outbox = data.outbox();
        this.turn = turn;
    }

    /**
     * Marks what is older than {@code age}; {@link #advance} removes it.
     *
     * @param age     at least {@link #SHORTEST_AGE}
     * @param dryRun  only counts
     */
    public Counts prune(String who, Duration age, boolean dryRun) {
        if (age.compareTo(SHORTEST_AGE) < 0) {
            throw new IllegalArgumentException("nothing younger than " + SHORTEST_AGE.toDays() + " days is pruned");
        }
        Instant before = clock.instant().minus(age);
        if (dryRun) {
            return ledger.read(tx -> count(tx, before));
        }
        Counts marked = ledger.write(tx -> {
            Counts counts = count(tx, before);
            tx.update("UPDATE list SET state = 'pruning' WHERE id IN (SELECT l.id FROM list l WHERE " + OVER + ")", before, before);
            tx.update("DELETE FROM seen_call WHERE created < ?", before);
            AuditTrail.append(tx, clock.instant(), who, "prune", "lists older than " + age.toDays() + " d",
                    counts.lists() + " lists, " + counts.contacts() + " contacts, " + counts.testCalls() + " test calls");
            return counts;
        });
        // people ask for these one by one: there are never so many of them that they were to be marked first
        while (Ledger.join(ledger.writeBulk(tx -> removeTestCalls(tx, before))) == BATCH) {
            LOG.debug("{} test calls are pruned", BATCH);
        }
        return marked;
    }

    private static int removeTestCalls(Tx tx, Instant before) {
        List<Long> contacts = TestContacts.over(tx, before, BATCH);
        remove(tx, contacts);
        return contacts.size();
    }

    private static void remove(Tx tx, List<Long> contacts) {
        List<Object[]> ids = contacts.stream().map(id -> new Object[] {id}).toList();
        Stream.of("DELETE FROM conversation WHERE attempt_id IN (SELECT id FROM attempt WHERE contact_id = ?)",
                "DELETE FROM delivery WHERE attempt_id IN (SELECT id FROM attempt WHERE contact_id = ?)",
                "DELETE FROM attempt WHERE contact_id = ?", "DELETE FROM contact WHERE id = ?").forEach(sql -> tx.batch(sql, ids));
    }

    private static Counts count(Tx tx, Instant before) {
        String lists = "(SELECT l.id FROM list l WHERE " + OVER + ")";
        return new Counts(tx.number("SELECT COUNT(*) FROM list WHERE id IN " + lists, before, before),
                tx.number("SELECT COUNT(*) FROM contact WHERE list_id IN " + lists, before, before),
                tx.number("SELECT COUNT(*) FROM attempt WHERE contact_id IN (SELECT id FROM contact WHERE list_id IN " + lists + ")", before, before),
                tx.number("SELECT COUNT(*) FROM reject WHERE list_id IN " + lists, before, before), TestContacts.countOver(tx, before));
    }

    /** Removes a part of what was marked. To be called every second or so: one call takes a fraction of one. */
    public synchronized void advance() {
        Optional<Going> next = ledger.read(tx -> tx.first("""
                SELECT l.id, c.name, l.name, l.original FROM list l JOIN campaign c ON c.id = l.campaign_id WHERE l.state = 'pruning' ORDER BY l.id LIMIT 1""",
                row -> new Going(row.number(1), row.text(2), row.text(3), row.text(4))));
        if (next.isEmpty() || !turn.isOurs("prune")) {
            return;
        }
        try {
            remove(next.get());
        } finally {
            turn.over("prune");
        }
    }

    private void remove(Going list) {
        try {
            // first, so that a crash leaves no file that the ledger does not know
            removeFiles(list);
        } catch (IOException e) {
            LOG.warn("list {} of campaign {} is not pruned yet: its files cannot be removed ({})", Shown.name(list.name()), list.campaign(), e.getClass().getSimpleName());
            return;
        }
        for (int batch = 0; batch < 10; batch++) {
            if (Ledger.join(ledger.writeBulk(tx -> remove(tx, list)))) {
                LOG.info("list {} of campaign {} is pruned", Shown.name(list.name()), list.campaign());
                return;
            }
        }
    }

    private void removeFiles(Going list) throws IOException {
        if (!list.original().isEmpty()) {
            BlankedRows.removeLeftovers(Path.of(list.original()));
            Files.deleteIfExists(Path.of(list.original()));
        }
        for (String ending : RESULTS) {
            Files.deleteIfExists(outbox.resolve(list.campaign()).resolve(list.name() + ending));
        }
    }

    /** @return whether nothing is left of the list but its name */
    private boolean remove(Tx tx, Going list) {
        record Contact(long id, long campaign, int edition, String key, boolean isCurrent) {
        }
        List<Contact> contacts = tx.list("""
                SELECT c.id, c.campaign_id, c.edition, c.key, CASE WHEN c.edition >= p.edition THEN 1 ELSE 0 END
                FROM contact c JOIN campaign p ON p.id = c.campaign_id WHERE c.list_id = ? ORDER BY c.row_number LIMIT ?""",
                row -> new Contact(row.number(1), row.number(2), row.integer(3), row.text(4), row.flag(5)), list.id(), BATCH);
        tx.batch("INSERT INTO pruned (campaign_id, edition, key_hash) VALUES (?, ?, ?) ON CONFLICT (campaign_id, edition, key_hash) DO NOTHING",
                contacts.stream().filter(Contact::isCurrent)
                        .map(contact -> new Object[] {contact.campaign(), contact.edition(), installation.fingerprint(contact.key())}).toList());
        remove(tx, contacts.stream().map(Contact::id).toList());
        int rejects = contacts.size() == BATCH ? BATCH : tx.update("""
                DELETE FROM reject WHERE list_id = ? AND row_number IN (SELECT row_number FROM reject WHERE list_id = ? ORDER BY row_number LIMIT ?)""",
                list.id(), list.id(), BATCH);
        if (rejects == BATCH) {
            return false;
        }
        // of earlier editions nobody can be called again
        tx.update("DELETE FROM pruned WHERE edition < (SELECT p.edition FROM campaign p WHERE p.id = pruned.campaign_id)");
        return tx.update("UPDATE list SET state = 'pruned', changed_at = NULL, error = NULL WHERE id = ?", list.id()) == 1;
    }
}
