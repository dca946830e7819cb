package io.voicecampaigns.notify;

import io.voicecampaigns.call.Breaker;
import io.voicecampaigns.call.Lines;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.Providers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sees in the ledger what has happened. What was seen before has the same event, so nobody has to remember. Thread-safe. */
final class Happenings {
    /** What ended longer ago is no news to whoever is told for the first time. */
    private static final Duration NEWS = Duration.ofHours(24);
    private static final Duration BETWEEN_REVIEWS = Duration.ofMinutes(10);
    private static final long BREAKER_EVERY_SECONDS = 600;

    private final Providers providers;
    private final Lines lines;

    private record Known(long id, String name, String provider, int edition, Optional<Instant> faultAt, Optional<Instant> heldAt,
            int cancelled, Optional<Instant> cancelledAt, Optional<String> cancelledFor) {
        String subject() {
            return "campaign " + name;
        }

        boolean isCancelled() {
            return cancelled >= edition;
        }
    }

    Happenings(Providers providers, Lines lines) {
        this.providers = providers;
        this.lines = lines;
    }

    List<Happening> seen(Tx tx, Instant now) {
        List<Happening> seen = new ArrayList<>();
        List<Known> campaigns = tx.list("""
                SELECT id, name, provider, edition, paused_at, held_at, cancelled_edition, cancelled_at, cancelled_reason FROM campaign""",
                row -> new Known(row.number(1), row.text(2), row.text(3), row.integer(4), row.optionalInstant(5), row.optionalInstant(6),
                        row.integer(7), row.optionalInstant(8), row.optionalText(9)));
        for (Known campaign : campaigns) {
            seen.addAll(pauses(tx, campaign, now));
            cancelled(campaign, now).ifPresent(seen::add);
            finished(tx, campaign, now).ifPresent(seen::add);
            review(tx, campaign, now).ifPresent(seen::add);
        }
        breakers(now, seen);
        return seen;
    }

    /** The audit has also those that were over before anybody looked. */
    private static List<Happening> pauses(Tx tx, Known campaign, Instant now) {
        return tx.list("SELECT at, who, detail FROM audit WHERE subject = ? AND what = 'pause' AND (at > ? OR at = ? OR at = ?)",
                row -> pause(campaign, row.instant(1), row.text(2).equals(AuditTrail.SERVICE), row.text(3)),
                campaign.subject(), now.minus(NEWS), campaign.faultAt(), campaign.heldAt());
    }

    private static Happening pause(Known campaign, Instant at, boolean isFault, String why) {
        boolean isOn = (isFault ? campaign.faultAt() : campaign.heldAt()).filter(at::equals).isPresent();
        String cause = isFault ? "At " + campaign.provider() + ", " + why : "Somebody paused it" + (why.isBlank() ? "" : ": " + why);
        String end = isFault ? "Nobody more is called until its cause is mended." : "Nobody more is called until it is resumed.";
        return new Happening((isFault ? "paused:" : "held:") + campaign.name() + ":" + at.toEpochMilli(), "paused", campaign.name(),
                campaign.subject() + (isFault && isOn ? " is paused" : " was paused"), cause + ". " + (isOn ? end : "That is over by now."), at, true);
    }

    /** There is no way back, so that each edition is told of once. */
    private static Optional<Happening> cancelled(Known campaign, Instant now) {
        return campaign.cancelledAt().filter(at -> at.isAfter(now.minus(NEWS))).map(at -> new Happening(
                "cancelled:" + campaign.name() + ":" + campaign.cancelled(), "cancelled", campaign.name(), campaign.subject() + " was cancelled",
                "Somebody cancelled edition " + campaign.cancelled() + campaign.cancelledFor().filter(why -> !why.isBlank()).map(why -> ": " + why).orElse("")
                + ". Nobody more is called in it; calls in flight end and are reported.", at, true));
    }

    /**
     * Every contact is final, nothing is left to a person, and no list is being read. A list that comes later, and contacts who are called
     * once more because somebody wants it, make it finish again. What was cancelled does not finish.
     */
    private static Optional<Happening> finished(Tx tx, Known campaign, Instant now) {
        record Lists(long last, long rows, long reading, Optional<Instant> taken) {
        }
        Lists lists = tx.first("""
                SELECT COALESCE(MAX(id), 0), COALESCE(SUM(rows_read), 0), COALESCE(SUM(CASE WHEN state IN ('reading', 'arriving') THEN 1 ELSE 0 END), 0),
                  MAX(taken_at) FROM list WHERE campaign_id = ? AND edition = ?""",
                row -> new Lists(row.number(1), row.number(2), row.number(3), row.optionalInstant(4)), campaign.id(), campaign.edition()).orElseThrow();
        if (campaign.isCancelled() || lists.rows() == 0 || lists.reading() > 0 || isOpen(tx, campaign)) {
            return Optional.empty();
        }
        long retried = tx.number("SELECT COALESCE(MAX(id), 0) FROM audit WHERE subject = ? AND what = 'retry'", campaign.subject());
        boolean isRecent = lists.taken().filter(at -> at.isAfter(now.minus(NEWS))).isPresent()
                || tx.first("SELECT 1 FROM attempt WHERE campaign_id = ? AND intent > ? LIMIT 1", row -> true, campaign.id(), now.minus(NEWS)).isPresent();
        return Optional.of(new Happening("finished:" + campaign.name() + ":" + campaign.edition() + ":" + lists.last() + ":" + lists.rows()
                + (retried > 0 ? ":" + retried : ""), "finished", campaign.name(), campaign.subject() + " has finished",
                "Everybody on its lists is final; the results say how each call ended.", now, isRecent));
    }

    private static boolean isOpen(Tx tx, Known campaign) {
        return tx.first("""
                SELECT 1 FROM list l JOIN contact c ON c.list_id = l.id AND c.state IN ('waiting', 'active')
                WHERE l.campaign_id = ? AND l.edition = ? LIMIT 1""", row -> true, campaign.id(), campaign.edition()).isPresent()
                || tx.first("""
                SELECT 1 FROM attempt a JOIN contact c ON c.id = a.contact_id
                WHERE a.state = 'review' AND a.campaign_id = ? AND c.edition = ? LIMIT 1""", row -> true, campaign.id(), campaign.edition()).isPresent();
    }

    private static Optional<Happening> review(Tx tx, Known campaign, Instant now) {
        record Open(long count, long last) {
        }
        Open open = tx.first("SELECT COUNT(*), COALESCE(MAX(review_at), MAX(id), 0) FROM attempt WHERE state = 'review' AND campaign_id = ?",
                row -> new Open(row.number(1), row.number(2)), campaign.id()).orElseThrow();
        if (open.count() == 0 || tx.first("SELECT 1 FROM notification WHERE kind = 'review' AND campaign = ? AND happened > ? LIMIT 1", row -> true,
                campaign.name(), now.minus(BETWEEN_REVIEWS)).isPresent()) {
            return Optional.empty();
        }
        String whose = open.count() == 1 ? "Of 1 attempt" : "Of " + open.count() + " attempts";
        return Optional.of(new Happening("review:" + campaign.name() + ":" + open.last(), "review", campaign.name(),
                campaign.subject() + " has something to review", whose + " nobody knows whether there was a call. Look at them with: review", now, true));
    }

    private void breakers(Instant now, List<Happening> seen) {
        for (ProviderAccount account : providers.all()) {
            Optional<Breaker.Opening> opening = lines.breaker(account.name()).lastOpening().filter(last -> last.at().isAfter(now.minus(NEWS)));
            // replicas see it within moments of each other, and an account that comes and goes is no news each time
            opening.ifPresent(last -> seen.add(new Happening("breaker:" + account.name() + ":" + last.at().getEpochSecond() / BREAKER_EVERY_SECONDS,
                    "breaker", "", "nobody is called at " + account.name(), account.name() + " has not answered sensibly several times in a row: "
                    + last.why() + ". It is tried again by itself.", last.at(), true)));
        }
    }
}
