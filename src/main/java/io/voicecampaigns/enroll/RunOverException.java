package io.voicecampaigns.enroll;

/** Contacts came of a run of a source that has ended, was cut off, or was taken over: they are not taken, and come again with the next. */
public final class RunOverException extends RuntimeException {
    public RunOverException(String what) {
        super(what);
    }
}
