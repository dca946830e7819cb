package io.voicecampaigns.call;

import java.time.Duration;

/**
 * How this process dials.
 *
 * @param parallel requests to start a call that may be open at once
 * @param lease    how long a claimed attempt may take until its answer is known
 */
public record DialSettings(int parallel, Duration lease) {
    public DialSettings {
        if (parallel < 1 || lease.isNegative() || lease.isZero()) {
            throw new IllegalArgumentException("dial.max-parallel and dial.lease must be above 0");
        }
    }
}
