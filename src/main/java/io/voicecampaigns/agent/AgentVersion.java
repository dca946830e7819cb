package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * One version of an agent, or its draft, as the provider tells of it.
 *
 * @param agentName what people call the agent, or an empty text
 * @param number    counts upwards from version to version
 * @param name      what people call the version, or an empty text
 * @param created   as the provider writes it, or an empty text
 * @param published whether it takes calls now, by its own mark; always false where the provider marks none
 * @param fields    everything that the provider told, not to be changed
 */
public record AgentVersion(String agentId, String agentName, String id, long number, String name, String created, boolean draft,
        boolean published, ObjectNode fields) {
    /** What may stand in a path, of files and of addresses. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    public AgentVersion {
        if (!isId(agentId) || !isId(id)) {
            throw new IllegalArgumentException("an id of an agent and of its version was expected");
        }
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** {@code v3}, with its name where that says more. */
    String shown() {
        return "v" + number + (name.isEmpty() || name.equals("v" + number) ? "" : " “" + name + "”");
    }

    /** Without what the agent says. */
    @Override
    public String toString() {
        return "AgentVersion[" + agentId + ", " + id + ", v" + number + "]";
    }
}
