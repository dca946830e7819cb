package io.voicecampaigns.agent;

import static io.voicecampaigns.agent.AgentBundle.AGENT;
import static io.voicecampaigns.agent.AgentBundle.FIRST_VERSION;
import static io.voicecampaigns.agent.AgentBundle.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.RunningBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RestoreTest extends WithAgents {
    private static final String EVERYTHING = """
            {"name": "Renovaciones", "description": "de otoño", "prompt": "Eres Ana.\\nPregunta.", "greeting": null, "time_before_start": 0.5,
             "voice_id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "volume": 70, "language": "multi", "max_reminder_count": 0, "reminder_frequency_ms": 8000,
             "reminder_messages": ["¿Sigue ahí?"], "knowledge_base_ids": ["3c90c3cc-0d44-4b50-8888-8dd25736052b"], "flow_ids": ["f1"],
             "integrations": [{"integration_id": "3c90c3cc-0d44-4b50-8888-8dd25736052c", "tool_ids": ["3c90c3cc-0d44-4b50-8888-8dd25736052d"]}],
             "call_tools": [{"type": "transfer_call", "name": "ventas", "target_number": "+34910000000#1234"}, {"type": "hang_up", "name": "fin"}],
             "dynamic_variables": {"offer": "10 %"}, "background_audio": "cafe", "voicemail_detection": true, "voicemail_action": "hang_up"}""";

    @Test
    void a_version_comes_back_equal_but_for_its_identity_and_times() throws IOException {
        agents.change(EVERYTHING);
        String second = agents.launch("autumn");
        agents.snapshot();
        Path copy = agents.copies(AGENT).resolve("v2-" + second + ".json");
        agents.change("""
                {"name": "x", "description": null, "prompt": "x", "greeting": "x", "time_before_start": null, "voice_id": "3c90c3cc-0d44-4b50-8888-8dd257360500",
                 "volume": 1, "language": "es", "max_reminder_count": 1, "reminder_frequency_ms": 1000, "reminder_messages": [], "knowledge_base_ids": [],
                 "flow_ids": [], "integrations": [], "call_tools": [], "dynamic_variables": {}, "background_audio": null, "voicemail_detection": false}""");

        Release.Outcome outcome = restore(copy, false, Optional.empty());
        agents.snapshot();

        assertThat(((Release.Released) outcome).summary()).startsWith("v3 “restore of v2");
        JsonNode before = json(copy).get("fields");
        JsonNode after = json(agents.copies(AGENT).resolve(agents.files(agents.copies(AGENT)).stream().filter(name -> name.startsWith("v3-")).findFirst()
                .orElseThrow())).get("fields");
        AgentCatalogue diga = AgentCatalogue.of("diga").orElseThrow();
        assertThat(CanonicalJson.line(diga.content(after))).isEqualTo(CanonicalJson.line(diga.content(before)));
        assertThat(after.get("version_id")).isNotEqualTo(before.get("version_id"));
        assertThat(after.at("/call_tools/0/target_number").asText()).isEqualTo("+34910000000#1234");
    }

    @Test
    void a_restored_version_goes_live_only_as_it_was_reviewed_and_may_be_restored_again() throws IOException {
        agents.snapshot();
        Path copy = agents.copies(AGENT).resolve("v1-" + FIRST_VERSION + ".json");
        agents.change("{\"greeting\": \"Wrong\", \"knowledge_base_ids\": [\"3c90c3cc-0d44-4b50-8888-8dd25736052a\"]}");
        agents.publish(agents.launch("wrong"));

        String preview = ((Release.Previewed) agents.jobs().release("restore.json", Restore.release(Files.readAllBytes(copy), true, Optional.empty(),
                Optional.empty()), true)).text();
        assertThat(preview).contains("- greeting: \"Wrong\" → \"Hola {{customer_name}}\"", "removed \"3c90c3cc-0d44-4b50-8888-8dd25736052a\"");
        assertThat(restore(copy, true, Optional.empty())).isInstanceOf(Release.Refused.class);
        assertThat(restore(copy, true, Optional.of(preview.replaceFirst("(?s).*reviewed: ", "")))).isInstanceOf(Release.Released.class);

        assertThat(agents.live().get("greeting").asText()).isEqualTo("Hola {{customer_name}}");
        assertThat(restore(copy, false, Optional.empty())).isInstanceOf(Release.Released.class);
        assertThat(restore(copy, false, Optional.empty())).isInstanceOf(Release.Released.class);
        assertThat(agents.versions()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void a_copy_that_names_what_only_the_provider_holds_is_warned_about() throws IOException {
        agents.change("{\"knowledge_base_ids\": [\"3c90c3cc-0d44-4b50-8888-8dd25736052a\"], \"flow_ids\": [\"f1\"]}");
        String second = agents.launch("autumn");
        agents.snapshot();
        agents.change("{\"knowledge_base_ids\": []}");

        String preview = ((Release.Previewed) agents.jobs().release("restore.json",
                Files.readAllBytes(agents.copies(AGENT).resolve("v2-" + second + ".json")), true)).text();

        assertThat(preview).contains("Warning: knowledge_base_ids names what only the provider holds").doesNotContain("flow_ids names", "voice_id names");
    }

    @Test
    void a_copy_dropped_into_the_inbox_is_restored() throws IOException {
        agents.snapshot();
        String copy = Files.readString(agents.copies(AGENT).resolve("v1-" + FIRST_VERSION + ".json"));
        agents.change("{\"greeting\": \"Wrong\"}");
        agents.bundle.start();

        agents.bundle.dropRelease("v1.json", copy);

        Awaitility.await().atMost(RunningBundle.PATIENCE).until(() -> agents.versions().size() == 2);
        assertThat(agents.get("/v1/agent/" + AGENT).get("greeting").asText()).isEqualTo("Hola {{customer_name}}");
    }

    private Release.Outcome restore(Path copy, boolean publish, Optional<String> reviewed) throws IOException {
        return agents.jobs().release("restore.json", Restore.release(Files.readAllBytes(copy), publish, reviewed, Optional.empty()), false);
    }
}
