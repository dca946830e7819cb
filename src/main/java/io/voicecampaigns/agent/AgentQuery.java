package io.voicecampaigns.agent;

import java.util.Optional;

/**
 * What is asked of a provider: a page of agents, a page of an agent's versions, or one agent.
 *
 * @param agentId   empty for agents
 * @param published whether only published versions are asked for
 */
public record AgentQuery(String agentId, Optional<String> cursor, boolean published) {
    public AgentQuery {
        if (!agentId.isEmpty() && !AgentVersion.isId(agentId)) {
            throw new IllegalArgumentException("the id of an agent was expected");
        }
    }

    /** A page of agents, or of the account's numbers. */
    public static AgentQuery ofAgents(Optional<String> cursor) {
        return new AgentQuery("", cursor, false);
    }
}
