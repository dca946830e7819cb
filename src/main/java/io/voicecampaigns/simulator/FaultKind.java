package io.voicecampaigns.simulator;

import java.util.Locale;

/** What goes wrong with a request. "Accepted" means: the call exists, or the request was otherwise carried out. */
public enum FaultKind {
    /** Accepted; then the connection is closed without an answer. */
    LOSE_ANSWER,
    /** Accepted; then 500. */
    ERROR_AFTER_ACCEPT,
    /** Answered with a chosen status, not accepted. */
    STATUS,
    /** Sent on to the same place with 307, not accepted. */
    REDIRECT_307,
    /** Held up for a while, then carried out as if it had just come: later than its caller may have waited. */
    SLOW,
    /** Accepted; the answer ends before its Content-Length. */
    TRUNCATE,
    /** Accepted; answered 200 with a web page. */
    HTML,
    /** Accepted; the answer to a start lacks the id. */
    NO_ID,
    /** A list answers its first page for every cursor, and that there is more. */
    REPEAT_PAGE,
    /** The connection is closed; not accepted. */
    CLOSE_BEFORE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The spelling in JSON: {@code lose_answer}. */
    @Override
    public String toString() {
        return word;
    }
}
