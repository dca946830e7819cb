package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a provider's calls are listed.
 *
 * @param limit the most calls on one page
 */
record PageMapping(RequestTemplate query, int limit, FieldPath items, Next next, OnceLog log) {
    static final Set<String> PLACES = Set.of("created-from", "created-to", "cursor", "limit");

    String query(ListRequest request) {
        return query.query(place -> value(place, request));
    }

    /**
     * One call that cannot be read does not hide the others, but a page of nothing else is no page.
     *
     * @return empty if {@code page} is no page of calls
     */
    Optional<CallPage> read(JsonNode page, CallFields fields) {
        JsonNode found = items.in(page);
        if (!found.isArray()) {
            return Optional.empty();
        }
        List<ProviderCall> calls = new ArrayList<>(found.size());
        found.forEach(item -> fields.read(item).ifPresent(calls::add));
        if (calls.isEmpty() && !found.isEmpty()) {
            return Optional.empty();
        }
        if (calls.size() < found.size()) {
            log.warn("listed calls without a readable id, creation time or status are skipped");
        }
        return next.in(page, calls).map(cursor -> new CallPage(calls, cursor, found.size() - calls.size()));
    }

    private Optional<JsonNode> value(String place, ListRequest request) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (place) {
            case "created-from" -> Optional.of(json.textNode(request.createdFrom().toString()));
            case "created-to" -> request.createdTo().map(until -> json.textNode(until.toString()));
            case "cursor" -> request.cursor().map(json::textNode);
            default -> Optional.of(json.numberNode(Math.min(limit, request.limit())));
        };
    }

    /** Where the next page begins. */
    sealed interface Next {
        /** Empty if the page does not say; an empty cursor on the last page. */
        Optional<Optional<String>> in(JsonNode page, List<ProviderCall> calls);
    }

    /**
     * After a cursor that the page names, or else after its last call.
     *
     * @param more whether there is a next page; empty: whether there is a cursor
     */
    record Cursor(Optional<FieldPath> cursor, Optional<FieldPath> more) implements Next {

        @Override
        public Optional<Optional<String>> in(JsonNode page, List<ProviderCall> calls) {
            Optional<String> named = cursor.flatMap(path -> path.textIn(page));
            if (more.isEmpty()) {
                return Optional.of(named);
            }
            // Without the field, one request too many is better than the loss of all later calls.
            if (!more.get().in(page).asBoolean(!calls.isEmpty())) {
                return Optional.of(Optional.empty());
            }
            Optional<String> last = calls.isEmpty() ? Optional.empty() : Optional.of(calls.get(calls.size() - 1).callId());
            return named.or(() -> last).map(Optional::of);
        }
    }

    /** By the numbers of pages: this one and the last one. */
    record Numbered(FieldPath page, FieldPath last) implements Next {

        @Override
        public Optional<Optional<String>> in(JsonNode answer, List<ProviderCall> calls) {
            JsonNode number = page.in(answer);
            JsonNode most = last.in(answer);
            return !number.canConvertToInt() || !most.canConvertToInt() ? Optional.empty()
                    : Optional.of(number.intValue() < most.intValue() ? Optional.of(Integer.toString(number.intValue() + 1))
                            : Optional.empty());
        }
    }
}
