package io.voicecampaigns.simulator;

import java.util.Locale;

/** How a simulated call ends, with the words that Diga and Feather would use for it. */
public enum Outcome {
    ANSWERED("completed", "user_hangup", "ENDED", true),
    TRANSFERRED("transferred", "call_transferred", "WARM_TRANSFER", true),
    VOICEMAIL("completed", "voicemail_left", "LEFT_VOICEMAIL", true),
    NO_ANSWER("no_answer", "no_answer", "NO_ANSWER", false),
    BUSY("failed", "user_busy", "LINE_BUSY", false),
    FAILED("failed", "call_failed", "COULD_NOT_CONNECT", false),
    INVALID_NUMBER("failed", "invalid_number", "BAD_NUMBER", false);

    private final String word = name().toLowerCase(Locale.ROOT);
    private final String oldStatus;
    private final String endReason;
    private final String callEndedReason;
    private final boolean talks;

    Outcome(String oldStatus, String endReason, String callEndedReason, boolean talks) {
        this.oldStatus = oldStatus;
        this.endReason = endReason;
        this.callEndedReason = callEndedReason;
        this.talks = talks;
    }

    String status(Vocabulary vocabulary) {
        return vocabulary == Vocabulary.OLD ? oldStatus : "completed";
    }

    String endReason() {
        return endReason;
    }

    /** Feather's word. */
    String callEndedReason() {
        return callEndedReason;
    }

    /** Whether somebody, or a machine, picked up: only such calls last and have a recording. */
    boolean talks() {
        return talks;
    }

    /** The spelling in JSON and on the command line: {@code no_answer}. */
    @Override
    public String toString() {
        return word;
    }
}
