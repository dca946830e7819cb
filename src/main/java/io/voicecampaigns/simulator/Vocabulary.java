package io.voicecampaigns.simulator;

import java.util.List;
import java.util.Locale;

/** The two sets of statuses in which Diga has told where a call stands. */
public enum Vocabulary {
    /** Endings are statuses: {@code completed, failed, transferred, no_answer}. */
    OLD(List.of("dialing", "in_progress", "completed", "failed", "transferred", "no_answer")),
    /** Every ending is {@code completed}; how it ended stands in {@code end_reason}. */
    NEW(List.of("dialing", "in_queue", "in_progress", "completed"));

    private final String word = name().toLowerCase(Locale.ROOT);
    private final List<String> statuses;

    Vocabulary(List<String> statuses) {
        this.statuses = statuses;
    }

    List<String> statuses() {
        return statuses;
    }

    /** The spelling in JSON and on the command line. */
    @Override
    public String toString() {
        return word;
    }
}
