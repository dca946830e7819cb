package io.voicecampaigns.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.connector.JsonBody;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What a sink says of one outcome, as {@code contracts/sink-answer.schema.json} has it.
 *
 * @param ref   the outcome's
 * @param ok    the sink has it
 * @param retry not yet, but another try may succeed; only read if not {@code ok}
 * @param error why not; null if {@code ok}
 */
public record SinkAnswer(String ref, boolean ok, boolean retry, String error) {
    private static final Set<String> FIELDS = Set.of("ref", "ok", "retry", "error");
    private static final int LONGEST_ERROR = 500;

    public SinkAnswer {
        error = error == null || error.codePointCount(0, error.length()) <= LONGEST_ERROR ? error
                : error.substring(0, error.offsetByCodePoints(0, LONGEST_ERROR)) + "…";
    }

    public static SinkAnswer accepted(String ref) {
        return new SinkAnswer(ref, true, false, null);
    }

    /**
     * Reads a sink's answer: these, or a JSON array of them as text, stream, maps or tree.
     *
     * @throws IllegalArgumentException if it is not what the contract says; the message holds nothing of the answer
     */
    static List<SinkAnswer> read(Object body) {
        if (body instanceof List<?> list && !list.isEmpty() && list.stream().allMatch(SinkAnswer.class::isInstance)) {
            return list.stream().map(SinkAnswer.class::cast).toList();
        }
        JsonNode answers = JsonBody.tree(body);
        if (!answers.isArray()) {
            throw new IllegalArgumentException("expected an array of answers, found something else");
        }
        List<SinkAnswer> read = new ArrayList<>();
        for (JsonNode answer : answers) {
            read.add(read(answer, read.size() + 1));
        }
        return read;
    }

    private static SinkAnswer read(JsonNode answer, int place) {
        for (Iterator<String> names = answer.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("answer " + place + ": a field is not known; expected ref, ok, retry, error");
            }
        }
        JsonNode ref = answer.path("ref");
        if (!ref.isTextual() || ref.textValue().isEmpty() || !answer.path("ok").isBoolean()) {
            throw new IllegalArgumentException("answer " + place + ": expected ref as text, and ok as true or false");
        }
        JsonNode retry = answer.path("retry");
        JsonNode error = answer.path("error");
        if (!(retry.isBoolean() || isAbsent(retry)) || !(error.isTextual() || isAbsent(error))) {
            throw new IllegalArgumentException("answer " + place + ": expected retry as true or false, and error as text, where they are given");
        }
        return new SinkAnswer(ref.textValue(), answer.get("ok").booleanValue(), retry.asBoolean(), isAbsent(error) ? null : error.textValue());
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
