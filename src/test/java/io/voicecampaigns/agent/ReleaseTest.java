package io.voicecampaigns.agent;

import static io.voicecampaigns.agent.AgentBundle.AGENT;
import static io.voicecampaigns.agent.AgentBundle.FIRST_VERSION;
import static io.voicecampaigns.agent.AgentBundle.json;
import static io.voicecampaigns.agent.AgentBundle.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.RequestKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTest extends WithAgents {
    private static final String GREETING = """
            provider: diga
            agent: %s
            version-name: spring
            change:
              greeting: Buenos días {{customer_name}}
            """.formatted(AGENT);

    @Test
    void a_change_becomes_a_new_version_and_is_not_live_unless_asked() {
        Release.Outcome outcome = agents.release(GREETING);

        assertThat(agents.versions()).containsExactly(1, 2);
        assertThat(agents.live().get("version_id").asText()).isEqualTo(FIRST_VERSION);
        assertThat(agents.simulator.counts().of(RequestKind.PUBLISH, 200)).isZero();
        Path receipt = ((Release.Released) outcome).receipt();
        assertThat(receipt.getParent()).isEqualTo(agents.bundle.data().resolve("agents/outbox"));
        assertThat(json(receipt).at("/version/number").asInt()).isEqualTo(2);
        assertThat(json(receipt).at("/version/name").asText()).isEqualTo("spring");
        assertThat(json(receipt).at("/sent/greeting").asText()).isEqualTo("Buenos días {{customer_name}}");
        assertThat(json(receipt).at("/answered/greeting").asText()).isEqualTo("Buenos días {{customer_name}}");
        assertThat(json(Path.of(json(receipt).get("before").asText())).at("/fields/greeting").asText()).as("the state before").isEqualTo("Hola {{customer_name}}");
    }

    @Test
    void what_goes_live_must_have_been_reviewed() {
        String file = GREETING + "publish: true\n";

        assertThat(((Release.Refused) agents.release(file)).reasons()).singleElement().asString().contains("release --dry-run", "reviewed: <hash>");
        Release.Outcome outcome = agents.release(file + "reviewed: " + agents.reviewed(file) + "\n");

        assertThat(((Release.Released) outcome).summary()).isEqualTo("v2 “spring” was launched and is live");
        assertThat(agents.live().get("greeting").asText()).isEqualTo("Buenos días {{customer_name}}");
        assertThat(agents.simulator.counts().of(RequestKind.PUBLISH, 200)).isEqualTo(1);
        assertThat(agents.snapshot().warnings).as("a release is not somebody else's doing").isEmpty();
    }

    @Test
    void a_preview_shows_the_change_and_what_else_is_in_the_draft_and_changes_nothing() {
        agents.change("{\"description\": \"From the dashboard\"}");

        String preview = agents.preview(GREETING + "publish: true\n");

        assertThat(preview).contains("live: v1", "- greeting: \"Hola {{customer_name}}\" → \"Buenos días {{customer_name}}\"",
                "Also in the draft, and not live yet:\n- description: null → \"From the dashboard\"", "New version: v2 “spring”", "reviewed: ");
        assertThat(agents.simulator.counts().of(RequestKind.UPDATE_AGENT, 200)).as("the change from the dashboard alone").isEqualTo(1);
        assertThat(agents.versions()).containsExactly(1);
    }

    @Test
    void nothing_is_sent_if_the_live_state_has_moved_since_the_review() {
        String file = GREETING + "publish: true\n";
        String reviewed = agents.reviewed(file);
        agents.change("{\"prompt\": \"Somebody was here\"}");
        long before = agents.simulator.counts().of(RequestKind.UPDATE_AGENT, 200);

        Release.Outcome outcome = agents.release(file + "reviewed: " + reviewed + "\n");

        assertThat(((Release.Refused) outcome).reasons()).singleElement().asString().contains("not what was reviewed");
        assertThat(agents.simulator.counts().of(RequestKind.UPDATE_AGENT, 200)).isEqualTo(before);
        assertThat(agents.versions()).containsExactly(1);
    }

    @Test
    void a_field_that_the_provider_does_not_take_ends_the_release_before_anything_is_launched() {
        Release.Outcome outcome = agents.release(GREETING + "  voice_speed: 1.1\n");

        assertThat(((Release.Refused) outcome).reasons()).singleElement().asString().contains("did not take voice_speed", "no version was launched");
        assertThat(agents.versions()).containsExactly(1);
    }

    @Test
    void an_answer_that_spells_things_its_own_way_is_understood() {
        Release.Outcome outcome = agents.release("""
                provider: diga
                agent: %s
                change:
                  voice_id: 3c90c3cc-0d44-4b50-8888-8dd25736052a
                  flow_ids: [f1, f2]
                  volume: 60.0
                  integrations:
                    - {integration_id: 3c90c3cc-0d44-4b50-8888-8dd25736052a, tool_ids: [3c90c3cc-0d44-4b50-8888-8dd25736052b]}
                  call_tools:
                    - {type: transfer_call, name: Transferir a dueño, target_number: "+34910000000#1234", description: null}
                    - {type: transfer_call, name: otro, phone_number: +34910000001}
                """.formatted(AGENT));

        assertThat(outcome).isInstanceOf(Release.Released.class);
        JsonNode tools = agents.get("/v1/agent/" + AGENT).get("call_tools");
        assertThat(tools.get(0).get("target_number").asText()).as("as it was written").isEqualTo("+34910000000#1234");
        assertThat(tools.get(1).get("target_number").asText()).isEqualTo("+34910000001");
    }

    @Test
    void everything_that_is_wrong_with_a_file_is_told_at_once_and_nothing_is_asked() {
        String file = """
                provider: diga
                agent: %s
                publsh: true
                change:
                  greting: Hola
                  voice_speed: 1.3
                  reminder_frequency_ms: 999
                  voice_id: Ana
                  call_tools: [{nam: x, type: transfer_call}]
                  volume: loud
                """.formatted(AGENT);

        assertThatThrownBy(() -> agents.release(file)).isInstanceOf(ReleaseRefusedException.class)
                .hasMessageContaining("publsh is not known; did you mean publish?").hasMessageContaining("greting is no field of an agent; did you mean greeting?")
                .hasMessageContaining("voice_speed: must have a maximum value of 1.2").hasMessageContaining("reminder_frequency_ms: must have a minimum value of 1000")
                .hasMessageContaining("voice_id").hasMessageContaining("nam is no field of an agent; did you mean name?").hasMessageContaining("volume");
        assertThat(agents.simulator.counts().of(RequestKind.VERSIONS, 200)).isZero();
    }

    @Test
    void what_is_no_copy_of_a_snapshot_does_not_pass_for_one() {
        assertThatThrownBy(() -> agents.release("provider: diga\nagent: " + AGENT + "\nfields:\n  greting: Hola\n  voice_speed: 3\n"))
                .isInstanceOf(ReleaseRefusedException.class).hasMessageContaining("fields is not known").hasMessageContaining("change is missing");
    }

    @Test
    void a_language_that_nobody_knows_yet_is_only_warned_about() {
        assertThat(agents.preview(GREETING + "  language: eu\n")).contains("Warning: change.language is none of the values that are known");
    }

    @Test
    void a_file_is_released_once() {
        agents.release(GREETING);

        Release.Outcome again = agents.release(GREETING);

        assertThat(((Release.Released) again).summary()).isEqualTo("v2 “spring” was launched and is not live");
        assertThat(agents.versions()).containsExactly(1, 2);
        assertThat(agents.simulator.counts().of(RequestKind.UPDATE_AGENT, 200)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(value = FaultKind.class, names = {"LOSE_ANSWER", "ERROR_AFTER_ACCEPT", "HTML", "TRUNCATE"})
    void a_launch_whose_answer_is_lost_is_found_and_not_repeated(FaultKind fault) {
        agents.simulator.faults(FaultRule.of(RequestKind.LAUNCH, fault).times(1));

        Release.Outcome first = agents.release(GREETING);
        Release.Outcome second = agents.release(GREETING);

        assertThat(first).isInstanceOf(Release.Unfinished.class);
        assertThat(((Release.Released) second).summary()).isEqualTo("v2 “spring” was launched and is not live");
        assertThat(agents.versions()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 429, 500})
    void a_lost_launch_stays_lost_while_the_versions_cannot_be_read(int status) {
        agents.simulator.faults(FaultRule.of(RequestKind.LAUNCH, FaultKind.LOSE_ANSWER).times(1));
        agents.release(GREETING);

        agents.simulator.faults(FaultRule.answering(RequestKind.VERSIONS, status).times(1));
        Release.Outcome unread = agents.release(GREETING);
        Release.Outcome read = agents.release(GREETING);

        assertThat(unread).isInstanceOf(Release.Unfinished.class);
        assertThat(((Release.Released) read).summary()).isEqualTo("v2 “spring” was launched and is not live");
        assertThat(agents.versions()).as("one version for one file").containsExactly(1, 2);
    }

    @Test
    void a_launch_that_never_arrived_is_repeated_only_after_it_can_no_longer_appear() {
        agents.simulator.faults(FaultRule.of(RequestKind.LAUNCH, FaultKind.CLOSE_BEFORE).times(1));

        assertThat(agents.release(GREETING)).isInstanceOf(Release.Unfinished.class);
        assertThat(((Release.Unfinished) agents.release(GREETING)).reason()).contains("may still appear");
        assertThat(agents.versions()).containsExactly(1);
        await().atMost(RunningBundle.PATIENCE).until(() -> agents.release(GREETING) instanceof Release.Released);

        assertThat(agents.versions()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @EnumSource(value = RequestKind.class, names = {"UPDATE_AGENT", "PUBLISH"})
    void a_change_whose_answer_is_lost_is_looked_up_and_not_sent_again(RequestKind kind) {
        String file = GREETING + "publish: true\n";
        file += "reviewed: " + agents.reviewed(file) + "\n";
        agents.simulator.faults(FaultRule.of(kind, FaultKind.LOSE_ANSWER).times(1));

        assertThat(agents.release(file)).isInstanceOf(Release.Unfinished.class);
        assertThat(agents.release(file)).isInstanceOf(Release.Released.class);

        assertThat(agents.simulator.counts().byStatus().get(kind.toString())).as("lost once, and not sent again").containsOnlyKeys("closed");
        assertThat(agents.live().get("greeting").asText()).startsWith("Buenos días");
        assertThat(agents.versions()).containsExactly(1, 2);
    }

    @Test
    void a_release_that_was_interrupted_does_not_go_on_over_somebody_else_s_change() {
        agents.simulator.faults(FaultRule.of(RequestKind.LAUNCH, FaultKind.CLOSE_BEFORE).times(1));
        agents.release(GREETING);
        agents.change("{\"greeting\": \"Somebody was here\"}");

        await().atMost(RunningBundle.PATIENCE).until(() -> agents.release(GREETING) instanceof Release.Refused);

        assertThat(agents.versions()).containsExactly(1);
    }

    @Test
    void a_publication_that_is_refused_goes_on_from_the_launched_version() {
        String file = GREETING + "publish: true\noutbound-phone: 3c90c3cc-0d44-4b50-8888-8dd25736052a\n";
        file += "reviewed: " + agents.reviewed(file) + "\n";
        agents.simulator.faults(FaultRule.answering(RequestKind.PUBLISH, 403).times(1));

        assertThat(((Release.Refused) agents.release(file)).reasons()).anyMatch(reason -> reason.contains("v2 was launched and is not live"));
        assertThat(agents.release(file)).isInstanceOf(Release.Released.class);

        assertThat(agents.versions()).containsExactly(1, 2);
        assertThat(agents.live().get("version_number").asInt()).isEqualTo(2);
    }

    @Test
    void files_of_the_inbox_are_consumed_and_failures_stand_beside_the_receipts() {
        agents.bundle.start();
        Path folder = agents.bundle.data().resolve("agents");

        agents.bundle.dropRelease("spring.yaml", GREETING).dropRelease("wrong.json", "{\"provider\": \"diga\"}");

        await().atMost(RunningBundle.PATIENCE).until(() -> java.nio.file.Files.isDirectory(folder.resolve("outbox")) && agents.files(folder.resolve("outbox")).size() == 2
                && agents.files(folder.resolve("inbox")).isEmpty());
        assertThat(agents.files(folder.resolve("outbox"))).anyMatch(name -> name.matches("spring-.*\\.receipt\\.json"));
        Path error = folder.resolve("outbox").resolve(agents.files(folder.resolve("outbox")).stream().filter(name -> name.startsWith("wrong")).findFirst().orElseThrow());
        assertThat(text(error)).contains("wrong.json was not released", "agent is missing", "change is missing");
        assertThat(agents.files(folder.resolve("archive"))).hasSize(2);
        List<String> audit = agents.bundle.ledger().read(tx -> tx.list("SELECT who, what, subject, detail FROM audit",
                row -> row.text(1) + " " + row.text(2) + " " + row.text(3) + " " + row.text(4)));
        assertThat(audit).as("each once").containsExactly(
                "file release agent at diga v2 “spring” was launched and is not live");
        assertThat(agents.versions()).containsExactly(1, 2);
    }
}
