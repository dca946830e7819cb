package io.voicecampaigns.salesforce;

/** Salesforce did not do what it was asked. The message may be shown: it holds codes and statuses, and nothing of a person. */
public final class SalesforceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SalesforceException(String message) {
        super(message);
    }

    SalesforceException(String message, Throwable cause) {
        super(message, cause);
    }
}
