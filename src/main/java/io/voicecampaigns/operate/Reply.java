package io.voicecampaigns.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered.
 *
 * @param status of HTTP
 * @param type   the media type of {@code body}
 */
public record Reply(int status, String type, String body) {
    public static final String JSON = "application/json";
    private static final int OK = 200;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** @param document of maps, lists, texts, numbers and truths; absent values are null or left out */
    public static Reply ok(Object document) {
        return new Reply(OK, JSON, json(document));
    }

    /** What a POST answers: {@code sentence} for a person, and how many things have changed. */
    public static Reply done(String sentence, long changed, Map<String, ?> more) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("done", sentence);
        document.put("changed", changed);
        document.putAll(more);
        return ok(document);
    }

    public static Reply refused(int status, String error, String todo) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("error", error);
        document.put("todo", todo);
        return new Reply(status, JSON, json(document));
    }

    public static Reply refused(RefusedException refusal) {
        return refused(refusal.status(), refusal.getMessage(), refusal.todo());
    }

    static String json(Object document) {
        try {
            return MAPPER.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this is not made of what JSON knows", e);
        }
    }
}
