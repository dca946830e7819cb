package io.voicecampaigns.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.process.Service;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A campaign that has run, a call whose start was not answered, and a snapshot: what Prometheus is told of them, and what is made of that in {@code k8s}. */
class MetricsTest {
    private static final int PEOPLE = 8;
    private static final Path MONITORING = Path.of("k8s/overlays/prod");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(voice_campaigns_\\w+)` \\| (.*?) \\| (.*?) \\|$");

    private static Simulator simulator;
    private static RunningBundle bundle;
    private static int port;
    private static Scrape told;

    @BeforeAll
    static void run(@TempDir Path dir) throws Exception {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
        port = Service.freePort();
        bundle = new RunningBundle(dir, simulator).set("camel.management.enabled", "true").set("management.port", port)
                .campaign("medida", RunningBundle.plainCampaign());
        simulator.faults(FaultRule.of(RequestKind.START, FaultKind.CLOSE_BEFORE).times(1));
        bundle.start();

        bundle.drop("medida", "gente.csv", RunningBundle.people(1, PEOPLE));
        bundle.awaitSummary("medida", "gente");
        bundle.bundle().context().createFluentProducerTemplate().to("direct:copy-agents").request();
        await().atMost(RunningBundle.PATIENCE).until(() -> {
            told = Scrape.of(port);
            return told.value("voice_campaigns_contacts", "state", "done") == PEOPLE && told.value("voice_campaigns_sink_waiting") == 0;
        });
    }

    @AfterAll
    static void stop() {
        if (bundle != null) {
            bundle.close();
        }
        simulator.close();
    }

    @Test
    void contacts_and_attempts_are_told_by_state_and_disposition() {
        assertThat(told.value("voice_campaigns_contacts", "campaign", "medida")).as("each contact in one state").isEqualTo(PEOPLE);
        assertThat(told.value("voice_campaigns_open_attempts", "campaign", "medida", "state", "review")).as("its start was not answered").isEqualTo(1);
        assertThat(told.value("voice_campaigns_attempts_total", "campaign", "medida")).as("those that ended").isEqualTo(PEOPLE - 1);
        assertThat(told.value("voice_campaigns_paused", "campaign", "medida")).isZero();
    }

    @Test
    void what_takes_time_is_timed_once_for_each_attempt() {
        assertThat(told.value("voice_campaigns_due_to_dial_seconds_count", "campaign", "medida")).isEqualTo(PEOPLE);
        assertThat(told.value("voice_campaigns_dial_seconds_count", "provider", "diga")).isEqualTo(PEOPLE);
        assertThat(told.value("voice_campaigns_detection_delay_seconds_count", "provider", "diga")).isEqualTo(PEOPLE - 1);
        assertThat(told.value("voice_campaigns_report_delay_seconds_count", "sink", "file")).isPositive().isLessThanOrEqualTo(PEOPLE - 1);
        assertThat(told.value("voice_campaigns_outcomes_total", "sink", "file", "result", "accepted")).isGreaterThanOrEqualTo(PEOPLE - 1);
        assertThat(told.value("voice_campaigns_detection_delay_seconds_bucket", "provider", "diga", "le", "+Inf")).isEqualTo(PEOPLE - 1);
    }

    @Test
    void requests_are_told_by_what_they_ask_and_what_is_answered() {
        assertThat(told.value("voice_campaigns_provider_requests_total", "provider", "diga", "operation", "start-call", "status", "201")).isEqualTo(PEOPLE - 1);
        assertThat(told.value("voice_campaigns_provider_requests_total", "provider", "diga", "operation", "start-call", "status", "none")).isEqualTo(1);
        assertThat(told.value("voice_campaigns_provider_requests_total", "provider", "diga", "operation", "list-calls", "status", "200")).isPositive();
        assertThat(told.value("voice_campaigns_provider_requests_total", "provider", "diga", "operation", "list-agents", "status", "200")).isEqualTo(1);
        assertThat(told.value("voice_campaigns_provider_stopped", "provider", "diga")).isZero();
    }

    @Test
    void what_the_last_snapshot_found_is_told_whichever_process_made_it() {
        assertThat(told.value("voice_campaigns_snapshot_changes", "change", "new")).isEqualTo(1);
        assertThat(told.samples()).anyMatch(sample -> sample.name().equals("voice_campaigns_snapshot_age_seconds") && sample.value() < 600);
    }

    @Test
    void nothing_of_a_person_and_no_address_stands_in_it() {
        assertThat(told.text()).doesNotContain(RunningBundle.KEY, "Persona", String.valueOf(simulator.baseUri().getPort())).doesNotContainPattern("600[ .]?000");
        assertThat(told.samples()).filteredOn(sample -> sample.name().startsWith("voice_campaigns_")).allSatisfy(sample -> assertThat(sample.labels().keySet())
                .isSubsetOf("campaign", "state", "disposition", "provider", "operation", "status", "sink", "result", "by", "change", "le"));
        assertThat(told.samples()).as("a route for each run of a source would be a label for each").noneMatch(sample -> sample.labels().containsKey("routeId"));
    }

    @Test
    void the_table_in_the_readme_is_what_is_told() throws IOException {
        Map<String, String> meanings = new TreeMap<>();
        Map<String, String> labels = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("README.md"))).results().forEach((MatchResult row) -> {
            meanings.put(row.group(1), row.group(3));
            labels.put(row.group(1), row.group(2).replaceAll("[`,]", "").strip());
        });

        assertThat(meanings).isEqualTo(told.ours());
        labels.forEach((name, documented) -> assertThat(told.samples().stream().filter(sample -> sample.name().matches(name + "(_count)?"))
                .flatMap(sample -> sample.labels().keySet().stream()).collect(Collectors.toSet())).as(name)
                .containsExactlyInAnyOrder(documented.isEmpty() ? new String[0] : documented.split(" +")));
    }

    @Test
    void every_alert_asks_for_what_is_told() throws IOException {
        List<String> expressions = new ArrayList<>();
        expressions("expr", new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(MONITORING.resolve("prometheus-rule.yaml")))), expressions);

        assertThat(expressions).hasSizeGreaterThan(10).allSatisfy(expression -> assertThat(Expressions.problems(expression, told)).as(expression).isEmpty());
    }

    @Test
    void every_panel_of_the_dashboard_asks_for_what_is_told() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(MONITORING.resolve("voice-campaigns.dashboard.json").toFile());
        List<String> expressions = new ArrayList<>();
        expressions("expr", dashboard, expressions);

        assertThat(expressions).hasSizeGreaterThan(15).allSatisfy(expression -> assertThat(Expressions.problems(expression, told)).as(expression).isEmpty());
        assertThat(told.names()).as("what its variable asks for").contains(dashboard.at("/templating/list/1/query").asText().replaceFirst("label_values\\((\\w+), campaign\\)", "$1"));
        assertThat(dashboard.path("panels").findValuesAsText("id")).doesNotHaveDuplicates();
    }

    @Test
    void a_planted_wrong_name_is_found() {
        assertThat(Expressions.problems("rate(voice_campaigns_dialed_seconds_count{provider=\"diga\"}[5m]) > 1", told)).isNotEmpty();
        assertThat(Expressions.problems("max by (campagne) (voice_campaigns_contacts) and sum(jvm_memory_used_bytes)", told)).containsExactly(
                "no label campagne of [jvm_memory_used_bytes, voice_campaigns_contacts]");
        assertThat(Expressions.problems("voice_campaigns_contacts{stat=\"done\"} / voice_campaign_contacts", told)).hasSize(2);
        assertThat(Expressions.problems("max by (campaign) (voice_campaigns_contacts{state=~\"done|{x}\"} offset 5m)", told)).isEmpty();
    }

    private static void expressions(String field, JsonNode node, List<String> found) {
        if (node.isObject() && node.path(field).isTextual()) {
            found.add(node.get(field).textValue());
        }
        node.forEach(child -> expressions(field, child, found));
    }
}
