package io.voicecampaigns.crm;

import java.util.Locale;

/**
 * How a CRM hands out a long list.
 *
 * @param kind  how the next page is asked for
 * @param next  where an answer says so
 * @param first what the first page's number is
 */
record Paging(Kind kind, JsonSpot next, int first) {
    enum Kind {
        /** There is one page. */
        NONE,
        /** An answer holds the token that the next request names as {@code {page}}. */
        TOKEN,
        /** {@code {page}} counts, or {@code {offset}} does, until a page is empty. */
        NUMBER,
        /** An answer, or its header {@code Link}, holds the next address. */
        LINK
    }

    static Paging from(Settings settings) {
        Kind kind = Kind.valueOf(settings.oneOf("paging", text -> text.matches("none|token|number|link"), "none, token, number or link")
                .toUpperCase(Locale.ROOT));
        JsonSpot next = settings.spot("next");
        if (kind == Kind.TOKEN && !next.isGiven()) {
            throw Settings.wrong("next", "is missing beside paging: token");
        }
        return new Paging(kind, next, settings.count("firstPage"));
    }
}
