package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a value stands in a JSON document: {@code contact.identifier}, or as a JSON Pointer {@code /contact/identifier}, which
 * can name fields that hold a dot. {@code *} stands for every element of an array. The empty path is the document itself.
 */
record FieldPath(List<String> steps) {

    static FieldPath of(String text) {
        if (text.isEmpty()) {
            return new FieldPath(List.of());
        }
        if (text.startsWith("/")) {
            return new FieldPath(Arrays.stream(text.substring(1).split("/", -1))
                    .map(step -> step.replace("~1", "/").replace("~0", "~")).toList());
        }
        return new FieldPath(List.of(text.split("\\.", -1)));
    }

    boolean isSound() {
        return steps.stream().noneMatch(String::isBlank);
    }

    /** The value, or a missing node. Never null. */
    JsonNode in(JsonNode document) {
        JsonNode node = document;
        for (String step : steps) {
            node = step(node, step);
        }
        return node;
    }

    /** All values that a path with {@code *} leads to; empty where there are none. */
    List<JsonNode> allIn(JsonNode document) {
        List<JsonNode> nodes = List.of(document);
        for (String step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : nodes) {
                if (step.equals("*")) {
                    node.forEach(next::add);
                } else {
                    next.add(step(node, step));
                }
            }
            nodes = next;
        }
        return nodes.stream().filter(node -> !node.isMissingNode() && !node.isNull()).toList();
    }

    /** The text or number found there, stripped; empty if it is absent, null, blank or anything else. */
    Optional<String> textIn(JsonNode document) {
        JsonNode node = in(document);
        return node.isTextual() || node.isNumber() ? Optional.of(node.asText().replace("\u0000", "").strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static JsonNode step(JsonNode node, String step) {
        if (node.isArray()) {
            return step.length() < 10 && step.chars().allMatch(c -> c >= '0' && c <= '9') && !step.isEmpty()
                    ? node.path(Integer.parseInt(step)) : MissingNode.getInstance();
        }
        return node.path(step);
    }
}
