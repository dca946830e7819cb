package io.voicecampaigns.replica;

/** Another process has taken a duty over: what this one was about to write is its to write. */
public final class DutyLostException extends RuntimeException {
    DutyLostException(String duty) {
        super("another replica has taken over: " + duty);
    }
}
