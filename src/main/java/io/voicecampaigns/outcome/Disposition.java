package io.voicecampaigns.outcome;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a call ended, in our words. Providers' own words are mapped to these by configuration. */
public enum Disposition {
    ANSWERED, TRANSFERRED, VOICEMAIL, NO_ANSWER, BUSY, FAILED, INVALID_NUMBER, BLOCKED, OPTED_OUT, UNKNOWN;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The spelling in YAML, SQL and results: {@code no_answer}. */
    public String word() {
        return word;
    }

    /** The disposition spelled {@code word}, or empty where there is none. */
    public static Optional<Disposition> ofWord(String word) {
        return Arrays.stream(values()).filter(disposition -> disposition.word.equals(word)).findFirst();
    }
}
