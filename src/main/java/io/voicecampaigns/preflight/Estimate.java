package io.voicecampaigns.preflight;

import io.voicecampaigns.call.Claims;
import io.voicecampaigns.campaign.Calling;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.outcome.Disposition;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How long calling a list takes, roughly: nobody knows who will answer.
 *
 * @param contacts       people to call
 * @param calls          tries to reach them, all together
 * @param talkMinutes    minutes of talk
 * @param callsPerMinute while the window is open; empty if nothing limits it
 * @param hours          hours of an open window that it takes; empty if nothing limits the pace
 * @param finishedAt     when the last call ends, in the zone of {@code zone}; empty if that is not known, or is not before a year has passed or
 *     the campaign's last day is over
 */
record Estimate(long contacts, long calls, long talkMinutes, OptionalDouble callsPerMinute, OptionalDouble hours, Optional<ZonedDateTime> finishedAt,
        ZoneId zone, int concurrent, History history) {
    /** Until somebody takes a call. */
    static final int RINGING_SECONDS = 15;
    /** What a call takes that nobody does. */
    static final int UNANSWERED_SECONDS = 30;
    private static final Duration STEP = Duration.ofMinutes(1);
    private static final Duration HORIZON = Duration.ofDays(366);

    /**
     * @param ofAccount the provider account's limit of calls at once
     * @param zones     where most contacts are, if the campaign has no zone of its own
     */
    static Estimate of(Campaign campaign, OptionalInt ofAccount, long contacts, String zones, History history, Instant now) {
        Calling calling = campaign.calling();
        double rate = history.answerRate();
        boolean isRetried = calling.retry().containsKey(Disposition.NO_ANSWER) || calling.retry().containsKey(Disposition.BUSY);
        int tries = isRetried ? calling.attempts() : 1;
        double reached = 1 - Math.pow(1 - rate, tries);
        long calls = Math.round(contacts * reached / rate);
        long talkMinutes = Math.round(contacts * reached * history.talkSeconds() / 60);
        double seconds = rate * (RINGING_SECONDS + history.talkSeconds()) + (1 - rate) * UNANSWERED_SECONDS;
        OptionalInt concurrent = least(calling.maxConcurrent(), ofAccount);
        OptionalDouble perMinute = concurrent.isPresent() ? OptionalDouble.of(concurrent.getAsInt() * 60 / seconds) : OptionalDouble.empty();
        if (calling.maxPerMinute().isPresent()) {
            perMinute = OptionalDouble.of(Math.min(calling.maxPerMinute().getAsInt(), perMinute.orElse(Double.MAX_VALUE)));
        }
        ZoneId zone = calling.zone().orElseGet(() -> zones.isEmpty() ? java.time.ZoneOffset.UTC : ZoneId.of(zones.split("\\|")[0]));
        Estimate open = new Estimate(contacts, calls, talkMinutes, perMinute, OptionalDouble.empty(), Optional.empty(), zone, concurrent.orElse(0), history);
        return perMinute.isPresent() && calls > 0 ? open.through(calling, zones, now) : open;
    }

    private static OptionalInt least(OptionalInt one, OptionalInt other) {
        return one.isPresent() && other.isPresent() ? OptionalInt.of(Math.min(one.getAsInt(), other.getAsInt())) : one.isPresent() ? one : other;
    }

    /** Goes through the hours to come, minute by minute, as windows, holidays and the limit of a day allow. */
    private Estimate through(Calling calling, String zones, Instant now) {
        double left = calls;
        double today = 0;
        LocalDate day = null;
        long open = 0;
        for (Instant at = now; at.isBefore(now.plus(HORIZON)); at = at.plus(STEP)) {
            LocalDate date = at.atZone(zone).toLocalDate();
            if (!date.equals(day)) {
                day = date;
                today = 0;
            }
            if (!Claims.isOpen(calling, zones, at)) {
                continue;
            }
            double possible = Math.min(callsPerMinute.orElseThrow(), calling.maxPerDay().orElse(Integer.MAX_VALUE) - today);
            if (possible > 0) {
                open++;
                today += possible;
                left -= possible;
            }
            if (left <= 0) {
                return new Estimate(contacts, calls, talkMinutes, callsPerMinute, OptionalDouble.of(open / 60.0), Optional.of(at.plus(STEP).atZone(zone)), zone,
                        concurrent, history);
            }
        }
        return new Estimate(contacts, calls, talkMinutes, callsPerMinute, OptionalDouble.of(calls / callsPerMinute.orElseThrow() / 60), Optional.empty(), zone,
                concurrent, history);
    }
}
