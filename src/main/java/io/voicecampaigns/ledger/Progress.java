package io.voicecampaigns.ledger;

import io.voicecampaigns.outcome.Disposition;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts where contacts stand. Reads as much as there are contacts: not for every second of a large ledger. */
public final class Progress {
    private final Ledger ledger;

    public Progress(Ledger ledger) {
        this.ledger = ledger;
    }

    /** One campaign's current edition; empty if the ledger does not know it. */
    public Optional<CampaignProgress> of(String campaign) {
        return ledger.read(tx -> all(tx, campaign).stream().findFirst());
    }

    /** Whether all that is known has been accepted by its sinks and written to the results. */
    public boolean isTold() {
        return ledger.read(tx -> tx.number("""
                SELECT (SELECT COUNT(*) FROM list WHERE state = 'reading' OR changed_at IS NOT NULL)
                  + (SELECT COUNT(*) FROM delivery WHERE state = 'due')""")) == 0;
    }

    private static List<CampaignProgress> all(Tx tx, String name) {
        return tx.list("""
                SELECT id, name, edition, CASE WHEN cancelled_edition >= edition THEN 'cancelled by ' || cancelled_by || COALESCE(': ' || cancelled_reason, '')
                  WHEN held_at IS NOT NULL THEN 'paused by ' || held_by || COALESCE(': ' || held_reason, '') ELSE paused END
                FROM campaign WHERE name = ?""", row -> progress(tx, row.number(1), row.text(2), row.integer(3), row.optionalText(4)), name);
    }

    private static CampaignProgress progress(Tx tx, long id, String name, int edition, Optional<String> paused) {
        Map<String, Long> contacts = new java.util.HashMap<>();
        tx.each("SELECT state, COUNT(*) FROM contact WHERE campaign_id = ? AND edition = ? GROUP BY state",
                row -> contacts.put(row.text(1), row.number(2)), id, edition);
        Map<Disposition, Long> done = new EnumMap<>(Disposition.class);
        long[] review = {0};
        tx.each("""
                SELECT CASE WHEN a.state = 'review' THEN 'review' ELSE a.disposition END, COUNT(*) FROM contact c
                JOIN attempt a ON a.contact_id = c.id AND a.number = c.next_number - 1
                WHERE c.campaign_id = ? AND c.edition = ? AND c.state = 'done' GROUP BY 1""",
                row -> Disposition.ofWord(String.valueOf(row.text(1))).ifPresentOrElse(
                        disposition -> put(done, disposition, row), () -> add(review, row)), id, edition);
        return tx.first("""
                SELECT COUNT(*), COALESCE(SUM(a.duration), 0), COUNT(a.recording_url) FROM attempt a
                JOIN contact c ON c.id = a.contact_id WHERE c.campaign_id = ? AND c.edition = ? AND a.state <> 'due'""",
                row -> new CampaignProgress(name, edition, contacts.values().stream().mapToLong(Long::longValue).sum(),
                        contacts.getOrDefault("waiting", 0L), contacts.getOrDefault("active", 0L), done, review[0],
                        contacts.getOrDefault("cancelled", 0L) + contacts.getOrDefault("blocked", 0L) + contacts.getOrDefault("expired", 0L),
                        tx.number("SELECT COUNT(*) FROM reject r JOIN list l ON l.id = r.list_id WHERE l.campaign_id = ? AND l.edition = ?",
                                id, edition),
                        row.number(1), row.number(2), row.number(3), paused), id, edition).orElseThrow();
    }

    private static void put(Map<Disposition, Long> done, Disposition disposition, Tx.Row row) {
        try {
            done.merge(disposition, row.number(2), Long::sum);
        } catch (java.sql.SQLException e) {
            throw new LedgerException(e);
        }
    }

    private static void add(long[] sum, Tx.Row row) {
        try {
            sum[0] += row.number(2);
        } catch (java.sql.SQLException e) {
            throw new LedgerException(e);
        }
    }
}
