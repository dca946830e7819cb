package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** One agent: a draft that changes, launched versions that never do, of which at most one is published. Used under its account's lock. */
final class Agent {
    private static final Set<String> CHANGEABLE = Set.of("name", "description", "prompt", "greeting", "time_before_start",
            "voice_id", "volume", "language", "max_reminder_count", "reminder_frequency_ms", "reminder_messages",
            "knowledge_base_ids", "knowledge_item_ids", "mode", "conversational_path_id", "integrations", "call_tools",
            "dynamic_variables", "background_audio", "flow_ids", "voicemail_detection", "voicemail_action",
            "voicemail_message", "phone_menu_detection", "phone_menu_action", "phone_menu_navigation_mode",
            "phone_menu_goal", "phone_menu_key_sequence");

    private final Clock clock;
    private final UUID id;
    private final ObjectNode draft;
    private final List<ObjectNode> versions = new ArrayList<>();
    private UUID published;

    /** With a first version, which is published. */
    Agent(Clock clock, UUID id, UUID firstVersion, String name) {
        this.clock = clock;
        this.id = id;
        String now = clock.instant().toString();
        draft = Json.object().put("agent_id", id.toString()).put("modified_at", now).put("created_at", now)
                .put("version_id", UUID.randomUUID().toString()).put("version_number", 2).put("version_created_at", now)
                .putNull("version_name").put("is_draft", true).put("is_published", false)
                .put("name", name).putNull("description").put("prompt", "Ask whether {{customer_name}} renews.")
                .put("greeting", "Hola {{customer_name}}").putNull("time_before_start").put("volume", 50)
                .put("language", "es").put("mode", "free").put("max_reminder_count", 3).put("reminder_frequency_ms", 7_500)
                .putNull("conversational_path_id").putNull("background_audio").putNull("source_template_id")
                .put("voicemail_detection", false).put("voicemail_action", "leave_message").putNull("voicemail_message")
                .put("phone_menu_detection", false).put("phone_menu_action", "navigate").put("phone_menu_navigation_mode", "goal")
                .putNull("phone_menu_goal").putNull("phone_menu_key_sequence");
        draft.set("voice", voice("b0ce0000-0000-4000-8000-000000000001"));
        for (String list : List.of("reminder_messages", "knowledge_base_ids", "knowledge_item_ids", "integrations", "call_tools", "flows")) {
            draft.putArray(list);
        }
        draft.putObject("dynamic_variables");
        versions.add(launched(firstVersion, 1, "v1", now));
        published = firstVersion;
    }

    private static ObjectNode voice(String id) {
        ObjectNode voice = Json.object().put("id", id).put("name", "Voice").put("provider", "elevenlabs").put("provider_voice_id", id)
                .put("gender", "female").put("is_favourite", false);
        voice.putObject("preview_urls").put("es", "https://voices.simulator.invalid/" + id + ".mp3");
        return voice;
    }

    private ObjectNode launched(UUID version, int number, String name, String at) {
        return draft.deepCopy().put("version_id", version.toString()).put("version_number", number).put("version_name", name)
                .put("version_created_at", at).put("is_draft", false);
    }

    UUID id() {
        return id;
    }

    Optional<UUID> publishedVersion() {
        return Optional.ofNullable(published);
    }

    Optional<ObjectNode> version(UUID wanted) {
        return versions.stream().filter(version -> version.get("version_id").asText().equals(wanted.toString())).findFirst().map(this::shown);
    }

    ObjectNode draft() {
        return shown(draft);
    }

    /** Oldest first, the draft last. */
    Stream<ObjectNode> all() {
        return Stream.concat(versions.stream(), Stream.of(draft)).map(this::shown);
    }

    /** What a list shows of any version: as it is stored, with the mark of the live one as it is now. */
    private ObjectNode shown(ObjectNode version) {
        ObjectNode copy = version.deepCopy();
        copy.set("modified_at", draft.get("modified_at"));
        return copy.put("is_published", published != null && published.toString().equals(copy.get("version_id").asText()));
    }

    ObjectNode update(ObjectNode changes, Set<String> ignored) {
        ObjectNode before = draft.deepCopy();
        try {
            changes.properties().forEach(field -> {
                if (CHANGEABLE.contains(field.getKey()) && !ignored.contains(field.getKey())) {
                    change(field.getKey(), field.getValue());
                }
            });
        } catch (Refused e) {
            draft.setAll(before);
            throw e;
        }
        draft.put("modified_at", clock.instant().toString());
        return draft();
    }

    private void change(String name, JsonNode value) {
        switch (name) {
            case "voice_id" -> draft.set("voice", voice(uuid(value, name).toString()));
            case "flow_ids" -> draft.set("flows", each(value, flow -> Json.object().put("id", flow.asText()).put("name", "Flow")
                    .put("requires_setup", false).put("status", "ENABLED")));
            case "integrations" -> draft.set("integrations", each(value, tools -> ((ObjectNode) tools.deepCopy())
                    .put("integration_name", "Integration").put("requires_setup", false).putNull("source_integration_template_id")));
            case "call_tools" -> draft.set("call_tools", each(value, Agent::tool));
            case "reminder_frequency_ms" -> {
                if (!value.isInt() || value.intValue() < 1_000) {
                    throw new Refused(Answer.invalid("Input should be greater than or equal to 1000", "greater_than_equal", "body", name));
                }
                draft.set(name, value);
            }
            default -> draft.set(name, value);
        }
    }

    /** Names come back as identifiers; an older spelling of the number is understood. */
    private static ObjectNode tool(JsonNode given) {
        ObjectNode tool = given.deepCopy();
        tool.put("name", java.text.Normalizer.normalize(tool.path("name").asText(), java.text.Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "").replace(' ', '_'));
        if (tool.path("type").asText().equals("transfer_call")) {
            JsonNode number = tool.remove("phone_number");
            tool.set("target_number", number == null ? tool.get("target_number") : number);
            tool.put("transfer_type", tool.path("transfer_type").asText("transfer"));
        }
        return tool;
    }

    private static ArrayNode each(JsonNode list, Function<JsonNode, ObjectNode> shape) {
        ArrayNode shaped = Json.MAPPER.createArrayNode();
        list.forEach(item -> shaped.add(shape.apply(item)));
        return shaped;
    }

    private static UUID uuid(JsonNode value, String field) {
        return Query.uuidOf(value.asText()).orElseThrow(() -> new Refused(
                Answer.invalid("Input should be a valid UUID", "uuid_parsing", "body", field)));
    }

    ObjectNode launch(String name) {
        int number = versions.size() + 1;
        ObjectNode version = launched(UUID.randomUUID(), number, name, clock.instant().toString());
        versions.add(version);
        draft.put("version_number", number + 1);
        return shown(version);
    }

    /** As the provider does it: without a version id, the live one is taken down. */
    ObjectNode publish(ObjectNode wanted) {
        JsonNode version = wanted.path("version_id");
        if (version.isMissingNode() || version.isNull()) {
            published = null;
        } else {
            UUID chosen = uuid(version, "version_id");
            if (version(chosen).isEmpty()) {
                throw new Refused(Agents.badParameter("Invalid phone number configuration or version"));
            }
            published = chosen;
        }
        ObjectNode answer = Json.object().put("agent_id", id.toString()).put("published_version_id", published == null ? null : published.toString());
        answer.set("outbound_phone_number_id", wanted.get("outbound_phone_number_id"));
        answer.set("inbound_phone_number_id", wanted.get("inbound_phone_number_id"));
        return answer;
    }
}
