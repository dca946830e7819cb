package io.voicecampaigns.provider;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The right to send one request, once, while the lease of its attempt lasts. One permit is issued for each claim and consumed
 * when the request is about to leave: an unused permit proves that nothing was sent.
 *
 * <p>Safe for use by many threads. Permits that nobody {@linkplain #forget forgets} are dropped an hour after their lease.
 */
public final class Permits {
    private static final long KEPT_AFTER_LEASE = Duration.ofHours(1).toNanos();
    private static final long BETWEEN_SWEEPS = Duration.ofMinutes(1).toNanos();

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, Permit> permits = new ConcurrentHashMap<>();
    private final AtomicLong lastSweep;

    public Permits(Clock clock) {
        this(clock, System::nanoTime);
    }

    /** @param nanoTime a monotonic time in nanoseconds, from any origin */
    public Permits(Clock clock, LongSupplier nanoTime) {
        this.clock = Objects.requireNonNull(clock);
        this.nanoTime = Objects.requireNonNull(nanoTime);
        this.lastSweep = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * A new permit, good until {@code leaseUntil} by the clock on the wall and for {@code leaseLeft} from now by the monotonic
     * one, whichever ends first: so that neither a clock set back nor a suspended process prolongs a lease.
     *
     * @param leaseLeft what is left of the lease, counted from before the claim was sent to the ledger
     */
    public String issue(UUID attemptId, Instant leaseUntil, Duration leaseLeft) {
        long now = nanoTime.getAsLong();
        sweep(now);
        String token = UUID.randomUUID().toString();
        permits.put(token, new Permit(Objects.requireNonNull(attemptId), Objects.requireNonNull(leaseUntil), now,
                leaseLeft.toNanos()));
        return token;
    }

    /**
     * True for exactly one caller, and only before {@link #used} or {@link #forget} were asked and while the lease has time left.
     */
    public boolean consume(String token) {
        Permit permit = permits.get(token);
        return permit != null && permit.hasTimeLeft(clock.instant(), nanoTime.getAsLong()) && permit.become(State.USED);
    }

    /**
     * Whether the request may have left. The answer is final: a permit found unused is withdrawn in the same step, so that a
     * request still on its way cannot leave later. Unknown tokens count as used, because nothing shows the opposite.
     */
    public boolean used(String token) {
        Permit permit = permits.get(token);
        return permit == null || !permit.become(State.WITHDRAWN);
    }

    /** Withdraws the permit if it is unused, and frees its memory. Unknown tokens are ignored. */
    public void forget(String token) {
        Permit permit = permits.remove(token);
        if (permit != null) {
            permit.become(State.WITHDRAWN);
        }
    }

    /** Whom a permit was issued for; empty for a token that is not known, or no longer. */
    Optional<UUID> attempt(String token) {
        return Optional.ofNullable(permits.get(token)).map(permit -> permit.attemptId);
    }

    int remembered() {
        return permits.size();
    }

    private void sweep(long now) {
        long last = lastSweep.get();
        if (now - last >= BETWEEN_SWEEPS && lastSweep.compareAndSet(last, now)) {
            permits.values().removeIf(permit -> permit.age(now) - permit.leaseNanos > KEPT_AFTER_LEASE);
        }
    }

    private enum State { ISSUED, USED, WITHDRAWN }

    private static final class Permit {
        private final UUID attemptId;
        private final Instant leaseUntil;
        private final long issuedAt;
        private final long leaseNanos;
        private final AtomicReference<State> state = new AtomicReference<>(State.ISSUED);

        Permit(UUID attemptId, Instant leaseUntil, long issuedAt, long leaseNanos) {
            this.attemptId = attemptId;
            this.leaseUntil = leaseUntil;
            this.issuedAt = issuedAt;
            this.leaseNanos = leaseNanos;
        }

        long age(long now) {
            return now - issuedAt;
        }

        boolean hasTimeLeft(Instant wall, long now) {
            return wall.isBefore(leaseUntil) && age(now) < leaseNanos;
        }

        /** Whether it is {@code next} now, or was withdrawn before where that is meant. */
        boolean become(State next) {
            return state.compareAndSet(State.ISSUED, next) || next == State.WITHDRAWN && state.get() == State.WITHDRAWN;
        }
    }
}
