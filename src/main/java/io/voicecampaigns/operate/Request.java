package io.voicecampaigns.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.privacy.Shown;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The JSON object that a POST brings, and who sends it.
 *
 * @param who as the request's {@code Operator} header says, fit to be shown; else {@code api}
 */
public record Request(String who, JsonNode body) {
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_TEXT = 200;
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /**
     * @param operator null or blank: nobody said
     * @param body     null or blank: an empty object
     * @param fields   those that may be in it
     * @throws RefusedException if it is not such an object, or names a field that is not there
     */
    public static Request of(String operator, String body, String... fields) {
        JsonNode object = body == null || body.isBlank() ? MAPPER.createObjectNode() : parsed(body);
        if (!object.isObject()) {
            throw RefusedException.badRequest("the body is not a JSON object", "send {} or one with the fields " + Set.of(fields));
        }
        Set<String> known = new TreeSet<>(Set.of(fields));
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw RefusedException.badRequest("there is no field " + quoted(field), known.isEmpty() ? "send {}" : "the fields are " + String.join(", ", known));
            }
        });
        return new Request(who(operator), object);
    }

    private static JsonNode parsed(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            // its message quotes the body, which may name a person
            throw RefusedException.badRequest("the body is not JSON", "send a JSON object");
        }
    }

    private static String who(String operator) {
        String name = operator == null ? "" : OperatorName.of(operator.strip()).strip();
        if (name.codePointCount(0, name.length()) > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw RefusedException.badRequest("the header Operator is longer than " + LONGEST_NAME + " characters, or holds characters that cannot be shown",
                    "send a name, or leave it out");
        }
        if (AuditTrail.OWN_NAMES.contains(name.toLowerCase(Locale.ROOT))) {
            throw RefusedException.badRequest("the header Operator is " + name + ", which the audit says of the service itself", "send a person's or a program's name; commands take it from --as");
        }
        return name.isEmpty() ? "api" : Shown.name(name);
    }

    /**
     * @return empty where the field is absent, null or blank
     * @throws RefusedException if it is not text, or longer than 200 characters
     */
    public Optional<String> text(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().length() > LONGEST_TEXT) {
            throw RefusedException.badRequest(field + " is not a text of at most " + LONGEST_TEXT + " characters", "send one in quotes, or leave it out");
        }
        return Optional.of(value.textValue().strip()).filter(text -> !text.isEmpty());
    }

    /**
     * Why somebody wants it so, as it may be shown everywhere: without numbers, addresses and control characters.
     *
     * @return empty where no reason is given
     * @throws RefusedException as {@link #text}
     */
    public Optional<String> reason() {
        return text("reason").map(given -> Shown.name(given.replaceAll("\\p{Cntrl}", " ")));
    }

    /** @throws RefusedException if the field is absent or not a text */
    public String required(String field) {
        return text(field).orElseThrow(() -> RefusedException.badRequest(field + " is missing", "send {\"" + field + "\": …}"));
    }

    /** @throws RefusedException if it is neither true nor false nor absent, which means false */
    public boolean flag(String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw RefusedException.badRequest(field + " is neither true nor false", "send one of these, or leave it out");
        }
        return value.booleanValue();
    }

    private static String quoted(String text) {
        return '"' + (text.length() > 40 ? text.substring(0, 40) + "…" : text).replaceAll("\\d{4,}", "…") + '"';
    }
}
