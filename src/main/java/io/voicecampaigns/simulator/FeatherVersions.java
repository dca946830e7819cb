package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The versions of an agent at Feather, the same whatever the agent is called: they are changed where they stand. */
final class FeatherVersions {
    static final UUID AGENT = UUID.fromString("fea70000-0000-4000-8000-000000000001");
    static final String FIRST_VERSION = "fea70000-0000-4000-8000-0000000000f1";
    private static final int USUAL_ON_A_PAGE = 20;
    private static final Set<String> CHANGEABLE = Set.of("mode", "prompt", "promptPersonalityId", "sttConfigId", "ttsConfigId", "llmConfigId",
            "overrideSTTConfig", "overrideTTSConfig", "overrideLLMConfig", "voiceId", "postCallPrompt", "knowledgeBaseCollectionIds", "voicemailMessage",
            "speakFirst", "firstMessage", "useKnowledgeBase", "enableBackgroundAudio", "backgroundAudio", "forwardingPhoneNumber", "postCallVariables");

    private final Clock clock;
    private final List<ObjectNode> versions = new ArrayList<>();

    FeatherVersions(Clock clock) {
        this.clock = clock;
        String now = clock.instant().toString();
        ObjectNode first = Json.object().put("id", FIRST_VERSION).put("version", 1).put("createdAt", now).put("updatedAt", now)
                .put("mode", "PROMPT").put("firstMessage", "Hello {{first_name}}").put("speakFirst", true);
        ObjectNode prompt = first.putObject("prompt").put("system", "Ask whether {{customer_name}} renews.");
        prompt.putArray("variables").addObject().put("name", "customer_name").put("required", true).putNull("defaultValue");
        prompt.putArray("tools");
        prompt.putArray("preBuiltTools");
        versions.add(first);
    }

    synchronized boolean has(String id) {
        return version(id).isPresent();
    }

    private Optional<ObjectNode> version(String id) {
        return versions.stream().filter(version -> version.get("id").asText().equals(id)).findFirst();
    }

    /** The provider publishes nothing of this list. */
    Answer agents() {
        ObjectNode answer = Json.object();
        answer.putArray("agents").addObject().put("id", AGENT.toString()).put("name", "Renewals");
        answer.putObject("pagination").put("limit", USUAL_ON_A_PAGE).putNull("nextCursor");
        return Answer.json(200, answer);
    }

    synchronized Answer page(Query query) {
        int limit = query.number("limit", 100).orElse(USUAL_ON_A_PAGE);
        int from = query.text("cursor").map(Integer::parseInt).orElse(0);
        int to = Math.min(versions.size(), from + limit);
        ObjectNode answer = Json.object();
        ArrayNode listed = answer.putObject("agent").put("id", AGENT.toString()).put("name", "Renewals").putArray("versions");
        versions.subList(Math.min(from, to), to).forEach(version -> listed.add(version.deepCopy()));
        answer.putObject("pagination").put("limit", limit).put("nextCursor", to < versions.size() ? Integer.toString(to) : null);
        return Answer.json(200, answer);
    }

    synchronized Answer update(String id, byte[] body) {
        Optional<ObjectNode> version = version(id);
        if (version.isEmpty()) {
            return FeatherApi.error(404, "VERSION_NOT_FOUND", "Version not found");
        }
        for (Map.Entry<String, JsonNode> field : Json.readObject(body).properties()) {
            if (CHANGEABLE.contains(field.getKey())) {
                version.get().set(field.getKey(), field.getValue());
            }
        }
        version.get().put("updatedAt", clock.instant().toString());
        ObjectNode answer = Json.object();
        answer.set("version", version.get().deepCopy());
        return Answer.json(200, answer);
    }
}
