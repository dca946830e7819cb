package io.voicecampaigns.preflight;

/** A system did not tell what it was asked for. The message is in our own words. */
public final class UnansweredException extends RuntimeException {
    private final boolean isAboutAccess;

    /** @param isAboutAccess whether it answered, and what is wrong is the key or what it may do */
    public UnansweredException(String message, boolean isAboutAccess) {
        super(message);
        this.isAboutAccess = isAboutAccess;
    }

    boolean isAboutAccess() {
        return isAboutAccess;
    }
}
