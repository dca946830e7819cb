package io.voicecampaigns.call;

/** What was allowed at the claim is not any more at the request: nothing was sent. */
public final class NotNowException extends RuntimeException {
    NotNowException(String reason) {
        super(reason);
    }
}
