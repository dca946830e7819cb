package io.voicecampaigns.monitor;

import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Where campaigns stand in the ledger. Whoever scrapes reads it, never the connection that writes, and not more often than every five
 * seconds; where reading took long, not before twenty times as long has passed. Nothing that is read grows with what is over. Thread-safe.
 */
final class LedgerGauges {
    private static final long FRESH = Duration.ofSeconds(5).toNanos();
    private static final int REST = 20;
    private static final List<String> CONTACT_STATES = List.of("waiting", "active", "done", "cancelled", "blocked", "expired");
    private static final List<String> OPEN_STATES = List.of("dialing", "in_call", "uncertain", "review");

    private final Ledger ledger;
    private final Campaigns campaigns;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private List<Gauge> last = List.of();
    private long again;
    private boolean isRead;

    LedgerGauges(Ledger ledger, Campaigns campaigns, Clock clock, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.campaigns = campaigns;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** None while the ledger is in trouble: a gap says more than what was true once. */
    synchronized List<Gauge> read() {
        long begun = nanoTime.getAsLong();
        if (isRead && begun - again < 0) {
            return last;
        }
        try {
            last = ledger.trouble().isPresent() ? List.of() : ledger.read(this::read);
        } catch (LedgerException e) {
            last = List.of();
        }
        long now = nanoTime.getAsLong();
        again = now + Math.max(FRESH - (now - begun), (now - begun) * REST);
        isRead = true;
        return last;
    }

    private List<Gauge> read(Tx tx) {
        Map<Long, String> names = new HashMap<>();
        Gauge paused = new Gauge("voice_campaigns_paused", "1 while a campaign is paused: by a fault, or by a person", "campaign", "by");
        tx.each("SELECT id, name, CASE WHEN paused IS NULL THEN 0 ELSE 1 END, CASE WHEN held_at IS NULL THEN 0 ELSE 1 END FROM campaign", row -> {
            names.put(row.number(1), row.text(2));
            paused.add(row.number(3), row.text(2), "fault").add(row.number(4), row.text(2), "person");
        });
        List<Gauge> gauges = new ArrayList<>(List.of(paused, contacts(tx, names), attempts(tx, names)));
        gauges.addAll(sinks(tx, names));
        return gauges;
    }

    private static Gauge contacts(Tx tx, Map<Long, String> names) {
        Map<Long, Map<String, Long>> counts = new HashMap<>();
        tx.each(COUNTED_CONTACTS, row -> put(counts, row, row.text(2).substring("contact:".length())));
        // those that wait are not counted beforehand; an index holds them alone
        names.keySet().forEach(campaign -> counts.computeIfAbsent(campaign, id -> new HashMap<>())
                .put("waiting", tx.number(WAITING_CONTACTS, campaign, campaign)));
        return table(new Gauge("voice_campaigns_contacts", "Contacts of a campaign's current edition, by state", "campaign", "state"), names, counts, CONTACT_STATES);
    }

    private static Gauge attempts(Tx tx, Map<Long, String> names) {
        Map<Long, Map<String, Long>> counts = new HashMap<>();
        tx.each(OPEN_ATTEMPTS, row -> put(counts, row, row.text(2)));
        return table(new Gauge("voice_campaigns_open_attempts", "Attempts that are not over, by state: calls, those whose call nobody knows of yet, and those that a person decides",
                "campaign", "state"), names, counts, OPEN_STATES);
    }

    private static void put(Map<Long, Map<String, Long>> counts, Tx.Row row, String state) throws java.sql.SQLException {
        counts.computeIfAbsent(row.number(1), id -> new HashMap<>()).put(state, row.number(3));
    }

    private static Gauge table(Gauge gauge, Map<Long, String> names, Map<Long, Map<String, Long>> counts, List<String> states) {
        names.forEach((id, name) -> states.forEach(state -> gauge.add(Math.max(0, counts.getOrDefault(id, Map.of()).getOrDefault(state, 0L)), name, state)));
        return gauge;
    }

    private List<Gauge> sinks(Tx tx, Map<Long, String> names) {
        Instant now = clock.instant();
        Gauge waiting = new Gauge("voice_campaigns_sink_waiting", "Outcomes that a sink has not accepted yet", "campaign", "sink");
        Gauge lag = new Gauge("voice_campaigns_sink_lag_seconds", "How long ago the call ended whose outcome waits first in line for a sink", "campaign", "sink");
        Gauge undeliverable = new Gauge("voice_campaigns_sink_undeliverable", "Outcomes that a sink has refused for good", "campaign", "sink");
        Map<Long, Map<String, Long>> due = new HashMap<>();
        tx.each(WAITING_OUTCOMES, row -> put(due, row, row.text(2)));
        Map<Long, Map<String, Long>> refused = new HashMap<>();
        tx.each(REFUSED_OUTCOMES, row -> put(refused, row, row.text(2)));
        names.forEach((id, campaign) -> {
            Set<String> sinks = new TreeSet<>(campaigns.lastKnown(campaign).map(known -> known.report().sinks()).orElse(List.of()));
            sinks.addAll(due.getOrDefault(id, Map.of()).keySet());
            sinks.addAll(refused.getOrDefault(id, Map.of()).keySet());
            for (String sink : sinks) {
                long many = due.getOrDefault(id, Map.of()).getOrDefault(sink, 0L);
                waiting.add(many, campaign, sink);
                lag.add(many == 0 ? 0 : tx.first(FIRST_OUTCOME, row -> row.instant(1), sink, id).map(ended -> seconds(ended, now)).orElse(0.0), campaign, sink);
                undeliverable.add(refused.getOrDefault(id, Map.of()).getOrDefault(sink, 0L), campaign, sink);
            }
        });
        return List.of(waiting, lag, undeliverable);
    }

    /** A provider's clock may be ahead. */
    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis() / 1_000.0);
    }

    static final String COUNTED_CONTACTS = """
            SELECT l.campaign_id, t.what, SUM(t.n) FROM campaign c JOIN list l ON l.campaign_id = c.id AND l.edition = c.edition
            JOIN tally t ON t.list_id = l.id WHERE t.what LIKE 'contact:%' GROUP BY l.campaign_id, t.what""";
    static final String WAITING_CONTACTS = """
            SELECT COUNT(*) FROM contact WHERE campaign_id = ? AND edition = (SELECT edition FROM campaign WHERE id = ?) AND state = 'waiting'""";
    // says exactly what the index of attempts that are not over says, and groups by no column that another index begins with, or SQLite reads
    // every attempt ever made
    static final String OPEN_ATTEMPTS = """
            SELECT campaign_id + 0, state, COUNT(*) FROM attempt WHERE state IN ('due', 'dialing', 'in_call', 'uncertain', 'review')
            GROUP BY 1, 2""";
    static final String WAITING_OUTCOMES = "SELECT campaign_id, sink, COUNT(*) FROM delivery WHERE state = 'due' GROUP BY sink, campaign_id";
    static final String REFUSED_OUTCOMES = "SELECT campaign_id, sink, COUNT(*) FROM delivery WHERE state = 'undeliverable' GROUP BY sink, campaign_id";
    static final String FIRST_OUTCOME = """
            SELECT COALESCE(a.ended_at, a.intent) FROM delivery d JOIN attempt a ON a.id = d.attempt_id
            WHERE d.state = 'due' AND d.sink = ? AND d.campaign_id = ? ORDER BY d.due, d.attempt_id LIMIT 1""";
}
