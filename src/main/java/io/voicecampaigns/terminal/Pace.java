package io.voicecampaigns.terminal;

import io.voicecampaigns.ledger.CampaignProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/** How fast a campaign moves, seen over the last seconds. Not safe for use by several threads. */
final class Pace {
    private static final Duration WINDOW = Duration.ofSeconds(15);
    private static final Duration ENOUGH_FOR_RATE = Duration.ofSeconds(2);
    private static final Duration ENOUGH_FOR_FORECAST = Duration.ofSeconds(5);
    private static final Duration BETWEEN_SAMPLES = Duration.ofMillis(250);
    private static final int FEWEST_FINISHED = 3;

    private final Clock clock;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private Sample latest;

    private record Sample(Instant at, CampaignProgress progress) {
    }

    Pace(Clock clock) {
        this.clock = clock;
    }

    void see(CampaignProgress progress) {
        Sample now = new Sample(clock.instant(), progress);
        if (latest != null && now.at().isBefore(latest.at())) {
            samples.clear();
        }
        latest = now;
        if (samples.isEmpty() || span(samples.getLast(), now).compareTo(BETWEEN_SAMPLES) >= 0) {
            samples.addLast(now);
        }
        while (samples.size() > 2 && span(samples.getFirst(), now).compareTo(WINDOW) > 0) {
            samples.removeFirst();
        }
    }

    /** Attempts started in a minute at the present pace; empty until something can be said. */
    OptionalLong callsPerMinute() {
        if (seenFor().compareTo(ENOUGH_FOR_RATE) < 0) {
            return OptionalLong.empty();
        }
        long calls = latest.progress().attempts() - samples.getFirst().progress().attempts();
        return OptionalLong.of(Math.max(0, Math.round(calls * 60_000.0 / seenFor().toMillis())));
    }

    /** Empty while contacts still come in, nothing ends, or the campaign is paused: any figure would be invented. */
    Optional<Duration> timeLeft() {
        if (seenFor().compareTo(ENOUGH_FOR_FORECAST) < 0) {
            return Optional.empty();
        }
        CampaignProgress first = samples.getFirst().progress();
        CampaignProgress last = latest.progress();
        long finished = finished(last) - finished(first);
        long open = last.waiting() + last.inCall();
        if (last.paused().isPresent() || first.enrolled() != last.enrolled() || finished < FEWEST_FINISHED || open == 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Math.round((double) seenFor().toMillis() * open / finished)));
    }

    static long finished(CampaignProgress progress) {
        return done(progress) + progress.review() + progress.cancelled();
    }

    static long done(CampaignProgress progress) {
        return progress.done().values().stream().mapToLong(Long::longValue).sum();
    }

    private Duration seenFor() {
        return samples.isEmpty() ? Duration.ZERO : span(samples.getFirst(), latest);
    }

    private static Duration span(Sample from, Sample to) {
        return Duration.between(from.at(), to.at());
    }
}
