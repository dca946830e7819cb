package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One request that changes something at a provider.
 *
 * @param versionId     the version to change or to publish; empty: the draft
 * @param fields        what to change, in the provider's words
 * @param versionName   of the version to launch
 * @param outboundPhone the provider's id of the number that the published version calls from; empty: as it is
 * @param inboundPhone  the same for the number that it answers
 */
public record AgentChange(String agentId, Optional<String> versionId, ObjectNode fields, String versionName,
        Optional<String> outboundPhone, Optional<String> inboundPhone) {

    /** @throws IllegalArgumentException if the request names no version */
    public String versionToChange() {
        return versionId.orElseThrow(() -> new IllegalArgumentException("not sent: no version is named"));
    }
}
