package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.provider.StartRequest;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * An attempt whose intent is committed and that this process may dial once, before its lease ends.
 *
 * @param permit what the request must carry; see {@link io.voicecampaigns.provider.Permits}
 */
public record Claimed(long attemptRow, int version, UUID attemptId, long contactId, long campaignId, int number, Campaign campaign,
        String zones, String phone, Map<String, String> variables, Instant intent, Instant leaseUntil, String permit) {

    /** The family of kamelets that dials it. */
    public String provider() {
        return campaign.provider();
    }

    /** What the provider's start-call action is given. */
    public StartRequest request() {
        return new StartRequest(attemptId, campaign.name(), campaign.fromNumber(), phone, campaign.agent(), campaign.agentVersion(),
                variables);
    }

    Claimed withPermit(String issued) {
        return new Claimed(attemptRow, version, attemptId, contactId, campaignId, number, campaign, zones, phone, variables, intent,
                leaseUntil, issued);
    }

    Attempt attempt() {
        return new Attempt(attemptRow, attemptId, contactId, campaignId, number, provider(), phone, AttemptState.DIALING, version, intent,
                java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty(),
                java.util.Optional.empty(), java.util.Optional.empty());
    }

    /** Of the ids alone: Camel asks for it in every expression of a route, and the campaign's would cost more than the call's start. */
    @Override
    public int hashCode() {
        return Long.hashCode(attemptRow) * 31 + version;
    }

    @Override
    public String toString() {
        return "attempt " + attemptId;
    }
}
