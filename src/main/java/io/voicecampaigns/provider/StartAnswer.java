package io.voicecampaigns.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * What became of the request to start a call: what a {@code <provider>-start-call-action} answers.
 *
 * @param callId  the provider's id of the call; present exactly if {@code result} is {@link Result#ACCEPTED}
 * @param retryAt with {@link Result#LATER}: not before this instant
 * @param reason  why not, without numbers and variables: {@code 412 SIP_CONFIG_NOT_SET}; two refusals with equal reasons are equal
 */
public record StartAnswer(Result result, Optional<String> callId, Optional<Instant> retryAt, String reason) {
    public enum Result {
        /** The call exists. */
        ACCEPTED,
        /** No call, and this contact is why. */
        REFUSED,
        /** No call, and the campaign's or the account's settings are why. */
        CAMPAIGN_REFUSED,
        /** No call now; the provider asks to come back later. */
        LATER,
        /** There may be a call. */
        UNKNOWN
    }

    public StartAnswer {
        if (callId.isPresent() != (result == Result.ACCEPTED)) {
            throw new IllegalArgumentException("an accepted call has an id, and only that: " + result);
        }
    }
}
