package io.voicecampaigns.ledger;

import io.voicecampaigns.outcome.Disposition;
import java.util.Map;
import java.util.Optional;

/**
 * Where the contacts of one campaign edition stand now.
 *
 * @param enrolled    all contacts
 * @param waiting     contacts that will be dialled, now or later
 * @param inCall      contacts with an attempt dialing, in call or uncertain
 * @param done        finished contacts by the disposition of their last attempt
 * @param review      contacts whose attempt only a person can decide
 * @param cancelled   cancelled, blocked and expired contacts together
 * @param rejected    rows that were not enrolled
 * @param attempts    attempts made
 * @param talkSeconds seconds of calls that ended
 * @param recordings  outcomes with a recording URL
 * @param paused      why the campaign does not dial, where it does not
 */
public record CampaignProgress(String campaign, int edition, long enrolled, long waiting, long inCall,
        Map<Disposition, Long> done, long review, long cancelled, long rejected, long attempts,
        long talkSeconds, long recordings, Optional<String> paused) {
    public CampaignProgress {
        done = Map.copyOf(done);
    }
}
