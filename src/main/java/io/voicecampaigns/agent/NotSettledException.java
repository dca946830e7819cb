package io.voicecampaigns.agent;

import java.time.Instant;

/** Nobody can say yet whether a version was launched: it may still appear. */
final class NotSettledException extends RuntimeException {
    private final transient Instant until;

    NotSettledException(Instant until) {
        super("the launch was not answered, and no such version is listed; it may still appear until " + until);
        this.until = until;
    }

    Instant until() {
        return until;
    }
}
