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
 * @param variables    the contact's variables, without the attempt id
 */
public record StartRequest(UUID attemptId, String campaign, String fromNumber, String toNumber,
        Optional<String> agentVersion, Map<String, String> variables) {
    public StartRequest {
        variables = Map.copyOf(variables);
    }

    /** Without number and variables, so that it can stand in a log. */
    @Override
    public String toString() {
        return "StartRequest[" + attemptId + "]";
    }
}
