package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides from where a provider's list is to be read next: from the oldest attempt that the list can tell something of. */
final class SweepPlan {
    static final Duration UNKNOWN_SKEW = Duration.ofSeconds(-60);
    /** How long attempts in review are looked for. */
    static final Duration REVIEW_WATCH = Duration.ofHours(72);
    private static final Duration HEARTBEAT_OVERLAP = Duration.ofMinutes(5);
    private static final Duration EMPTY_LEDGER = Duration.ofHours(72);
    private static final Duration REVIEW_EVERY = Duration.ofHours(1);
    private static final Duration REVIEW_AROUND = Duration.ofMinutes(15);
    private static final Duration SKEW_MARGIN = Duration.ofSeconds(1);
    private static final int MANY_LATE = 20;

    private final Installation installation;
    private final Lines lines;

    SweepPlan(Installation installation, Lines lines) {
        this.installation = installation;
        this.lines = lines;
    }

    /**
     * The reading that should begin now; empty if nothing needs one.
     *
     * @param isOurs whether this replica is the one that reads for all
     */
    Optional<Sweep> next(Tx tx, String provider, PollState line, Instant now, int pageSize, boolean isOurs) {
        return lines.isSweptSinceStart(provider) ? (isOurs ? later(tx, provider, line, now, pageSize) : forItself(provider, now, pageSize))
                : Optional.of(new Sweep(provider, Sweep.Purpose.START, now, startFrom(tx, provider, now), Optional.empty(), pageSize));
    }

    private Optional<Sweep> forItself(String provider, Instant now, int pageSize) {
        return lines.breaker(provider).wantsList()
                ? Optional.of(new Sweep(provider, Sweep.Purpose.ANSWERS, now, now.minus(SKEW_MARGIN), Optional.empty(), pageSize)) : Optional.empty();
    }

    /** From before anything that a predecessor may have dialled and not recorded. */
    private Instant startFrom(Tx tx, String provider, Instant now) {
        // a heartbeat in the future was set by a clock that was wrong, and so may any that came before
        Instant unknown = installation.lastHeartbeat().filter(last -> !last.isAfter(now))
                .map(last -> last.minus(HEARTBEAT_OVERLAP)).orElse(now.minus(EMPTY_LEDGER));
        return doubtful(tx, provider, now).filter(oldest -> oldest.isBefore(unknown)).orElse(unknown);
    }

    private Optional<Sweep> later(Tx tx, String provider, PollState line, Instant now, int pageSize) {
        // in turn, so that calls in flight do not keep those in review from being looked for
        Optional<Sweep> review = line.wasFlight ? review(tx, provider, line, now, pageSize) : Optional.empty();
        if (review.isPresent()) {
            return review;
        }
        Optional<Instant> from = oldestInFlight(tx, provider, line, now);
        if (from.isPresent()) {
            return Optional.of(new Sweep(provider, Sweep.Purpose.FLIGHT, now, from.get(), Optional.empty(), pageSize));
        }
        boolean asked = lines.breaker(provider).wantsList()
                || CampaignRecords.nextHeal(tx, provider).filter(at -> !now.isBefore(at)).isPresent();
        return review(tx, provider, line, now, pageSize).or(() -> asked
                ? Optional.of(new Sweep(provider, Sweep.Purpose.FLIGHT, now, now.minus(SKEW_MARGIN), Optional.empty(), pageSize))
                : Optional.empty());
    }

    private Optional<Instant> oldestInFlight(Tx tx, String provider, PollState line, Instant now) {
        Optional<Instant> calls = oldest(tx, provider, "state IN ('in_call', 'dialing') AND intent > ?", now.minus(Polling.YOUNG))
                .map(intent -> intent.plus(line.widestSkew()).minus(SKEW_MARGIN));
        List<Instant> late = tx.list("""
                SELECT COALESCE(call_created, intent) FROM attempt WHERE provider = ? AND check_at <= ? AND state <> 'in_call'
                ORDER BY check_at LIMIT 1000""", row -> row.instant(1), provider, now);
        Optional<Instant> recordings = late.size() < MANY_LATE ? Optional.empty() : late.stream().min(Instant::compareTo);
        recordings.ifPresent(oldest -> line.manyLate = true);
        return Stream.of(calls, doubtful(tx, provider, now), recordings).flatMap(Optional::stream).min(Instant::compareTo);
    }

    /** Since when there may be calls that only the list can tell of; an uncertain attempt stays one until a sweep has covered it. */
    private static Optional<Instant> doubtful(Tx tx, String provider, Instant now) {
        return oldest(tx, provider, "(state = 'uncertain' OR state = 'due' AND sent = 1 AND intent > ?)", now.minus(REVIEW_WATCH))
                .map(intent -> intent.plus(UNKNOWN_SKEW));
    }

    private static Optional<Instant> oldest(Tx tx, String provider, String condition, Instant after) {
        return tx.first("SELECT MIN(intent) FROM attempt WHERE provider = ? AND " + Attempt.IS_OPEN + " AND " + condition,
                row -> row.optionalInstant(1), provider, after).flatMap(found -> found);
    }

    private static Optional<Sweep> review(Tx tx, String provider, PollState line, Instant now, int pageSize) {
        if (line.reviews.isEmpty() && now.isBefore(line.nextReview)) {
            return Optional.empty();
        }
        if (line.reviews.isEmpty()) {
            line.nextReview = now.plus(REVIEW_EVERY);
            tx.each("SELECT intent FROM attempt WHERE provider = ? AND state = 'review' AND intent > ? AND " + Attempt.IS_OPEN
                    + " ORDER BY intent", row -> {
                PollState.Stretch last = line.reviews.peekLast();
                Instant from = row.instant(1).minus(REVIEW_AROUND);
                Instant to = row.instant(1).plus(REVIEW_AROUND);
                if (last != null && !from.isAfter(last.to())) {
                    line.reviews.pollLast();
                    from = last.from();
                }
                line.reviews.add(new PollState.Stretch(from, to));
            }, provider, now.minus(REVIEW_WATCH));
        }
        PollState.Stretch next = line.reviews.poll();
        return Optional.ofNullable(next).map(stretch ->
                new Sweep(provider, Sweep.Purpose.REVIEW, now, stretch.from(), Optional.of(stretch.to()), pageSize));
    }
}
