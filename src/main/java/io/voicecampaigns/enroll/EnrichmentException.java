package io.voicecampaigns.enroll;

/** A lookup did not answer as it should; without anything of the person or the answer. */
public final class EnrichmentException extends RuntimeException {
    EnrichmentException(String message) {
        super(message);
    }
}
