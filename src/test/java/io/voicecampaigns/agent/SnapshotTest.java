package io.voicecampaigns.agent;

import static io.voicecampaigns.agent.AgentBundle.AGENT;
import static io.voicecampaigns.agent.AgentBundle.FIRST_VERSION;
import static io.voicecampaigns.agent.AgentBundle.json;
import static io.voicecampaigns.agent.AgentBundle.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.RequestKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotTest extends WithAgents {
    @Test
    void every_launched_version_is_copied_and_the_draft_is_not() {
        String second = agents.launch("spring");
        agents.change("{\"prompt\": \"Not launched\"}");
        String other = agents.simulator.agents().add("Reminders", 3);

        SnapshotRun run = agents.snapshot();

        assertThat(run.isComplete()).isTrue();
        assertThat(agents.files(agents.copies(AGENT))).containsExactly("index.json", "v1-" + FIRST_VERSION + ".json", "v2-" + second + ".json");
        assertThat(agents.files(agents.copies(other))).hasSize(4);
        JsonNode index = json(agents.copies(AGENT).resolve("index.json"));
        assertThat(index.get("agent_name").asText()).isEqualTo("Renewals");
        assertThat(index.get("versions")).hasSize(2);
        assertThat(index.at("/versions/0/live").asBoolean()).isTrue();
        assertThat(index.at("/versions/0/number").asInt()).isEqualTo(1);
        assertThat(index.at("/versions/1/name").asText()).isEqualTo("spring");
        assertThat(index.at("/versions/1/live").asBoolean()).isFalse();
        assertThat(index.at("/versions/1/hash").asText()).matches("[0-9a-f]{64}");
        assertThat(index.at("/versions/1/copied").asText()).endsWith("Z");
        assertThat(text(agents.copies(AGENT).resolve("v2-" + second + ".json"))).contains("\"prompt\": \"Ask whether {{customer_name}} renews.\"")
                .doesNotContain("Not launched", "modified_at", "is_published", "preview_urls", "is_favourite");
        assertThat(text(run.report().orElseThrow())).contains("diga agent “Renewals” " + AGENT, "new, with 2 versions; live: v1", "new, with 3 versions");
    }

    @Test
    void what_is_equal_is_not_written_again() throws IOException {
        agents.snapshot();
        FileTime long_ago = FileTime.fromMillis(1_000_000_000_000L);
        for (String file : agents.files(agents.copies(AGENT))) {
            Files.setLastModifiedTime(agents.copies(AGENT).resolve(file), long_ago);
        }

        SnapshotRun again = agents.snapshot();

        assertThat(again.isComplete()).isTrue();
        assertThat(again.report()).as("nothing to report").isEmpty();
        for (String file : agents.files(agents.copies(AGENT))) {
            assertThat(Files.getLastModifiedTime(agents.copies(AGENT).resolve(file))).as(file).isEqualTo(long_ago);
        }
    }

    @Test
    void a_new_version_is_reported_field_by_field_and_its_prompt_line_by_line() {
        agents.change("{\"prompt\": \"You are Ana.\\nAsk whether {{customer_name}} renews.\\nSay goodbye.\"}");
        agents.launch("v2");
        agents.snapshot();
        agents.change("{\"prompt\": \"You are Ana.\\nAsk when {{customer_name}} renews.\\nSay goodbye.\", \"greeting\": \"Buenos días\","
                + " \"knowledge_base_ids\": [\"3c90c3cc-0d44-4b50-8888-8dd25736052a\"]}");
        agents.launch("summer");

        SnapshotRun run = agents.snapshot();

        assertThat(run.added()).isEqualTo(1);
        assertThat(text(run.report().orElseThrow())).contains("v3 “summer” is new, and differs from v2 in:",
                "- greeting: \"Hola {{customer_name}}\" → \"Buenos días\"", "  -Ask whether {{customer_name}} renews.", "  +Ask when {{customer_name}} renews.",
                "  added \"3c90c3cc-0d44-4b50-8888-8dd25736052a\"".strip(), "   You are Ana.").doesNotContain("version_id", "version_number");
    }

    @Test
    void a_version_that_somebody_published_past_this_program_is_a_warning() {
        agents.snapshot();
        String second = agents.launch("v2");
        agents.publish(second);

        SnapshotRun run = agents.snapshot();

        assertThat(run.published()).isEqualTo(1);
        assertThat(text(run.report().orElseThrow())).contains("live: v1 → v2", "v2 is live, which was not published by a release");
        assertThat(LastRun.read(agents.snapshots().resolve("last-run.json")).orElseThrow().warnings()).singleElement().asString().contains(AGENT, "v2 is live");
        assertThat(agents.snapshot().published()).as("told once").isZero();
    }

    @Test
    void an_agent_that_is_not_listed_any_more_is_told_of_once_and_its_copies_stay() {
        String other = agents.simulator.agents().add("Reminders", 1);
        agents.snapshot();
        agents.simulator.agents().remove(other);

        SnapshotRun run = agents.snapshot();

        assertThat(run.removed()).isEqualTo(1);
        assertThat(text(run.report().orElseThrow())).contains(other, "not listed any more");
        assertThat(agents.files(agents.copies(other))).hasSize(2);
        assertThat(agents.snapshot().report()).isEmpty();
    }

    @Test
    void a_published_version_that_a_list_hides_is_found_by_its_filter() {
        agents.simulator.agents().hidePublishedUnlessAsked();
        String second = agents.launch("v2");

        agents.snapshot();

        assertThat(agents.files(agents.copies(AGENT))).contains("v1-" + FIRST_VERSION + ".json", "v2-" + second + ".json");
        assertThat(json(agents.copies(AGENT).resolve("index.json")).at("/versions/0/live").asBoolean()).isTrue();
        assertThat(json(agents.copies(AGENT).resolve("index.json")).at("/versions/1/live").asBoolean()).isFalse();
    }

    @Test
    void there_are_no_more_requests_than_pages() {
        for (int agent = 2; agent <= 130; agent++) {
            agents.simulator.agents().add("Agent " + agent, 20);
        }
        for (int version = 2; version <= 120; version++) {
            agents.launch("v" + version);
        }
        long before = agents.simulator.counts().of(RequestKind.VERSIONS, 200);

        SnapshotRun run = agents.snapshot();

        assertThat(run.isComplete()).isTrue();
        assertThat(run.toString()).startsWith("130 agents, 2700 versions");
        assertThat(agents.simulator.counts().of(RequestKind.AGENTS, 200)).isEqualTo(2);
        assertThat(agents.simulator.counts().of(RequestKind.VERSIONS, 200) - before).isEqualTo(131);
        assertThat(agents.simulator.counts().of(RequestKind.AGENT, 200)).isZero();
    }

    @Test
    void a_partial_failure_keeps_what_succeeded_and_removes_nothing() {
        String other = agents.simulator.agents().add("Reminders", 2);
        agents.snapshot();
        agents.launch("v2");
        // the first agent's page, and both times that it is asked for again
        agents.simulator.faults(FaultRule.answering(RequestKind.VERSIONS, 500).times(3));

        SnapshotRun run = agents.snapshot();

        assertThat(run.isComplete()).isFalse();
        assertThat(run.removed()).isZero();
        assertThat(text(run.report().orElseThrow())).contains("## Missing", AGENT, "diga answered 500").doesNotContain("not listed any more");
        assertThat(agents.files(agents.copies(other))).hasSize(3);
        assertThat(json(agents.copies(AGENT).resolve("index.json")).at("/versions/0/listed").asBoolean()).isTrue();
        assertThat(agents.snapshot().added()).as("the next run copies what was missing").isEqualTo(1);
    }

    @Test
    void agents_that_could_not_be_listed_are_not_thought_to_be_gone() {
        agents.simulator.agents().add("Reminders", 1);
        agents.snapshot();
        agents.simulator.faults(FaultRule.answering(RequestKind.AGENTS, 503));

        SnapshotRun run = agents.snapshot();

        assertThat(run.removed()).isZero();
        assertThat(run.missing()).isEqualTo(1);
        assertThat(text(run.report().orElseThrow())).contains("agents of diga: diga answered 503").doesNotContain("not listed any more");
    }

    @Test
    void a_page_that_fails_once_is_asked_for_again_when_the_provider_says() {
        agents.simulator.faults(FaultRule.answering(RequestKind.VERSIONS, 429).withRetryAfter("2").times(1),
                FaultRule.answering(RequestKind.VERSIONS, 500).times(1), FaultRule.answering(RequestKind.AGENTS, 502).times(2));
        agents.jobs();
        long begun = System.nanoTime();

        SnapshotRun run = agents.snapshot();

        assertThat(run.missing).isEmpty();
        assertThat(java.time.Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(java.time.Duration.ofMillis(1_900));
    }

    @Test
    void only_the_agents_that_the_settings_name_are_copied() {
        String other = agents.simulator.agents().add("Reminders", 1);
        agents.bundle.set("snapshot.agents", "diga/" + other);

        assertThat(agents.snapshot().isComplete()).isTrue();

        assertThat(agents.files(agents.snapshots().resolve("diga"))).isEqualTo(List.of(other));
        assertThat(agents.simulator.counts().of(RequestKind.AGENTS, 200)).isZero();
    }
}
