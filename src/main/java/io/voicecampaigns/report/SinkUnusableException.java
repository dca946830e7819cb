package io.voicecampaigns.report;

/** A sink cannot be given its outcomes now; they wait. The message says why, and nothing of a person. */
public final class SinkUnusableException extends RuntimeException {
    public SinkUnusableException(String message) {
        super(message);
    }
}
