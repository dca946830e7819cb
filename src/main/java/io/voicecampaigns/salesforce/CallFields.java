package io.voicecampaigns.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fields that a campaign wants written, with what: a text with places such as {@code ${disposition}}, or one for each disposition. A place
 * alone keeps its value's type. What has no value is not written. Immutable.
 */
final class CallFields {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");
    private static final String OTHERWISE = "otherwise";

    private final Map<String, JsonNode> templates;

    private CallFields(Map<String, JsonNode> templates) {
        this.templates = templates;
    }

    /** @throws SalesforceException if it is no JSON object of texts, or of objects of texts */
    static CallFields read(String property, String json) {
        Map<String, JsonNode> templates = new LinkedHashMap<>();
        if (!json.isBlank()) {
            try {
                JsonNode tree = SalesforceAnswer.JSON.readTree(json);
                if (!tree.isObject()) {
                    throw unreadable(property);
                }
                tree.fields().forEachRemaining(field -> templates.put(field.getKey(), field.getValue()));
            } catch (JsonProcessingException e) {
                throw unreadable(property);
            }
        }
        return new CallFields(templates);
    }

    private static SalesforceException unreadable(String property) {
        return new SalesforceException(property + " cannot be read; expected fields with what is written into them");
    }

    /** @param known what places may name */
    Map<String, Object> fill(Map<String, Object> known) {
        Map<String, Object> filled = new LinkedHashMap<>();
        templates.forEach((field, template) -> {
            JsonNode chosen = template.isObject() ? template.path(String.valueOf(known.get("disposition"))) : template;
            if (template.isObject() && chosen.isMissingNode()) {
                chosen = template.path(OTHERWISE);
            }
            value(chosen, known).ifPresent(value -> filled.put(field, value));
        });
        return filled;
    }

    private static Optional<Object> value(JsonNode template, Map<String, Object> known) {
        if (!template.isTextual()) {
            return template.isMissingNode() || template.isNull() ? Optional.empty() : Optional.of(SalesforceAnswer.JSON.convertValue(template, Object.class));
        }
        String text = template.textValue();
        Matcher alone = PLACE.matcher(text);
        if (alone.matches()) {
            return Optional.ofNullable(known.get(alone.group(1)));
        }
        if (text.equals("true") || text.equals("false")) {
            return Optional.of(Boolean.valueOf(text));
        }
        return Optional.of(PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(String.valueOf(known.getOrDefault(place.group(1), "")))));
    }
}
