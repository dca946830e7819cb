package io.voicecampaigns.provider;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One call to start, in our words: the body that a {@code <provider>-start-call-action} is given.
 *
 * @param attemptId    our id; it travels in the call's variables
 * @param campaign     the campaign's name
 * @param toNumber     the called number in E.164
 * @param agent        which agent calls, where the provider has to be told
 * @param variables    the contact's variables, without the attempt id
 */
public record StartRequest(UUID attemptId, String campaign, String fromNumber, String toNumber, Optional<String> agent,
        Optional<String> agentVersion, Map<String, String> variables) {
    public StartRequest {
        variables = Map.copyOf(variables);
    }

    /**
     * Reads this record, or a map or JSON with its fields.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong, never its value
     */
    public static StartRequest from(Object body) {
        if (body instanceof StartRequest request) {
            return request;
        }
        Words words = Words.of("start request", body);
        return new StartRequest(words.uuid("attemptId").orElseThrow(() -> words.wrong("attemptId", "is missing")),
                words.text("campaign"), words.text("fromNumber"), words.text("toNumber"), words.optional("agent"),
                words.optional("agentVersion"), words.texts("variables"));
    }

    /** Without number and variables, so that it can stand in a log. */
    @Override
    public String toString() {
        return "StartRequest[" + attemptId + "]";
    }
}
