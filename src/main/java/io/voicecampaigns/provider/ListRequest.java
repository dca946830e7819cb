package io.voicecampaigns.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * One page to ask for, oldest calls first: the body that a {@code <provider>-list-calls-action} is given.
 *
 * @param createdFrom calls created at or after this instant
 * @param createdTo   calls created up to this instant; empty: up to now
 * @param cursor      {@link CallPage#next} of the page before; empty for the first page
 * @param limit       calls on a page, at least 1; providers that allow fewer give fewer
 */
public record ListRequest(Instant createdFrom, Optional<Instant> createdTo, Optional<String> cursor, int limit) {
    public ListRequest {
        if (limit < 1) {
            throw new IllegalArgumentException("a page holds at least one call");
        }
    }

    /**
     * Reads this record, or a map or JSON with its fields.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong, never its value
     */
    public static ListRequest from(Object body) {
        if (body instanceof ListRequest request) {
            return request;
        }
        Words words = Words.of("list request", body);
        return new ListRequest(words.instant("createdFrom").orElseThrow(() -> words.wrong("createdFrom", "is missing")),
                words.instant("createdTo"), words.optional("cursor"),
                words.count("limit").orElseThrow(() -> words.wrong("limit", "is missing")));
    }
}
