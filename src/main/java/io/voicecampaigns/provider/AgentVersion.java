package io.voicecampaigns.provider;

import java.util.List;

/**
 * One version of a voice agent, as far as it concerns who calls with it.
 *
 * @param variables what it wants to know of each person
 */
public record AgentVersion(String id, List<Variable> variables) {
    public AgentVersion {
        variables = List.copyOf(variables);
    }

    /**
     * @param required   whether it cannot do without
     * @param hasDefault whether it has a value of its own where none is given
     */
    public record Variable(String name, boolean required, boolean hasDefault) {
    }
}
