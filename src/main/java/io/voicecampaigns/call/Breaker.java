package io.voicecampaigns.call;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps calls back from a provider account that does not answer sensibly: three unreadable answers in a row open it. While it is open
 * nothing is dialled; once the provider's list has answered again, one call goes out as a probe, and its answer decides. Thread-safe.
 */
public final class Breaker {
    static final int FAILURES_TO_OPEN = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Clock clock;
    private int failures;
    private Optional<String> reason = Optional.empty();
    private Duration pause = FIRST_PAUSE;
    private Instant probeAt = Instant.MIN;
    private Optional<Opening> lastOpening = Optional.empty();
    private boolean listAnswered;
    private boolean probing;
    private Instant heldUntil = Instant.MIN;
    private Duration heldAtMost = Duration.ZERO;
    private String heldFor = "";

    /** When it opened, and why. */
    public record Opening(Instant at, String why) {
    }

    Breaker(Clock clock) {
        this.clock = clock;
    }

    /** How many calls may be claimed now, of {@code wanted}. */
    synchronized int allowance(int wanted) {
        if (isHeld()) {
            return 0;
        }
        if (reason.isEmpty()) {
            return wanted;
        }
        return listAnswered && !probing && mayProbe() ? Math.min(1, wanted) : 0;
    }

    /** A call of the allowance was claimed. */
    synchronized void claimed() {
        probing = reason.isPresent();
    }

    /** An answer that could be read, whatever it said. Returns the reason that is over, if the breaker was open. */
    synchronized Optional<String> answered() {
        Optional<String> over = reason;
        failures = 0;
        reason = Optional.empty();
        pause = FIRST_PAUSE;
        probing = false;
        return over;
    }

    /** An answer that could not be read, or none. Returns the reason, if this one opened the breaker. */
    synchronized Optional<String> failed(String why) {
        failures++;
        boolean wasOpen = reason.isPresent();
        if (wasOpen && probing) {
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
        probing = false;
        if (failures >= FAILURES_TO_OPEN || wasOpen) {
            reason = Optional.of(why);
            probeAt = clock.instant().plus(pause);
            listAnswered = false;
        }
        if (!wasOpen && reason.isPresent()) {
            lastOpening = Optional.of(new Opening(clock.instant(), why));
        }
        return wasOpen ? Optional.empty() : reason;
    }

    /** The probe was claimed, but nothing became of it. */
    synchronized void probeUnused() {
        probing = false;
    }

    /** The provider's list answered. */
    synchronized void listed() {
        listAnswered = true;
    }

    /** Whether the provider's list should be asked, although nothing in flight needs it. */
    synchronized boolean wantsList() {
        return reason.isPresent() && !listAnswered && mayProbe();
    }

    private boolean mayProbe() {
        return isOver(probeAt, LONGEST_PAUSE);
    }

    private boolean isHeld() {
        return !isOver(heldUntil, heldAtMost);
    }

    /** Also where the clock was set back meanwhile, so that nobody waits until it is where it was. */
    private boolean isOver(Instant end, Duration atMost) {
        Duration left = Duration.between(clock.instant(), end);
        return left.isZero() || left.isNegative() || left.compareTo(atMost) > 0;
    }

    /** The provider's list did not answer either. */
    synchronized void listFailed() {
        if (reason.isPresent()) {
            probeAt = clock.instant().plus(pause);
        }
    }

    /** The provider asked for a pause. */
    synchronized void hold(Instant until, String why) {
        if (until.isAfter(heldUntil)) {
            heldUntil = until;
            heldAtMost = Duration.between(clock.instant(), until);
            heldFor = why;
        }
    }

    /** The last time that it opened, whether or not it is open yet; a pause that the provider asked for is none. */
    public synchronized Optional<Opening> lastOpening() {
        return lastOpening;
    }

    /** Why nothing is dialled now, if so. */
    public synchronized Optional<String> reason() {
        if (reason.isPresent()) {
            return reason;
        }
        return isHeld() ? Optional.of(heldFor) : Optional.empty();
    }
}
