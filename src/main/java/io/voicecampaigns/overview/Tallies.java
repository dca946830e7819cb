package io.voicecampaigns.overview;

import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.overview.CampaignView.ContactList;
import io.voicecampaigns.overview.CampaignView.Contacts;
import io.voicecampaigns.overview.CampaignView.Rate;
import io.voicecampaigns.overview.CampaignView.Reject;
import io.voicecampaigns.privacy.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the ledger knows of campaigns in numbers. Every query reads rows that were counted beforehand, or an index that holds nothing that
 * is over: the contacts and calls of the past cost nothing.
 */
final class Tallies {
    static final Duration RATE = Duration.ofMinutes(5);
    private static final Duration SHORTEST_RATE = Duration.ofSeconds(10);
    private static final int MOST_REJECTS = 5;

    private Tallies() {
    }

    /**
     * A campaign's row.
     *
     * @param paused    by its own fault, and why
     * @param isHeld    by a person
     * @param cancelled the last edition that was
     */
    record Row(long id, String name, String provider, int edition, Optional<String> paused, boolean isHeld, int cancelled) {
        boolean isCancelled() {
            return cancelled >= edition;
        }
    }

    static List<Row> campaigns(Tx tx) {
        return tx.list("SELECT id, name, provider, edition, paused, held_at, cancelled_edition FROM campaign ORDER BY name",
                row -> new Row(row.number(1), row.text(2), row.text(3), row.integer(4), row.optionalText(5), row.optionalInstant(6).isPresent(), row.integer(7)));
    }

    /** Attempts that are not over, by campaign and state. */
    static Map<Long, Map<String, Long>> open(Tx tx) {
        Map<Long, Map<String, Long>> open = new HashMap<>();
        // says exactly what the index of attempts that are not over says, and the pluses keep SQLite from the index of all of them
        tx.each("""
                SELECT +campaign_id, state, COUNT(*) FROM attempt WHERE state IN ('due', 'dialing', 'in_call', 'uncertain', 'review')
                GROUP BY +campaign_id, state""",
                row -> open.computeIfAbsent(row.number(1), id -> new TreeMap<>()).put(row.text(2), row.number(3)));
        return open;
    }

    /** Contacts by {@code contact:<state>}, attempts that are over by {@code call:<disposition>}, and {@code reject}s. */
    static Map<String, Long> counted(Tx tx, Row campaign) {
        Map<String, Long> counted = new TreeMap<>();
        tx.each("""
                SELECT t.what, SUM(t.n) FROM list l JOIN tally t ON t.list_id = l.id
                WHERE l.campaign_id = ? AND l.edition = ? GROUP BY t.what""",
                row -> counted.put(row.text(1), row.number(2)), campaign.id(), campaign.edition());
        return counted;
    }

    static List<ContactList> lists(Tx tx, Row campaign) {
        return tx.list("""
                SELECT l.name, l.state, l.rows_read, COALESCE((SELECT t.n FROM tally t WHERE t.list_id = l.id AND t.what = 'reject'), 0),
                  (SELECT COUNT(*) FROM contact c WHERE c.list_id = l.id AND c.state IN ('waiting', 'active'))
                FROM list l WHERE l.campaign_id = ? AND l.edition = ? ORDER BY l.id DESC""",
                row -> new ContactList(Shown.name(row.text(1)), row.text(2), row.number(3), row.number(4), row.number(5)), campaign.id(), campaign.edition());
    }

    /** @param open contacts that wait or are active: those that wait are not counted beforehand */
    static Contacts contacts(Map<String, Long> counted, long open) {
        long active = at(counted, "contact:active");
        long waiting = Math.max(0, open - active);
        long done = at(counted, "contact:done");
        long cancelled = at(counted, "contact:cancelled");
        long blocked = at(counted, "contact:blocked");
        long expired = at(counted, "contact:expired");
        return new Contacts(waiting, active, done, cancelled, blocked, expired, waiting + active + done + cancelled + blocked + expired, at(counted, "reject"));
    }

    private static long at(Map<String, Long> counted, String what) {
        return Math.max(0, counted.getOrDefault(what, 0L));
    }

    static Map<String, Long> dispositions(Map<String, Long> counted) {
        Map<String, Long> dispositions = new TreeMap<>();
        counted.forEach((what, n) -> {
            if (what.startsWith("call:") && n > 0) {
                dispositions.put(what.substring("call:".length()), n);
            }
        });
        return dispositions;
    }

    /** The last minutes; fewer where the first call came later, so that the rate is right from the beginning. */
    static Rate rate(Tx tx, Row campaign, Instant now) {
        List<Pulse> pulses = pulses(tx, campaign.id(), now.minus(RATE));
        long calls = pulses.stream().mapToLong(Pulse::calls).sum();
        long ended = pulses.stream().mapToLong(Pulse::ended).sum();
        long answered = pulses.stream().mapToLong(Pulse::answered).sum();
        Duration span = pulses.stream().filter(pulse -> pulse.calls() > 0).findFirst().map(first -> Duration.between(first.at(), now))
                .filter(since -> since.compareTo(RATE) < 0).orElse(RATE);
        double minutes = Math.max(span.toMillis(), SHORTEST_RATE.toMillis()) / 60_000.0;
        return new Rate(Math.round(calls / minutes * 10) / 10.0, ended <= 0 ? Optional.empty() : Optional.of(Math.round(1_000.0 * answered / ended) / 1_000.0),
                (int) RATE.toMinutes());
    }

    /** Calls that began in ten seconds, calls that ended in them, and those of these that somebody answered. */
    record Pulse(Instant at, long calls, long ended, long answered) {
    }

    /** Those since an instant, in their order; none for seconds without a call. */
    static List<Pulse> pulses(Tx tx, long campaign, Instant since) {
        return tx.list("SELECT at, calls, ended, answered FROM pulse WHERE campaign_id = ? AND at >= ? ORDER BY at",
                row -> new Pulse(row.instant(1), row.number(2), row.number(3), row.number(4)), campaign, since);
    }

    static long callsSince(Tx tx, Row campaign, Instant since) {
        return tx.number("SELECT COALESCE(SUM(calls), 0) FROM pulse WHERE campaign_id = ? AND at >= ?", campaign.id(), since);
    }

    static List<Reject> lastRejects(Tx tx, Row campaign) {
        record Last(long id, String name) {
        }
        Optional<Last> last = tx.first("""
                SELECT l.id, l.name FROM list l JOIN tally t ON t.list_id = l.id AND t.what = 'reject' AND t.n > 0
                WHERE l.campaign_id = ? AND l.edition = ? ORDER BY l.id DESC LIMIT 1""", row -> new Last(row.number(1), row.text(2)), campaign.id(), campaign.edition());
        return last.map(list -> tx.list("SELECT line_number, reason FROM reject WHERE list_id = ? ORDER BY row_number DESC LIMIT " + MOST_REJECTS,
                row -> new Reject(Shown.name(list.name()), row.number(1), Shown.name(row.text(2))), list.id())).orElse(List.of());
    }

    /**
     * When the contacts that wait in each zone are due, the first of them.
     *
     * @param zones one zone or several parted by {@code |}; empty: unknown
     */
    record Due(String zones, Instant first) {
    }

    /** One look-up in the index for each zone: a GROUP BY would read every contact that waits. */
    static List<Due> due(Tx tx, Row campaign, int mostZones) {
        List<Due> found = new ArrayList<>();
        Optional<Due> next = tx.first("""
                SELECT zones, due FROM contact WHERE campaign_id = ? AND edition = ? AND state = 'waiting' ORDER BY zones, due LIMIT 1""",
                row -> new Due(row.text(1), row.instant(2)), campaign.id(), campaign.edition());
        while (next.isPresent() && found.size() < mostZones) {
            found.add(next.get());
            next = tx.first("""
                    SELECT zones, due FROM contact WHERE campaign_id = ? AND edition = ? AND state = 'waiting' AND zones > ? ORDER BY zones, due LIMIT 1""",
                    row -> new Due(row.text(1), row.instant(2)), campaign.id(), campaign.edition(), next.get().zones());
        }
        return found;
    }

    static long waitingInUnknownZone(Tx tx, Row campaign) {
        return tx.number("SELECT COUNT(*) FROM contact WHERE campaign_id = ? AND edition = ? AND zones = '' AND state = 'waiting'", campaign.id(), campaign.edition());
    }
}
