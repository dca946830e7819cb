package io.voicecampaigns.call;

import java.util.Locale;

/** Where a contact stands. What may follow what is in {@link ContactTransition}. */
enum ContactState {
    /** To be dialled, now or later. */
    WAITING,
    /** An attempt of it is under way. */
    ACTIVE,
    /** Its last attempt is over, or waits for a person's decision. */
    DONE,
    /** Not called: its number must not be. */
    BLOCKED,
    /** Not called: its campaign's last day is over. */
    EXPIRED,
    /** Not called: its campaign or edition is over. */
    CANCELLED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The spelling in SQL. */
    String word() {
        return word;
    }
}
