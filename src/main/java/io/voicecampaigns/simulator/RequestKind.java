package io.voicecampaigns.simulator;

import java.util.Locale;

/** What a request to the provider asks for. */
public enum RequestKind {
    START, LIST, GET, RECORDING, CONVERSATION,
    /** A page of agents. */
    AGENTS,
    /** One agent or version. */
    AGENT,
    /** A page of an agent's versions. */
    VERSIONS,
    /** A change of the draft, or of a version. */
    UPDATE_AGENT,
    /** A new version. */
    LAUNCH,
    /** Another live version. */
    PUBLISH,
    OTHER,
    /** In fault rules only: each of the others. */
    ANY;

    private final String word = name().toLowerCase(Locale.ROOT);

    boolean covers(RequestKind other) {
        return this == ANY || this == other;
    }

    /** The spelling in JSON: {@code start}. */
    @Override
    public String toString() {
        return word;
    }
}
