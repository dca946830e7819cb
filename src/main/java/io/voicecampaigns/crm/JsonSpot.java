package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.InvalidPathException;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where something stands in a CRM's JSON: a JSONPath, whose leading {@code $.} may be left out, or several separated by
 * {@code ;}, of which the first that leads somewhere counts. Immutable.
 */
record JsonSpot(List<JsonPath> paths) {
    private static final Configuration JACKSON = Configuration.builder().jsonProvider(new JacksonJsonNodeJsonProvider())
            .mappingProvider(new JacksonMappingProvider()).options(Option.SUPPRESS_EXCEPTIONS).build();

    /** @throws IllegalArgumentException if it is no JSONPath; a blank text leads nowhere */
    static JsonSpot of(String text) {
        return new JsonSpot(Arrays.stream(text.split(";")).map(String::strip).filter(path -> !path.isEmpty()).map(JsonSpot::compile).toList());
    }

    private static JsonPath compile(String path) {
        try {
            return JsonPath.compile(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("no JSONPath: " + path, e);
        }
    }

    boolean isGiven() {
        return !paths.isEmpty();
    }

    /** What stands there; empty where nothing does, or null. */
    Optional<JsonNode> in(JsonNode document) {
        return paths.stream().map(path -> read(path, document)).flatMap(Optional::stream).findFirst();
    }

    /** The elements of the array that stands there; empty where no array does. */
    Optional<List<JsonNode>> elementsIn(JsonNode document) {
        return in(document).filter(JsonNode::isArray).map(array -> {
            List<JsonNode> elements = new ArrayList<>(array.size());
            array.forEach(elements::add);
            return elements;
        });
    }

    /** The text, number or truth value there, or in an array there that holds nothing else. */
    Optional<String> textIn(JsonNode document) {
        return in(document).map(found -> found.isArray() && found.size() == 1 ? found.get(0) : found).flatMap(Json::text);
    }

    private static Optional<JsonNode> read(JsonPath path, JsonNode document) {
        if (document.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode found = path.read(document, JACKSON);
        boolean isNothing = found == null || found.isNull() || found.isMissingNode() || !path.isDefinite() && found.isEmpty();
        return isNothing ? Optional.empty() : Optional.of(found);
    }
}
