package io.voicecampaigns.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was said in a call, and what the provider makes of it: what a {@code <provider>-get-conversation-action} answers. Personal
 * data: asked for only where a campaign wants it.
 *
 * @param analysis what the agent was told to find out, by name; empty until there is any
 */
public record Conversation(Optional<String> transcript, Optional<String> summary, Map<String, String> analysis) {
    public static final Conversation NOTHING = new Conversation(Optional.empty(), Optional.empty(), Map.of());

    /** What a campaign can ask for. */
    public enum Part { TRANSCRIPT, SUMMARY, ANALYSIS }

    public Conversation {
        analysis = Map.copyOf(analysis);
    }

    public boolean has(Part part) {
        return switch (part) {
            case TRANSCRIPT -> transcript.isPresent();
            case SUMMARY -> summary.isPresent();
            case ANALYSIS -> !analysis.isEmpty();
        };
    }

    /**
     * Reads what an action answered: this record, or a map or JSON with its fields, all of which may be absent.
     *
     * @throws IllegalArgumentException naming the field that is wrong, never its value
     */
    public static Conversation from(Object body) {
        if (body instanceof Conversation conversation) {
            return conversation;
        }
        Words words = Words.of("conversation", body);
        return new Conversation(words.optional("transcript"), words.optional("summary"), new LinkedHashMap<>(words.texts("analysis")));
    }

    /** Without what was said, so that it can stand in a log. */
    @Override
    public String toString() {
        return "Conversation[transcript " + presence(Part.TRANSCRIPT) + ", summary " + presence(Part.SUMMARY) + ", analysis "
                + presence(Part.ANALYSIS) + "]";
    }

    private String presence(Part part) {
        return has(part) ? "present" : "absent";
    }
}
