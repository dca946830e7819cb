package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request in the provider's field names, where a text such as <code>{to-number}</code> stands for a value of ours, and
 * <code>{variables.lead_id | attempt-id | 'none'}</code> for the first of several that there is. A field whose value is absent is
 * left out.
 */
record RequestTemplate(JsonNode shape) {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z-]+(?:\\.[^{}]+)?)}");
    private static final Pattern BETWEEN_ALTERNATIVES = Pattern.compile("\\s+\\|\\s+");

    /** Texts that look like a place but name none of {@code known}; {@code variables.x} counts as {@code variables.*}. */
    List<String> unknownPlaces(Set<String> known) {
        List<String> unknown = new ArrayList<>();
        texts(shape).forEach(text -> {
            List<String> places = places(text);
            boolean fine = places.isEmpty() ? !text.contains("{") : places.stream()
                    .allMatch(place -> isLiteral(place) || known.contains(place.replaceFirst("\\..*", ".*")));
            if (!fine) {
                unknown.add(text);
            }
        });
        return unknown;
    }

    boolean names(String place) {
        return texts(shape).stream().anyMatch(text -> places(text).contains(place));
    }

    /** The request as JSON. */
    JsonNode fill(Function<String, Optional<JsonNode>> values) {
        return fill(shape, values).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** The request as a query, percent-encoded, in the order of the file. */
    String query(Function<String, Optional<JsonNode>> values) {
        List<String> pairs = new ArrayList<>();
        fill(values).properties().forEach(field -> pairs.add(encode(field.getKey()) + "=" + encode(field.getValue().asText())));
        return String.join("&", pairs);
    }

    private static Optional<JsonNode> fill(JsonNode node, Function<String, Optional<JsonNode>> values) {
        if (node.isTextual()) {
            List<String> places = places(node.textValue());
            return places.isEmpty() ? Optional.of(node) : places.stream().flatMap(place -> value(place, values).stream()).findFirst();
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> fill(field.getValue(), values)
                    .ifPresent(value -> object.set(field.getKey(), value)));
            return Optional.of(object);
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> fill(element, values).ifPresent(array::add));
            return Optional.of(array);
        }
        return Optional.of(node);
    }

    private static Optional<JsonNode> value(String place, Function<String, Optional<JsonNode>> values) {
        return isLiteral(place) ? Optional.of(JsonNodeFactory.instance.textNode(place.substring(1, place.length() - 1)))
                : values.apply(place);
    }

    private static boolean isLiteral(String place) {
        return place.startsWith("'");
    }

    /** The alternatives in their order; empty if the text stands for itself. */
    private static List<String> places(String text) {
        Matcher matcher = PLACE.matcher(text);
        return matcher.matches() ? List.of(BETWEEN_ALTERNATIVES.split(matcher.group(1))) : List.of();
    }

    private static List<String> texts(JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.textValue());
        }
        List<String> texts = new ArrayList<>();
        node.forEach(child -> texts.addAll(texts(child)));
        return texts;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
