package io.voicecampaigns;

/** Something that a person must set is not set; the message says what and how. */
public final class NotConfiguredException extends RuntimeException {
    NotConfiguredException(String message) {
        super(message);
    }
}
