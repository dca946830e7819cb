package io.voicecampaigns.report;

import io.voicecampaigns.contact.VariablesJson;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.report.Outbox.Outlet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger's rows of what is owed to sinks. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);
    private static final int STEPS = 4;

    private final Clock clock;

    Deliveries(Clock clock) {
        this.clock = clock;
    }

    /** The sinks that something is due for, one index look-up each: a DISTINCT would read every outcome that waits. */
    static List<Outlet> outlets(Tx tx) {
        List<Outlet> outlets = new ArrayList<>();
        Optional<Outlet> outlet = tx.first(FIRST_OUTLET, Deliveries::outlet);
        while (outlet.isPresent()) {
            outlets.add(outlet.get());
            outlet = tx.first(NEXT_OUTLET, Deliveries::outlet, outlet.get().sink(), outlet.get().campaignId());
        }
        return outlets;
    }

    private static Outlet outlet(Tx.Row row) throws SQLException {
        return new Outlet(row.text(1), row.text(3), row.number(2));
    }

    private static final String OUTLET = "SELECT sink, campaign_id, (SELECT name FROM campaign WHERE id = campaign_id) FROM delivery WHERE state = 'due' ";
    private static final String FIRST_OUTLET = OUTLET + "ORDER BY sink, campaign_id LIMIT 1";
    private static final String NEXT_OUTLET = OUTLET + "AND (sink, campaign_id) > (?, ?) ORDER BY sink, campaign_id LIMIT 1";

    /** What a sink is to be given now, longest due first. */
    static List<Outcome> due(Tx tx, Outlet outlet, Instant now, int most) {
        return tx.list("""
                SELECT a.uuid, a.revision, CASE WHEN c.state = 'waiting' OR c.next_number > a.number + 1
                  OR EXISTS (SELECT 1 FROM attempt b WHERE b.contact_id = a.contact_id AND b.number > a.number) THEN 0 ELSE 1 END,
                  c.edition, l.name, c.row_number, c.key, a.number, a.disposition, a.duration, a.recording_url, a.call_id, a.call_status,
                  a.end_reason, a.started_at, a.ended_at, a.agent_version, a.error, c.ref, a.phone,
                  s.transcript, s.summary, s.analysis,
                  CASE WHEN EXISTS (SELECT 1 FROM attempt b WHERE b.contact_id = a.contact_id AND b.number > a.number AND b.disposition IS NOT NULL) THEN 0 ELSE 1 END
                FROM delivery d JOIN attempt a ON a.id = d.attempt_id JOIN contact c ON c.id = a.contact_id JOIN list l ON l.id = c.list_id
                  LEFT JOIN conversation s ON s.attempt_id = a.id
                WHERE d.state = 'due' AND d.sink = ? AND d.campaign_id = ? AND d.due <= ? ORDER BY d.due, d.attempt_id LIMIT ?""",
                row -> outcome(row, outlet.campaign()), outlet.sink(), outlet.campaignId(), now, most);
    }

    private static Outcome outcome(Tx.Row row, String campaign) throws SQLException {
        OptionalInt duration = row.optionalInteger(10);
        String disposition = row.optionalText(9).orElse("unknown");
        String state = row.text(12) != null || disposition.equals("unknown") ? "ended" : "refused";
        return new Outcome(row.text(1), row.integer(2), row.flag(3), row.flag(24), campaign, row.integer(4), row.text(5), row.number(6), row.text(19),
                row.text(7), row.text(20), row.integer(8), state, disposition, duration.isPresent() ? duration.getAsInt() : null,
                row.text(11), row.text(12), row.text(13), row.text(14), row.optionalInstant(15).orElse(null),
                row.optionalInstant(16).orElse(null), row.text(17), row.text(18),
                row.text(21), row.text(22), row.optionalText(23).map(VariablesJson::read).orElse(null));
    }

    Void record(Tx tx, ReportBatch batch, Map<String, SinkAnswer> answers) {
        Instant now = clock.instant();
        List<Object[]> accepted = new ArrayList<>();
        List<Object[]> reported = new ArrayList<>();
        for (Outcome outcome : batch.outcomes()) {
            SinkAnswer answer = answers.get(outcome.ref());
            if (answer != null && answer.ok()) {
                accepted.add(new Object[] {outcome.revision(), batch.sink(), outcome.ref(), outcome.revision()});
                reported.add(new Object[] {outcome.ref(), outcome.revision()});
            } else if (answer == null || answer.retry()) {
                retry(tx, batch.sink(), outcome, answer == null ? "the sink said nothing about it" : answer.error(), now);
            } else {
                refuse(tx, batch.sink(), outcome, answer.error(), now);
            }
        }
        // a revision that came meanwhile stays due
        tx.batch("""
                UPDATE delivery SET state = CASE WHEN again = 1 THEN state ELSE 'reported' END, again = 0, revision = ?, error = NULL
                WHERE sink = ? AND state = 'due'
                AND attempt_id = (SELECT id FROM attempt WHERE uuid = ? AND revision = ?)""", accepted);
        tx.batch("""
                UPDATE attempt SET state = 'reported', version = version + 1 WHERE uuid = ? AND state = 'ended' AND revision = ?
                AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.attempt_id = attempt.id AND d.state <> 'reported')""", reported);
        return null;
    }

    /** Whatever revision was handed over, the latest is to be the last: also where somebody is handing it over right now. */
    void again(Tx tx, ReportBatch batch) {
        Instant now = clock.instant();
        tx.batch("""
                UPDATE delivery SET again = CASE WHEN state = 'due' THEN 1 ELSE 0 END, state = 'due', due = ? WHERE sink = ? AND state IN ('due', 'reported')
                AND attempt_id = (SELECT id FROM attempt WHERE uuid = ?)""",
                batch.outcomes().stream().map(outcome -> new Object[] {now, batch.sink(), outcome.ref()}).toList());
    }

    private static void retry(Tx tx, String sink, Outcome outcome, String error, Instant now) {
        long tries = tx.number("SELECT tries FROM delivery WHERE sink = ? AND attempt_id = (SELECT id FROM attempt WHERE uuid = ?)",
                sink, outcome.ref());
        tx.update("UPDATE delivery SET tries = tries + 1, due = ?, error = ? WHERE sink = ? AND state = 'due' "
                + "AND attempt_id = (SELECT id FROM attempt WHERE uuid = ?)", now.plus(spread(pause((int) tries))), error, sink, outcome.ref());
    }

    private static void refuse(Tx tx, String sink, Outcome outcome, String error, Instant now) {
        LOG.warn("the sink {} refuses the outcome of attempt {} for good; it is kept and can be sent again", sink, outcome.ref());
        tx.update("UPDATE delivery SET state = 'undeliverable', error = ? WHERE sink = ? AND state = 'due' "
                + "AND attempt_id = (SELECT id FROM attempt WHERE uuid = ? AND revision = ?)", error, sink, outcome.ref(), outcome.revision());
        int moved = tx.update("UPDATE attempt SET state = 'undeliverable', version = version + 1 WHERE uuid = ? AND state = 'ended' AND revision = ?",
                outcome.ref(), outcome.revision());
        if (moved > 0) {
            tx.update("""
                    UPDATE list SET changes = changes + 1, changed_at = COALESCE(changed_at, ?) WHERE id =
                      (SELECT c.list_id FROM contact c JOIN attempt a ON a.contact_id = c.id WHERE a.uuid = ?)""", now, outcome.ref());
        }
    }

    /**
     * Makes at most this many outcomes due again.
     *
     * @param after attempts up to this id are done
     * @param all   whether those too that the sink has accepted
     * @return the attempts; as many as were asked for if there may be more
     */
    List<Long> resend(Tx tx, Outlet outlet, boolean all, long after, int most) {
        List<Long> attempts = tx.list("SELECT attempt_id FROM delivery WHERE sink = ? AND campaign_id = ? AND attempt_id > ? AND state IN ('undeliverable'"
                + (all ? ", 'reported'" : "") + ") AND attempt_id NOT IN (SELECT id FROM attempt WHERE phone = '') ORDER BY attempt_id LIMIT ?", row -> row.number(1), outlet.sink(), outlet.campaignId(), after, most);
        Instant now = clock.instant();
        tx.batch("""
                UPDATE delivery SET state = 'due', due = ?, tries = 0, error = NULL WHERE attempt_id = ? AND sink = ?
                AND state IN ('undeliverable', 'reported')""", attempts.stream().map(attempt -> new Object[] {now, attempt, outlet.sink()}).toList());
        // another sink may have refused it too
        tx.batch("UPDATE attempt SET state = 'ended', version = version + 1 WHERE id = ? AND state IN ('reported', 'undeliverable') "
                + "AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.attempt_id = attempt.id AND d.state = 'undeliverable')",
                attempts.stream().map(attempt -> new Object[] {attempt}).toList());
        return attempts;
    }

    /** The sinks that a campaign owes outcomes to, or has. */
    static Set<String> sinks(Tx tx, long campaignId) {
        Set<String> sinks = new TreeSet<>();
        // one index look-up each would take an index of its own: a person asks for this
        tx.each("SELECT DISTINCT sink FROM delivery WHERE campaign_id = ?", row -> sinks.add(row.text(1)), campaignId);
        return sinks;
    }

    /** How many outcomes each sink has refused for good. */
    static Map<Outlet, Long> undeliverable(Tx tx) {
        Map<Outlet, Long> counts = new HashMap<>();
        tx.each("""
                SELECT sink, campaign_id, (SELECT name FROM campaign WHERE id = campaign_id), COUNT(*) FROM delivery
                WHERE state = 'undeliverable' GROUP BY sink, campaign_id""", row -> counts.put(outlet(row), row.number(4)));
        return counts;
    }

    /** Rows that somebody else held are not all asked for at one moment again; in few steps, since each step is a request of its own. */
    static Duration spread(Duration pause) {
        return pause.minus(pause.dividedBy(5).multipliedBy(ThreadLocalRandom.current().nextInt(STEPS)).dividedBy(STEPS - 1));
    }

    static Duration pause(int times) {
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(times, 10));
        return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
    }
}
