package io.voicecampaigns.call;

import java.time.Duration;

/**
 * How this process dials.
 *
 * @param parallel requests to start a call that may be open at once at one provider account
 * @param threads  threads that make them, for all accounts together
 * @param lease    how long a claimed attempt may take until its answer is known
 */
public record DialSettings(int parallel, int threads, Duration lease) {
    public DialSettings {
        if (parallel < 1 || threads < 1 || lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("dial.max-parallel, dial.threads and dial.lease must be above 0");
        }
    }

    /** Requests at once for each of so many accounts: never so many that one of them could keep the threads of another. */
    int parallelFor(int accounts) {
        int most = parallel;
        while (most > 1 && RequestSlots.withThoseInHand(most) > threads / Math.max(1, accounts)) {
            most--;
        }
        return most;
    }
}
