package io.voicecampaigns.simulator;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Which part of a list is wanted: by a cursor, which the answer then follows or precedes, or by a page number from 1. */
record Paging(int limit, boolean ascending, Optional<UUID> after, Optional<UUID> before, OptionalInt page) {

    static Paging of(Query query, int most, int usual) {
        Paging paging = new Paging(query.number("limit", most).orElse(usual),
                query.oneOf("order", List.of("asc", "desc")).orElse("desc").equals("asc"),
                query.uuid("after"), query.uuid("before"), query.number("page", Integer.MAX_VALUE));
        if (paging.after.isPresent() && paging.before.isPresent()) {
            throw refusal("Cannot specify both 'before' and 'after' parameters");
        }
        if (paging.page.isPresent() && (paging.after.isPresent() || paging.before.isPresent())) {
            throw refusal("Cannot specify 'page' together with 'before' or 'after'");
        }
        return paging;
    }

    /** From the start, as if no cursor and no page had been given. */
    Paging fromTheStart() {
        return new Paging(limit, ascending, Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    static Refused unknownCursor() {
        return refusal("The cursor is not known");
    }

    private static Refused refusal(String message) {
        return new Refused(Answer.error(422, "INVALID_PAGINATION_PARAMETERS", message));
    }
}
