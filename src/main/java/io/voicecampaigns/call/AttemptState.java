package io.voicecampaigns.call;

import java.util.Locale;

/** Where an attempt stands. What may follow what is in {@link Transition}. */
public enum AttemptState {
    /** To be dialled; nobody is about to. */
    DUE,
    /** The intent to dial is on record; the answer is not. Counts as a call. */
    DIALING,
    /** There may be a call: nothing but evidence decides. Counts as a call. */
    UNCERTAIN,
    /** The provider has a call that has not ended. */
    IN_CALL,
    /** No evidence of a call within the settle time: a person decides, or a late find. */
    REVIEW,
    /** Over; its outcome is on its way to the sinks. */
    ENDED,
    /** Every sink has accepted its outcome. */
    REPORTED,
    /** A sink has refused its outcome for good. */
    UNDELIVERABLE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The spelling in SQL. */
    public String word() {
        return word;
    }

    public static AttemptState ofWord(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
