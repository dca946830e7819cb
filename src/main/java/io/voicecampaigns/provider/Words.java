package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;

/**
 * A message in our own words, as a kamelet written in YAML alone answers it: the fields of our records, as a map or as JSON.
 * Errors name the message and the field, never the value.
 */
record Words(String message, JsonNode fields) {

    static Words of(String message, Object body) {
        JsonNode fields = Json.read(body).orElseThrow(() -> new IllegalArgumentException(
                message + ": expected a map or JSON, came " + body.getClass().getSimpleName() + " that is neither"));
        if (!fields.isObject()) {
            throw new IllegalArgumentException(message + ": expected a map or a JSON object, came "
                    + (fields.isMissingNode() ? "nothing" : fields.getNodeType().name().toLowerCase(Locale.ROOT)));
        }
        return new Words(message, fields);
    }

    String text(String field) {
        return optional(field).orElseThrow(() -> wrong(field, "is missing"));
    }

    Optional<String> optional(String field) {
        return value(field).map(node -> {
            if (!node.isValueNode()) {
                throw wrong(field, "must be a text");
            }
            return node.asText();
        }).filter(text -> !text.isEmpty());
    }

    Optional<Instant> instant(String field) {
        return value(field).map(node -> Timestamps.read(node).orElseThrow(() -> wrong(field, "must be a time in ISO 8601")));
    }

    Optional<UUID> uuid(String field) {
        return optional(field).map(text -> {
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                throw wrong(field, "must be a UUID");
            }
        });
    }

    OptionalInt count(String field) {
        return value(field).map(node -> {
            if (!node.canConvertToInt()) {
                throw wrong(field, "must be a whole number");
            }
            return OptionalInt.of(node.intValue());
        }).orElse(OptionalInt.empty());
    }

    <T> Optional<T> word(String field, Function<String, Optional<T>> known) {
        return optional(field).map(text -> known.apply(text).orElseThrow(() -> wrong(field, "is none of our words")));
    }

    Optional<Words> object(String field) {
        return value(field).map(node -> of(message + "." + field, node));
    }

    List<Words> list(String field) {
        JsonNode nodes = value(field).orElseThrow(() -> wrong(field, "is missing"));
        if (!nodes.isArray()) {
            throw wrong(field, "must be a list");
        }
        List<Words> list = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            list.add(of(message + "." + field + "[" + i + "]", nodes.get(i)));
        }
        return list;
    }

    Map<String, String> texts(String field) {
        Map<String, String> texts = new LinkedHashMap<>();
        value(field).ifPresent(node -> node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText())));
        return texts;
    }

    IllegalArgumentException wrong(String field, String reason) {
        return new IllegalArgumentException(message + "." + field + " " + reason);
    }

    private Optional<JsonNode> value(String field) {
        return Optional.ofNullable(fields.get(field)).filter(node -> !node.isNull());
    }
}
