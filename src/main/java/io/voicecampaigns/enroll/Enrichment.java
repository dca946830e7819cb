package io.voicecampaigns.enroll;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** Merges what an HTTP lookup answered into the contact it was asked for. Stateless. */
public final class Enrichment {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NOT_FOUND = 404;

    /**
     * Makes variables of a JSON object's texts, numbers and truth values; what is null or nested is left out. 404 and 204 add nothing.
     *
     * @throws EnrichmentException if the answer says anything else: the contact's whole batch is tried again, since nobody is to be
     *     called without what the campaign wants to say
     */
    public void add(EnrichableContact contact, int status, String answer) {
        boolean isNothing = status == NOT_FOUND || status / 100 == 2 && (answer == null || answer.isBlank());
        if (isNothing) {
            return;
        }
        if (status / 100 != 2) {
            throw new EnrichmentException("the lookup of " + contact + " answered with HTTP status " + status);
        }
        contact.add(variables(contact, answer));
    }

    private static Map<String, String> variables(EnrichableContact contact, String answer) {
        try {
            JsonNode found = JSON.readTree(answer);
            if (!found.isObject()) {
                throw new EnrichmentException("the lookup of " + contact + " answered with something else than a JSON object");
            }
            Map<String, String> variables = new LinkedHashMap<>();
            found.fields().forEachRemaining(field -> {
                if (field.getValue().isValueNode() && !field.getValue().isNull()) {
                    variables.put(field.getKey(), field.getValue().asText());
                }
            });
            return variables;
        } catch (JsonProcessingException e) {
            // its message quotes the answer
            throw new EnrichmentException("the lookup of " + contact + " answered with something else than JSON");
        }
    }
}
