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

/** The account's one agent: a draft that changes, launched versions that never do, of which at most one is published. */
final class Agents {
    static final UUID DEFAULT_AGENT = UUID.fromString("a9e20000-0000-4000-8000-000000000001");
    static final UUID FIRST_VERSION = UUID.fromString("a9e20000-0000-4000-8000-0000000000f1");

    private static final Set<String> CHANGEABLE = Set.of("name", "description", "prompt", "greeting", "time_before_start",
            "voice_id", "volume", "language", "max_reminder_count", "reminder_frequency_ms", "reminder_messages",
            "knowledge_base_ids", "knowledge_item_ids", "mode", "conversational_path_id", "integrations", "call_tools",
            "dynamic_variables", "background_audio", "flow_ids", "voicemail_detection", "voicemail_action",
            "voicemail_message", "phone_menu_detection", "phone_menu_action", "phone_menu_navigation_mode",
            "phone_menu_goal", "phone_menu_key_sequence");

    private final Clock clock;
    private final ObjectNode draft;
    private final List<ObjectNode> versions = new ArrayList<>();
    private UUID published = FIRST_VERSION;

    Agents(Clock clock) {
        this.clock = clock;
        String now = clock.instant().toString();
        draft = Json.object().put("agent_id", DEFAULT_AGENT.toString()).put("modified_at", now).put("created_at", now)
                .put("version_id", UUID.randomUUID().toString()).put("version_number", 2).put("version_created_at", now)
                .putNull("version_name").put("is_draft", true).put("is_published", false)
                .put("name", "Renewals").put("prompt", "Ask whether {{customer_name}} renews.")
                .put("greeting", "Hola {{customer_name}}").put("language", "es").put("mode", "free");
        draft.set("voice", voice("b0ce0000-0000-4000-8000-000000000001"));
        draft.putArray("reminder_messages");
        draft.putArray("knowledge_base_ids");
        draft.putArray("integrations");
        draft.putArray("call_tools");
        draft.putObject("dynamic_variables");
        draft.putArray("flows");
        versions.add(launched(FIRST_VERSION, 1, "v1", now));
    }

    private static ObjectNode voice(String id) {
        return Json.object().put("id", id).put("name", "Voice").put("provider", "elevenlabs")
                .put("provider_voice_id", id).put("is_favourite", false);
    }

    private ObjectNode launched(UUID id, int number, String name, String at) {
        ObjectNode version = draft.deepCopy();
        return version.put("version_id", id.toString()).put("version_number", number).put("version_name", name)
                .put("version_created_at", at).put("is_draft", false);
    }

    synchronized Optional<UUID> publishedVersion() {
        return Optional.ofNullable(published);
    }

    synchronized boolean isLaunched(UUID version) {
        return version(version).isPresent();
    }

    private Optional<ObjectNode> version(UUID id) {
        return versions.stream().filter(version -> version.get("version_id").asText().equals(id.toString())).findFirst();
    }

    private ObjectNode shown(ObjectNode version) {
        ObjectNode copy = version.deepCopy();
        return copy.put("is_published", published != null && published.toString().equals(copy.get("version_id").asText()));
    }

    synchronized Answer page(Query query) {
        boolean onlyPublished = query.flag("is_published");
        List<ObjectNode> agents = onlyPublished ? publishedOnly() : List.of(shown(draft));
        return JsonPage.of(agents, "agent_id", Paging.of(query, 100, 10));
    }

    synchronized Answer versions(Query query) {
        List<ObjectNode> listed = query.flag("is_published") ? publishedOnly() : versions.stream().map(this::shown).toList();
        return JsonPage.of(listed, "version_id", Paging.of(query, 100, 10));
    }

    private List<ObjectNode> publishedOnly() {
        return publishedVersion().flatMap(this::version).map(this::shown).stream().toList();
    }

    synchronized Answer agent(Query query) {
        Optional<UUID> wanted = query.uuid("version_id");
        boolean onlyPublished = query.flag("is_published");
        if (wanted.isPresent() && onlyPublished) {
            return badParameter("Cannot specify both version_id and is_published parameters together");
        }
        if (wanted.isEmpty() && !onlyPublished) {
            return Answer.json(200, shown(draft));
        }
        return (onlyPublished ? publishedVersion() : wanted).flatMap(this::version)
                .map(version -> Answer.json(200, shown(version)))
                .orElseGet(Agents::notFound);
    }

    synchronized Answer update(byte[] body) {
        ObjectNode changes = Json.readObject(body);
        List<String> names = new ArrayList<>();
        changes.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            if (CHANGEABLE.contains(name)) {
                change(name, changes.get(name));
            }
        }
        draft.put("modified_at", clock.instant().toString());
        return Answer.json(200, shown(draft));
    }

    private void change(String name, JsonNode value) {
        if (name.equals("voice_id")) {
            UUID voice = Query.uuidOf(value.asText()).orElseThrow(() -> new Refused(
                    Answer.invalid("Input should be a valid UUID", "uuid_parsing", "body", "voice_id")));
            draft.set("voice", voice(voice.toString()));
        } else if (name.equals("flow_ids")) {
            ArrayNode flows = draft.putArray("flows");
            value.forEach(id -> flows.addObject().put("id", id.asText()));
        } else {
            draft.set(name, value);
        }
    }

    synchronized Answer launch(byte[] body) {
        JsonNode name = Json.readObject(body).get("version_name");
        String now = clock.instant().toString();
        int number = versions.size() + 1;
        ObjectNode version = launched(UUID.randomUUID(), number, name == null || name.isNull() ? null : name.asText(), now);
        versions.add(version);
        draft.put("version_number", number + 1);
        return Answer.json(201, shown(version));
    }

    /** As the provider does it: without a version id, the live one is taken down. */
    synchronized Answer publish(byte[] body) {
        ObjectNode wanted = Json.readObject(body);
        JsonNode id = wanted.get("version_id");
        if (id == null || id.isNull()) {
            published = null;
        } else {
            Optional<UUID> version = Query.uuidOf(id.asText());
            if (version.isEmpty()) {
                return Answer.invalid("Input should be a valid UUID", "uuid_parsing", "body", "version_id");
            }
            if (version(version.get()).isEmpty()) {
                return badParameter("Invalid phone number configuration or version");
            }
            published = version.get();
        }
        ObjectNode answer = Json.object().put("agent_id", DEFAULT_AGENT.toString())
                .put("published_version_id", published == null ? null : published.toString());
        answer.set("outbound_phone_number_id", wanted.get("outbound_phone_number_id"));
        answer.set("inbound_phone_number_id", wanted.get("inbound_phone_number_id"));
        return Answer.json(200, answer);
    }

    static Answer notFound() {
        return Answer.error(404, "AGENT_NOT_FOUND", "Agent not found");
    }

    private static Answer badParameter(String message) {
        return Answer.error(400, "BAD_PARAMETER", message);
    }
}
