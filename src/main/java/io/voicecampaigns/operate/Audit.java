package io.voicecampaigns.operate;

import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The ledger's record of who changed what. Thread-safe. */
public final class Audit {
    private static final int PAGE = 1_000;

    private final Ledger ledger;
    private final Clock clock;

    /** One line. */
    public record Entry(long id, Instant at, String who, String what, String subject, String detail) {
    }

    public Audit(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * In the transaction of the change itself. As {@link AuditTrail#append}, now: ids, names of campaigns and masked numbers only.
     */
    public void record(Tx tx, String who, String what, String subject, String detail) {
        AuditTrail.append(tx, clock.instant(), who, what, subject, detail);
    }

    /** The last {@code limit} entries at or after an instant, oldest first. */
    public List<Entry> since(Instant since, int limit) {
        List<Entry> newestFirst = ledger.read(tx -> tx.list(
                "SELECT id, at, who, what, subject, detail FROM audit WHERE at >= ? ORDER BY at DESC, id DESC LIMIT ?", Audit::entry, since, limit));
        return newestFirst.stream().sorted(java.util.Comparator.comparing(Entry::at).thenComparing(Entry::id)).toList();
    }

    /** Visits every entry at or after an instant, in the order they were made, page by page. */
    public void each(Instant since, Consumer<Entry> visitor) {
        long after = 0;
        List<Entry> page;
        do {
            long last = after;
            page = ledger.read(tx -> tx.list("SELECT id, at, who, what, subject, detail FROM audit WHERE id > ? AND at >= ? ORDER BY id LIMIT ?",
                    Audit::entry, last, since, PAGE));
            page.forEach(visitor);
            after = page.isEmpty() ? after : page.get(page.size() - 1).id();
        } while (page.size() == PAGE);
    }

    private static Entry entry(Tx.Row row) throws java.sql.SQLException {
        return new Entry(row.number(1), row.instant(2), row.text(3), row.text(4), row.text(5), row.text(6));
    }
}
