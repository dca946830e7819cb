package io.voicecampaigns.operate;

import io.voicecampaigns.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests that failed. */
public final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int FAILED = 500;

    /** @param route the one that failed */
    public Reply reply(String route, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedException refusal) {
                return Reply.refused(refusal);
            }
            if (cause instanceof LedgerException broken && !broken.isConflict()) {
                return Reply.refused(RefusedException.UNAVAILABLE, broken.getMessage(), "look at the service's health, and try again: nothing has changed");
            }
        }
        LOG.error("{} failed", route, failure);
        return Reply.refused(FAILED, "the request failed", "look at the log of the service");
    }
}
