package io.voicecampaigns;

import io.voicecampaigns.enroll.CampaignGoneException;
import io.voicecampaigns.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what failed in a route that has no other meaning of failure; its next turn tries again. */
public final class Unforeseen {
    private static final Logger LOG = LoggerFactory.getLogger(Unforeseen.class);

    public void happened(String route, Throwable failure) {
        if (failure instanceof LedgerException || failure instanceof CampaignGoneException) {
            LOG.error("{} stopped half-way and is tried again: {}", route, failure.getMessage());
        } else {
            LOG.error("{} stopped half-way and is tried again", route, failure);
        }
    }
}
