package io.voicecampaigns.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What this process remembers of the readings of one provider's list. Guarded by itself, but for what only the running sweep touches. */
final class PollState {
    static final Duration FAILED_PAUSE = Duration.ofSeconds(5);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** A part of the list that is asked for apart. */
    record Stretch(Instant from, Instant to) {
    }

    Sweep running;
    Instant next = Instant.EPOCH;
    Instant nextReview = Instant.EPOCH;
    /** What is left of this hour's look for attempts in review, oldest first. */
    final Deque<Stretch> reviews = new ArrayDeque<>();
    Instant nextMissing = Instant.EPOCH;
    final Bookmarks bookmarks = new Bookmarks();
    /** How far the provider's clock is behind ours, by the last two sweeps: never positive. */
    Duration lastSkew = SweepPlan.UNKNOWN_SKEW;
    Duration skew = SweepPlan.UNKNOWN_SKEW;
    long leastSkewMillis = Long.MAX_VALUE;
    boolean manyLate;
    boolean wasFlight;
    boolean failing;
    /** Since when, in nanoseconds of a clock that nobody sets, this process has seen an attempt uncertain. */
    final Map<UUID, Long> doubtfulSince = new HashMap<>();

    /** The provider asks for a pause of its own. */
    synchronized void rest(Instant until) {
        Instant latest = next.plus(LONGEST_PAUSE).minus(FAILED_PAUSE);
        next = until.isBefore(next) ? next : until.isBefore(latest) ? until : latest;
    }

    /** A slow start teaches nothing about the next one: only a provider's clock that is behind ours moves the range. */
    void learnSkew() {
        if (leastSkewMillis != Long.MAX_VALUE) {
            lastSkew = skew;
            skew = Duration.ofMillis(Math.min(0, leastSkewMillis));
            leastSkewMillis = Long.MAX_VALUE;
        }
    }

    void doubtful(Set<UUID> uncertain, long nanos) {
        doubtfulSince.keySet().retainAll(uncertain);
        uncertain.forEach(attempt -> doubtfulSince.putIfAbsent(attempt, nanos));
    }

    boolean isDoubtfulFor(Duration time, UUID attempt, long nanos) {
        Long since = doubtfulSince.get(attempt);
        return since != null && nanos - since >= time.toNanos();
    }

    Duration widestSkew() {
        return skew.compareTo(lastSkew) < 0 ? skew : lastSkew;
    }
}
