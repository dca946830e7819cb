package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.contact.VariablesJson;
import io.voicecampaigns.enroll.Arrivals.Counts;
import io.voicecampaigns.ledger.ForgottenPeople;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes mapped records of a source that is no file into the ledger, with the cursor behind them. A source lists the same records run
 * after run: what is known is not taken again, and not rejected again.
 */
final class ArrivalRecords {
    private final Clock clock;
    private final Installation installation;

    ArrivalRecords(Clock clock, Installation installation) {
        this.clock = clock;
        this.installation = installation;
    }

    Void write(Tx tx, MappedBatch mapped) {
        ContactBatch batch = mapped.batch();
        Arrivals arrivals = batch.arrivals().orElseThrow();
        Campaign campaign = mapped.campaign();
        Instant now = clock.instant();
        record Position(long campaignId, long rows, long run, int edition, boolean isRunning) {
        }
        Position position = tx.first("""
                SELECT s.campaign_id, l.rows_read, s.run, s.edition, CASE WHEN s.owner IS NULL THEN 0 ELSE 1 END
                FROM source s JOIN list l ON l.id = s.list_id WHERE s.id = ?""" + tx.forUpdate(),
                row -> new Position(row.number(1), row.number(2), row.number(3), row.integer(4), row.flag(5)), arrivals.source()).orElseThrow();
        if (position.run() != arrivals.run() || !position.isRunning() || position.edition() != campaign.edition()) {
            throw new RunOverException(batch + " are not taken: the run that brought them is over");
        }
        Writer writer = new Writer(tx, position.campaignId(), batch.list(), position.rows(), campaign, now, installation);
        List<Enrolling.Mapped> rows = mapped.rows();
        writer.meet(rows, arrivals);
        for (int i = 0; i < rows.size(); i++) {
            writer.add(rows.get(i).enrolment(), arrivals.origin(i).ref());
        }
        writer.finish();
        arrivals.cursor().ifPresent(cursor -> tx.update("UPDATE source SET cursor = ? WHERE id = ?", cursor, arrivals.source()));
        if (arrivals.isEnd()) {
            tx.update("UPDATE source SET owner = NULL, lease_until = NULL, failures = 0, next_run = ? WHERE id = ?",
                    now.plus(campaign.source().every()), arrivals.source());
            tx.update("UPDATE list SET state = 'arrived' WHERE id = ? AND state = 'arriving'", batch.list());
        }
        if (writer.isNews() || arrivals.isEnd() && position.rows() == 0) {
            tx.update("UPDATE list SET rows_read = ?, changes = changes + 1, changed_at = COALESCE(changed_at, ?) WHERE id = ?",
                    writer.rows, now, batch.list());
        }
        arrivals.taken(writer.counts);
        return null;
    }

    private static final class Writer {
        private final Tx tx;
        private final long list;
        private final Newcomers newcomers;
        private final Installation installation;
        private final Set<String> enrolledRefs = new HashSet<>();
        private final Set<String> rejectedRefs = new HashSet<>();
        private long rows;
        private Counts counts = Counts.NONE;

        Writer(Tx tx, long campaignId, long list, long rows, Campaign campaign, Instant now, Installation installation) {
            this.installation = installation;
            this.tx = tx;
            this.list = list;
            this.rows = rows;
            this.newcomers = new Newcomers(tx, campaignId, campaign.edition(), list, campaign.contacts().sameNumber(), true, now, installation);
        }

        void meet(List<Enrolling.Mapped> mapped, Arrivals arrivals) {
            newcomers.meet(mapped);
            List<String> refs = java.util.stream.IntStream.range(0, mapped.size()).mapToObj(i -> mapped.get(i).forgotten().isPresent()
                    ? nameless(arrivals.origin(i).ref()) : arrivals.origin(i).ref()).toList();
            Newcomers.meet(tx, "contact WHERE list_id = ? AND ref", List.of(list), refs, enrolledRefs);
            Newcomers.meet(tx, "reject WHERE list_id = ? AND ref", List.of(list), refs, rejectedRefs);
        }

        void add(Enrolment enrolment, String ref) {
            if (enrolledRefs.contains(ref)) {
                // whoever is enrolled stays so, whatever the record says now; only who still waits gets its news
                boolean updated = enrolment instanceof Enrolment.Accepted accepted && updated(ref, accepted);
                count(new Counts(0, updated ? 1 : 0, updated ? 0 : 1, 0));
                return;
            }
            Optional<String> refusal = enrolment instanceof Enrolment.Accepted accepted ? newcomers.refusal(accepted).map(Newcomers.Refusal::reason)
                    : Optional.of(((Enrolment.Rejected) enrolment).reason());
            if (refusal.isPresent() && refusal.get().equals(ForgottenPeople.REASON)) {
                // the source lists the record at every run: it must be known again, by nothing that tells whose it is
                tx.update("DELETE FROM reject WHERE list_id = ? AND ref = ?", list, ref);
                reject(nameless(ref), refusal.get());
                return;
            }
            if (refusal.isPresent()) {
                reject(ref, refusal.get());
                return;
            }
            newcomers.enroll((Enrolment.Accepted) enrolment, ++rows, rows, Optional.of(ref));
            enrolledRefs.add(ref);
            if (rejectedRefs.remove(ref)) {
                tx.update("DELETE FROM reject WHERE list_id = ? AND ref = ?", list, ref);
            }
            count(new Counts(1, 0, 0, 0));
        }

        private String nameless(String ref) {
            return "forgotten-" + installation.fingerprint(ref).substring(0, 32);
        }

        private boolean updated(String ref, Enrolment.Accepted accepted) {
            newcomers.flush();
            Optional<Long> changed = tx.first("""
                    SELECT id FROM contact WHERE list_id = ? AND ref = ? AND state = 'waiting'
                      AND (phone <> ? OR zones <> ? OR variables <> ?)""", row -> row.number(1),
                    list, ref, accepted.phone(), accepted.zones(), VariablesJson.write(accepted.variables()));
            return changed.isPresent() && newcomers.holder(accepted, changed.get()).isEmpty() && newcomers.updated(changed.get(), accepted);
        }

        private void reject(String ref, String reason) {
            if (!rejectedRefs.add(ref)) {
                boolean isNews = tx.update("UPDATE reject SET reason = ? WHERE list_id = ? AND ref = ? AND reason <> ?", reason, list, ref, reason) > 0;
                count(new Counts(0, 0, isNews ? 0 : 1, isNews ? 1 : 0));
                return;
            }
            rows++;
            tx.update("INSERT INTO reject (list_id, row_number, line_number, reason, ref) VALUES (?, ?, ?, ?, ?)", list, rows, rows, reason, ref);
            count(new Counts(0, 0, 0, 1));
        }

        private void count(Counts more) {
            counts = counts.plus(more);
        }

        boolean isNews() {
            return counts.enrolled() + counts.updated() + counts.rejected() > 0;
        }

        void finish() {
            newcomers.flush();
        }
    }
}
