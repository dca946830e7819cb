package io.voicecampaigns.agent;

import static io.voicecampaigns.agent.AgentBundle.json;
import static io.voicecampaigns.agent.AgentBundle.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.RequestKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider whose versions are changed where they stand. */
class FeatherAgentTest extends WithAgents {
    private static final String AGENT = "fea70000-0000-4000-8000-000000000001";
    private static final String VERSION = "fea70000-0000-4000-8000-0000000000f1";
    private static final String CHANGE = """
            provider: feather
            agent: %s
            version: %s
            publish: true
            change:
              firstMessage: Good morning {{first_name}}
              backgroundAudio: 50.0
              prompt:
                system: Ask whether {{customer_name}} renews this year.
                variables: [{name: customer_name, required: true, defaultValue: null}]
                tools: []
                preBuiltTools: []
            """.formatted(AGENT, VERSION);

    @BeforeEach
    void prepare() {
        agents.bundle.withFeather(agents.simulator);
    }

    @Test
    void versions_of_both_accounts_are_copied_and_the_newest_is_marked() {
        SnapshotRun run = agents.snapshot();

        assertThat(run.missing).isEmpty();
        assertThat(run.toString()).startsWith("2 agents, 2 versions");
        assertThat(json(copy()).at("/fields/prompt/system").asText()).isEqualTo("Ask whether {{customer_name}} renews.");
        assertThat(json(copies().resolve("index.json")).at("/versions/0/live").asBoolean()).isTrue();
    }

    @Test
    void a_change_is_live_at_once_so_it_must_say_so_and_have_been_reviewed() {
        assertThatThrownBy(() -> agents.release(CHANGE.replace("publish: true\n", ""))).hasMessageContaining("publish must be true");
        assertThat(agents.release(CHANGE)).isInstanceOf(Release.Refused.class);

        String preview = agents.preview(CHANGE);
        Release.Outcome outcome = agents.release(CHANGE + "reviewed: " + agents.reviewed(CHANGE) + "\n");

        assertThat(preview).contains("- firstMessage: \"Hello {{first_name}}\" → \"Good morning {{first_name}}\"").doesNotContain("New version");
        assertThat(((Release.Released) outcome).summary()).isEqualTo("the version was changed and is live");
        assertThat(version().get("firstMessage").asText()).isEqualTo("Good morning {{first_name}}");
        assertThat(version().at("/prompt/system").asText()).endsWith("this year.");
    }

    @Test
    void a_change_that_is_made_elsewhere_is_reported_and_what_was_there_before_is_kept() {
        agents.snapshot();
        agents.send("PATCH", "/api/v1/agents/" + AGENT + "/versions/" + VERSION, "{\"firstMessage\": \"Hi\"}");

        SnapshotRun run = agents.snapshot();

        assertThat(run.changed()).isEqualTo(1);
        assertThat(text(run.report().orElseThrow())).contains("v1 is not what it was:", "- firstMessage: \"Hello {{first_name}}\" → \"Hi\"");
        assertThat(json(copy()).at("/fields/firstMessage").asText()).isEqualTo("Hi");
        Path before = copies().resolve("before");
        assertThat(json(before.resolve(agents.files(before).get(0))).at("/fields/firstMessage").asText()).isEqualTo("Hello {{first_name}}");
    }

    @Test
    void a_change_whose_answer_is_lost_is_looked_up_and_not_sent_again() {
        String file = CHANGE + "reviewed: " + agents.reviewed(CHANGE) + "\n";
        agents.simulator.faults(FaultRule.of(RequestKind.UPDATE_AGENT, FaultKind.LOSE_ANSWER).times(1));

        assertThat(agents.release(file)).isInstanceOf(Release.Unfinished.class);
        assertThat(agents.release(file)).isInstanceOf(Release.Released.class);

        assertThat(agents.simulator.counts().byStatus().get("update_agent")).containsOnlyKeys("closed");
    }

    @Test
    void a_version_comes_back_equal_but_for_its_times() throws IOException {
        agents.send("PATCH", "/api/v1/agents/" + AGENT + "/versions/" + VERSION, """
                {"mode": "FLOW", "voiceId": "v1", "postCallVariables": [{"variableName": "mood", "type": "STRING", "description": "x", "required": false}],
                 "overrideSTTConfig": {"keywords": [{"keyword": "renewal", "intensifier": "INTENSIFY"}]}, "backgroundAudio": 30, "speakFirst": false}""");
        agents.snapshot();
        byte[] copy = Files.readAllBytes(copy());
        agents.release(CHANGE + "reviewed: " + agents.reviewed(CHANGE) + "\n");
        agents.send("PATCH", "/api/v1/agents/" + AGENT + "/versions/" + VERSION, "{\"mode\": \"PROMPT\", \"voiceId\": \"v2\", \"speakFirst\": true, \"overrideSTTConfig\": null}");
        agents.snapshot();

        String preview = ((Release.Previewed) agents.jobs().release("restore.json", Restore.release(copy, true, Optional.empty(), Optional.empty()), true)).text();
        Release.Outcome outcome = agents.jobs().release("restore.json", Restore.release(copy, true,
                Optional.of(preview.replaceFirst("(?s).*reviewed: ", "")), Optional.empty()), false);
        agents.snapshot();

        assertThat(outcome).isInstanceOf(Release.Released.class);
        assertThat(preview).contains("Warning: voiceId names what only the provider holds");
        assertThat(Files.readAllBytes(copy())).isEqualTo(copy);
    }

    private Path copies() {
        return agents.snapshots().resolve("feather").resolve(AGENT);
    }

    private Path copy() {
        return copies().resolve("v1-" + VERSION + ".json");
    }

    private JsonNode version() {
        return agents.get("/api/v1/agents/" + AGENT + "/versions").at("/agent/versions/0");
    }
}
