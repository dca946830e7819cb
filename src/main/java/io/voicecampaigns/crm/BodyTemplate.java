package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** A JSON body whose texts are {@link PlaceText}s. A field or element whose only place has no value is left out. Immutable. */
sealed interface BodyTemplate {
    /** The body with its places filled; empty where it was one place, without a value. */
    Optional<JsonNode> fill(Function<String, Optional<JsonNode>> values);

    /** Whether there is a place of this name. */
    boolean names(String name);

    /** @throws IllegalArgumentException if it is no JSON, or a place in it is wrong */
    static BodyTemplate parse(String text, Predicate<String> known) {
        JsonNode shape = Json.read(text).filter(json -> !json.isMissingNode())
                .orElseThrow(() -> new IllegalArgumentException("no JSON: " + text));
        return compile(shape, known);
    }

    private static BodyTemplate compile(JsonNode node, Predicate<String> known) {
        if (node.isTextual()) {
            return new Text(PlaceText.parse(node.textValue(), known));
        }
        if (node.isObject()) {
            Map<String, BodyTemplate> fields = new LinkedHashMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), compile(field.getValue(), known)));
            return new Fields(fields);
        }
        if (node.isArray()) {
            List<BodyTemplate> elements = new ArrayList<>();
            node.forEach(element -> elements.add(compile(element, known)));
            return new Elements(elements);
        }
        return new Fixed(node);
    }

    record Text(PlaceText text) implements BodyTemplate {
        @Override
        public Optional<JsonNode> fill(Function<String, Optional<JsonNode>> values) {
            return text.value(values);
        }

        @Override
        public boolean names(String name) {
            return text.names(name);
        }
    }

    record Fields(Map<String, BodyTemplate> fields) implements BodyTemplate {
        @Override
        public Optional<JsonNode> fill(Function<String, Optional<JsonNode>> values) {
            ObjectNode object = Json.NODES.objectNode();
            fields.forEach((name, field) -> field.fill(values).ifPresent(value -> object.set(name, value)));
            return Optional.of(object);
        }

        @Override
        public boolean names(String name) {
            return fields.values().stream().anyMatch(field -> field.names(name));
        }
    }

    record Elements(List<BodyTemplate> elements) implements BodyTemplate {
        @Override
        public Optional<JsonNode> fill(Function<String, Optional<JsonNode>> values) {
            ArrayNode array = Json.NODES.arrayNode();
            elements.forEach(element -> element.fill(values).ifPresent(array::add));
            return Optional.of(array);
        }

        @Override
        public boolean names(String name) {
            return elements.stream().anyMatch(element -> element.names(name));
        }
    }

    record Fixed(JsonNode value) implements BodyTemplate {
        @Override
        public Optional<JsonNode> fill(Function<String, Optional<JsonNode>> values) {
            return Optional.of(value);
        }

        @Override
        public boolean names(String name) {
            return false;
        }
    }
}
