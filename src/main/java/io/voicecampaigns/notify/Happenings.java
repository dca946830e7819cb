package io.voicecampaigns.notify;

import io.voicecampaigns.call.Lines;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.Providers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Sees in the ledger what has happened. What was seen before has the same event, so nobody has to remember. Thread-safe. */
final class Happenings {
    /** What ended longer ago is no news to anybody, also where channels were named only today. */
    private static final Duration NEWS = Duration.ofHours(24);
    private static final Duration BETWEEN_REVIEWS = Duration.ofMinutes(10);
    private static final long BREAKER_EVERY_SECONDS = 600;

    private final Providers providers;
    private final Lines lines;
    private final Map<String, Instant> openSince = new ConcurrentHashMap<>();

    private record Known(long id, String name, String provider, int edition, Optional<String> paused, Optional<Instant> pausedAt,
            Optional<Instant> heldAt, Optional<String> heldReason) {
    }

    Happenings(Providers providers, Lines lines) {
        this.providers = providers;
        this.lines = lines;
    }

    List<Happening> seen(Tx tx, Instant now) {
        List<Happening> seen = new ArrayList<>();
        List<Known> campaigns = tx.list("SELECT id, name, provider, edition, paused, paused_at, held_at, held_reason FROM campaign",
                row -> new Known(row.number(1), row.text(2), row.text(3), row.integer(4), row.optionalText(5), row.optionalInstant(6),
                        row.optionalInstant(7), row.optionalText(8)));
        for (Known campaign : campaigns) {
            pauses(campaign, now, seen);
            finished(tx, campaign, now).ifPresent(seen::add);
            review(tx, campaign, now).ifPresent(seen::add);
        }
        breakers(now, seen);
        return seen;
    }

    private static void pauses(Known campaign, Instant now, List<Happening> seen) {
        campaign.pausedAt().filter(at -> campaign.paused().isPresent()).ifPresent(at -> seen.add(new Happening("paused:" + campaign.name() + ":" + at.toEpochMilli(),
                "paused", campaign.name(), "campaign " + campaign.name() + " is paused",
                "The provider " + campaign.provider() + " answered: " + campaign.paused().get() + ". Nobody more is called until its cause is mended.", now)));
        campaign.heldAt().ifPresent(at -> seen.add(new Happening("held:" + campaign.name() + ":" + at.toEpochMilli(), "paused", campaign.name(),
                "campaign " + campaign.name() + " was paused", "Somebody paused it" + campaign.heldReason().filter(why -> !why.isBlank()).map(why -> ": " + why).orElse("")
                + ". Nobody more is called until it is resumed.", now)));
    }

    /** Every contact is final and no list is being read. A list that comes later makes it finish again. */
    private static Optional<Happening> finished(Tx tx, Known campaign, Instant now) {
        record Lists(long last, long rows, long reading, Optional<Instant> taken) {
        }
        Lists lists = tx.first("""
                SELECT COALESCE(MAX(id), 0), COALESCE(SUM(rows_read), 0), COALESCE(SUM(CASE WHEN state IN ('reading', 'arriving') THEN 1 ELSE 0 END), 0),
                  MAX(taken_at) FROM list WHERE campaign_id = ? AND edition = ?""",
                row -> new Lists(row.number(1), row.number(2), row.number(3), row.optionalInstant(4)), campaign.id(), campaign.edition()).orElseThrow();
        if (lists.rows() == 0 || lists.reading() > 0) {
            return Optional.empty();
        }
        boolean isOpen = tx.first("SELECT 1 FROM contact WHERE campaign_id = ? AND edition = ? AND state = 'waiting' LIMIT 1", row -> true,
                campaign.id(), campaign.edition()).isPresent()
                || tx.first("""
                        SELECT 1 FROM attempt WHERE provider = ? AND campaign_id = ? AND state IN ('dialing', 'in_call', 'uncertain') LIMIT 1""",
                        row -> true, campaign.provider(), campaign.id()).isPresent();
        boolean isNews = lists.taken().filter(at -> at.isAfter(now.minus(NEWS))).isPresent()
                || tx.first("SELECT 1 FROM attempt WHERE campaign_id = ? AND intent > ? LIMIT 1", row -> true, campaign.id(), now.minus(NEWS)).isPresent();
        return isOpen || !isNews ? Optional.empty() : Optional.of(new Happening(
                "finished:" + campaign.name() + ":" + campaign.edition() + ":" + lists.last() + ":" + lists.rows(), "finished", campaign.name(),
                "campaign " + campaign.name() + " has finished", "Everybody on its lists is final; the results say how each call ended.", now));
    }

    private static Optional<Happening> review(Tx tx, Known campaign, Instant now) {
        record Open(long count, long last) {
        }
        Open open = tx.first("SELECT COUNT(*), COALESCE(MAX(id), 0) FROM attempt WHERE provider = ? AND state = 'review' AND intent > 0 AND campaign_id = ?"
                + " AND state IN ('due', 'dialing', 'in_call', 'uncertain', 'review')", row -> new Open(row.number(1), row.number(2)),
                campaign.provider(), campaign.id()).orElseThrow();
        if (open.count() == 0 || tx.first("SELECT 1 FROM notification WHERE kind = 'review' AND campaign = ? AND happened > ? LIMIT 1", row -> true,
                campaign.name(), now.minus(BETWEEN_REVIEWS)).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Happening("review:" + campaign.name() + ":" + open.last(), "review", campaign.name(),
                "campaign " + campaign.name() + " has something to review",
                "Of " + open.count() + " attempts nobody knows whether there was a call. Look at them with: review", now));
    }

    private void breakers(Instant now, List<Happening> seen) {
        for (ProviderAccount account : providers.all()) {
            Optional<String> why = lines.breaker(account.name()).openFor();
            if (why.isEmpty()) {
                openSince.remove(account.name());
                continue;
            }
            Instant since = openSince.computeIfAbsent(account.name(), name -> now);
            // replicas see it within moments of each other, and an account that comes and goes is no news each time
            seen.add(new Happening("breaker:" + account.name() + ":" + since.getEpochSecond() / BREAKER_EVERY_SECONDS, "breaker", "",
                    "nobody is called at " + account.name(), account.name() + " has not answered sensibly several times in a row: " + why.get()
                    + ". It is tried again by itself.", now));
        }
    }
}
