package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a place may do with its value. An absent value stays absent, but for {@code default}; so does one that a function can make
 * nothing of.
 */
@FunctionalInterface
interface PlaceFunction {
    /** Stands in a {@code map} for every word that has no line of its own. */
    String ANY = "*";

    Optional<JsonNode> apply(Optional<JsonNode> value);

    /** @throws IllegalArgumentException if there is no such function, or it is given something else */
    static PlaceFunction named(String name, List<String> given) {
        return switch (name) {
            case "default" -> value -> value.or(() -> Optional.of(Json.NODES.textNode(only(name, given))));
            case "map" -> mapping(only(name, given));
            case "times" -> times(only(name, given));
            case "list" -> none(name, given, PlaceFunction::list);
            case "epoch_millis" -> none(name, given, text -> instant(text).flatMap(instant -> words(Long.toString(instant.toEpochMilli()))));
            case "https" -> none(name, given, text -> words(text).filter(url -> url.asText().toLowerCase(Locale.ROOT).startsWith("https://")));
            case "upper" -> none(name, given, text -> words(text.toUpperCase(Locale.ROOT)));
            case "lower" -> none(name, given, text -> words(text.toLowerCase(Locale.ROOT)));
            default -> throw new IllegalArgumentException("there is no function " + name
                    + "; expected one of default, epoch_millis, https, list, lower, map, times, upper");
        };
    }

    private static PlaceFunction none(String name, List<String> given, Function<String, Optional<? extends JsonNode>> function) {
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(name + " is given nothing");
        }
        return value -> value.flatMap(Json::text).flatMap(function);
    }

    /** {@code answered=COMPLETED; *=FAILED}: the word that belongs to the value. */
    private static PlaceFunction mapping(String text) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String pair : text.split(";")) {
            int equals = pair.indexOf('=');
            if (equals < 0 && !pair.isBlank()) {
                throw new IllegalArgumentException("map is given pairs such as 'answered=COMPLETED; *=FAILED'");
            }
            if (equals >= 0) {
                words.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
            }
        }
        return value -> value.flatMap(Json::text).map(word -> words.getOrDefault(word, words.get(ANY))).flatMap(PlaceFunction::words);
    }

    private static PlaceFunction times(String factor) {
        try {
            BigDecimal by = new BigDecimal(factor);
            return value -> value.flatMap(Json::text).flatMap(text -> number(text)).map(number -> Json.NODES.numberNode(number.multiply(by)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("times is given a number", e);
        }
    }

    private static Optional<ArrayNode> list(String text) {
        ArrayNode list = Json.NODES.arrayNode();
        for (String element : text.split(",")) {
            if (!element.isBlank()) {
                list.add(element.strip());
            }
        }
        return Optional.of(list);
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A time with its offset, or milliseconds since 1970. */
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(text.matches("\\d{1,18}") ? Instant.ofEpochMilli(Long.parseLong(text)) : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> words(String text) {
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(Json.NODES.textNode(text));
    }

    private static String only(String name, List<String> given) {
        if (given.size() != 1) {
            throw new IllegalArgumentException(name + " is given one text");
        }
        return given.get(0);
    }
}
