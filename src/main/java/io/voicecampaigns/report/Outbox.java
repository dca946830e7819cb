package io.voicecampaigns.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.contact.VariablesJson;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report stage: hands outcomes to sinks, at least once, the latest revision only, one batch of a sink at a time. A sink that stays
 * down delays its own outcomes alone. Thread-safe.
 */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final Ledger ledger;
    private final Clock clock;
    private final int batchSize;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final Map<String, Instant> restUntil = new ConcurrentHashMap<>();

    /** @param batchSize outcomes that a sink is given at once */
    public Outbox(Ledger ledger, Clock clock, int batchSize) {
        this.ledger = ledger;
        this.clock = clock;
        this.batchSize = batchSize;
    }


    /** The batches to hand over now, one for each sink that has something due and is not busy. Each must come back through {@link #answered} or {@link #failed}. */
    public List<ReportBatch> due() {
        Instant now = clock.instant();
        List<ReportBatch> batches = new ArrayList<>();
        try {
            for (String sink : ledger.read(Outbox::sinks)) {
                if (!now.isBefore(restUntil.getOrDefault(sink, Instant.EPOCH)) && busy.add(sink)) {
                    List<Outcome> outcomes = List.of();
                    try {
                        outcomes = ledger.read(tx -> tx.list(DUE, Outbox::read, sink, now, batchSize));
                    } finally {
                        if (outcomes.isEmpty()) {
                            busy.remove(sink);
                        }
                    }
                    if (!outcomes.isEmpty()) {
                        batches.add(new ReportBatch(sink, outcomes));
                    }
                }
            }
        } catch (LedgerException e) {
            LOG.error("nothing more is reported: {}", e.getMessage());
        }
        return batches;
    }

    /** The sinks that something is due for, one index look-up each: a DISTINCT would read every outcome that waits. */
    private static List<String> sinks(Tx tx) {
        List<String> sinks = new ArrayList<>();
        Optional<String> sink = tx.first(FIRST_SINK, row -> row.text(1));
        while (sink.isPresent()) {
            sinks.add(sink.get());
            sink = tx.first(NEXT_SINK, row -> row.text(1), sink.get());
        }
        return sinks;
    }

    private static final String FIRST_SINK = "SELECT sink FROM delivery WHERE state = 'due' ORDER BY sink LIMIT 1";
    private static final String NEXT_SINK = "SELECT sink FROM delivery WHERE state = 'due' AND sink > ? ORDER BY sink LIMIT 1";
    private static final String DUE = """
            SELECT a.uuid, a.revision, CASE WHEN c.state = 'waiting' OR c.next_number > a.number + 1
              OR EXISTS (SELECT 1 FROM attempt b WHERE b.contact_id = a.contact_id AND b.number > a.number) THEN 0 ELSE 1 END, p.name, c.edition, l.name, c.row_number, c.key,
              a.number, a.disposition, a.duration, a.recording_url, a.call_id, a.call_status, a.end_reason, a.started_at, a.ended_at,
              a.agent_version, a.error, s.transcript, s.summary, s.analysis
            FROM delivery d JOIN attempt a ON a.id = d.attempt_id JOIN contact c ON c.id = a.contact_id
              JOIN list l ON l.id = c.list_id JOIN campaign p ON p.id = c.campaign_id LEFT JOIN conversation s ON s.attempt_id = a.id
            WHERE d.state = 'due' AND d.sink = ? AND d.due <= ? ORDER BY d.due, d.attempt_id LIMIT ?""";

    private static Outcome read(Tx.Row row) throws java.sql.SQLException {
        java.util.OptionalInt duration = row.optionalInteger(11);
        return new Outcome(row.text(1), row.integer(2), row.flag(3), row.text(4), row.integer(5), row.text(6), row.number(7), row.text(8),
                row.integer(9), row.text(10), duration.isPresent() ? duration.getAsInt() : null, row.text(12), row.text(13), row.text(14),
                row.text(15), row.optionalInstant(16).orElse(null), row.optionalInstant(17).orElse(null), row.text(18), row.text(19), row.text(20),
                row.text(21), row.optionalText(22).map(VariablesJson::read).orElse(null));
    }

    /** Records what the sink answered: a list of {@link SinkAnswer}s, or its JSON. What it did not name is handed over again. */
    public void answered(ReportBatch batch, Object body) {
        Map<String, SinkAnswer> answers = new HashMap<>();
        try {
            read(body).forEach(answer -> answers.put(answer.ref(), answer));
        } catch (IOException | IllegalArgumentException e) {
            failed(batch, e);
            return;
        }
        Instant now = clock.instant();
        try {
            Ledger.join(ledger.writeBulk(tx -> record(tx, batch, answers, now)));
            if (failures.remove(batch.sink()) != null) {
                LOG.info("the sink {} accepts outcomes again", batch.sink());
            }
        } finally {
            busy.remove(batch.sink());
        }
    }

    private static List<SinkAnswer> read(Object body) throws IOException {
        if (body instanceof List<?> list && list.stream().allMatch(SinkAnswer.class::isInstance)) {
            return list.stream().map(SinkAnswer.class::cast).toList();
        }
        var type = JSON.getTypeFactory().constructCollectionType(List.class, SinkAnswer.class);
        if (body instanceof String text) {
            return parse(text, type);
        }
        if (body instanceof InputStream stream) {
            return JSON.readValue(stream, type);
        }
        return JSON.convertValue(body, type);
    }

    private static List<SinkAnswer> parse(String text, com.fasterxml.jackson.databind.JavaType type) throws JsonProcessingException {
        return JSON.readValue(text, type);
    }

    private Void record(Tx tx, ReportBatch batch, Map<String, SinkAnswer> answers, Instant now) {
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
                refuse(tx, batch.sink(), outcome, answer.error());
            }
        }
        // a revision that came meanwhile stays due
        tx.batch("""
                UPDATE delivery SET state = 'reported', revision = ?, error = NULL WHERE sink = ? AND state = 'due'
                AND attempt_id = (SELECT id FROM attempt WHERE uuid = ? AND revision = ?)""", accepted);
        tx.batch("""
                UPDATE attempt SET state = 'reported', version = version + 1 WHERE uuid = ? AND state = 'ended' AND revision = ?
                AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.attempt_id = attempt.id AND d.state <> 'reported')""", reported);
        return null;
    }

    private static void retry(Tx tx, String sink, Outcome outcome, String error, Instant now) {
        long tries = tx.number("SELECT tries FROM delivery WHERE sink = ? AND attempt_id = (SELECT id FROM attempt WHERE uuid = ?)",
                sink, outcome.ref());
        tx.update("UPDATE delivery SET tries = tries + 1, due = ?, error = ? WHERE sink = ? AND state = 'due' "
                + "AND attempt_id = (SELECT id FROM attempt WHERE uuid = ?)", now.plus(pause((int) tries)), error, sink, outcome.ref());
    }

    private static void refuse(Tx tx, String sink, Outcome outcome, String error) {
        LOG.warn("the sink {} refuses the outcome of attempt {} for good; it is kept and can be sent again", sink, outcome.ref());
        tx.update("UPDATE delivery SET state = 'undeliverable', error = ? WHERE sink = ? AND state = 'due' "
                + "AND attempt_id = (SELECT id FROM attempt WHERE uuid = ? AND revision = ?)", error, sink, outcome.ref(), outcome.revision());
        tx.update("UPDATE attempt SET state = 'undeliverable', version = version + 1 WHERE uuid = ? AND state = 'ended' AND revision = ?",
                outcome.ref(), outcome.revision());
    }

    /** The sink failed as a whole: its outcomes are handed over again, after a pause that grows. */
    public void failed(ReportBatch batch, Throwable failure) {
        int times = failures.merge(batch.sink(), 1, Integer::sum);
        restUntil.put(batch.sink(), clock.instant().plus(pause(times - 1)));
        LOG.warn("the sink {} failed {} times in a row ({}); {} outcomes wait {} s", batch.sink(), times,
                failure instanceof LedgerException ? failure.getMessage() : failure.getClass().getSimpleName(), batch.outcomes().size(),
                pause(times - 1).toSeconds());
        busy.remove(batch.sink());
    }

    /** Sinks that failed the last time, with how often in a row. */
    public Map<String, Integer> failing() {
        return Map.copyOf(failures);
    }

    private static Duration pause(int times) {
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(times, 10));
        return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
    }
}
