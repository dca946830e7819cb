package io.voicecampaigns.overview;

import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.overview.CampaignView.Sink;
import io.voicecampaigns.privacy.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What is owed to a campaign's sinks. Reads indexes that hold nothing of what was accepted. */
final class SinkTallies {
    private SinkTallies() {
    }

    /** @param failing why a sink failed the last time, by its name */
    static List<Sink> read(Tx tx, long campaign, Collection<String> sinks, Map<String, String> failing, Instant now) {
        return sinks.stream().map(sink -> read(tx, campaign, sink, Optional.ofNullable(failing.get(sink)), now)).toList();
    }

    private static Sink read(Tx tx, long campaign, String sink, Optional<String> failing, Instant now) {
        record Oldest(Instant ended, Optional<String> error) {
        }
        long waiting = tx.number("SELECT COUNT(*) FROM delivery WHERE state = 'due' AND sink = ? AND campaign_id = ?", sink, campaign);
        long undeliverable = tx.number("SELECT COUNT(*) FROM delivery WHERE state = 'undeliverable' AND sink = ? AND campaign_id = ?", sink, campaign);
        Optional<Oldest> oldest = tx.first("""
                SELECT COALESCE(a.ended_at, a.intent), d.error FROM delivery d JOIN attempt a ON a.id = d.attempt_id
                WHERE d.state = 'due' AND d.sink = ? AND d.campaign_id = ? ORDER BY d.due, d.attempt_id LIMIT 1""",
                row -> new Oldest(row.instant(1), row.optionalText(2)), sink, campaign);
        Optional<String> error = failing.or(() -> oldest.flatMap(Oldest::error)).or(() -> undeliverable == 0 ? Optional.empty() : tx.first(
                "SELECT error FROM delivery WHERE state = 'undeliverable' AND sink = ? AND campaign_id = ? ORDER BY attempt_id DESC LIMIT 1",
                row -> row.optionalText(1), sink, campaign).flatMap(text -> text));
        return new Sink(sink, waiting, undeliverable,
                oldest.map(one -> OptionalLong.of(Math.max(0, Duration.between(one.ended(), now).toSeconds()))).orElse(OptionalLong.empty()),
                error.map(Shown::name));
    }
}
