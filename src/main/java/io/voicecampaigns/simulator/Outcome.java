package io.voicecampaigns.simulator;

import java.util.Locale;

/** How a simulated call ends, with the words that Diga would use for it. */
public enum Outcome {
    ANSWERED("completed", "user_hangup", true),
    TRANSFERRED("transferred", "call_transferred", true),
    VOICEMAIL("completed", "voicemail_left", true),
    NO_ANSWER("no_answer", "no_answer", false),
    BUSY("failed", "user_busy", false),
    FAILED("failed", "call_failed", false),
    INVALID_NUMBER("failed", "invalid_number", false);

    private final String word = name().toLowerCase(Locale.ROOT);
    private final String oldStatus;
    private final String endReason;
    private final boolean talks;

    Outcome(String oldStatus, String endReason, boolean talks) {
        this.oldStatus = oldStatus;
        this.endReason = endReason;
        this.talks = talks;
    }

    String status(Vocabulary vocabulary) {
        return vocabulary == Vocabulary.OLD ? oldStatus : "completed";
    }

    String endReason() {
        return endReason;
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
