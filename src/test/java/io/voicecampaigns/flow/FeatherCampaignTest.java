package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.american;
import static io.voicecampaigns.RunningBundle.americans;
import static io.voicecampaigns.RunningBundle.featherCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.call.AgentChecks;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.FeatherManners;
import io.voicecampaigns.simulator.NumberScript;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The flow is the same through the second provider, whichever way that reads what it publishes nowhere. */
class FeatherCampaignTest {
    private static final FeatherManners USUAL = FeatherManners.USUAL;

    @TempDir
    private Path dir;
    private final SimulatorSettings settings = SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
            .behaving(usual -> usual.withTiming(Timing.exactly(50, 150).withRecordingLagMs(300).withDurationScale(60)));

    static Stream<FeatherManners> manners() {
        return Stream.of(USUAL, USUAL.withDispatchIds(true),
                USUAL.withDispatchIds(true).withCreation(true).withOldestFirst(true));
    }

    @ParameterizedTest
    @MethodSource("manners")
    void a_campaign_calls_everybody_once_and_brings_back_what_came_of_it(FeatherManners manners) {
        int people = 130;
        try (Simulator simulator = Simulator.start(settings.behaving(usual -> usual.withFeather(manners)));
                RunningBundle bundle = feather(simulator).campaign("renewals", featherCampaign()).start()) {
            simulator.faults(FaultRule.of(RequestKind.START, FaultKind.LOSE_ANSWER).withProbability(0.05));
            bundle.drop("renewals", "list.csv", americans(1, people));
            bundle.awaitSummary("renewals", "list");
            await().atMost(PATIENCE).until(() -> bundle.rows("renewals", "list.results.csv").stream()
                    .filter(row -> List.of("answered", "transferred", "voicemail").contains(row.get("call_disposition")))
                    .noneMatch(row -> row.get("call_recording_url").isEmpty()));

            assertThat(simulator.counts().mostPerNumber()).isOne();
            assertThat(simulator.counts().mostPerAttempt()).isOne();
            Map<String, SimulatedCall> calls = simulator.calls().stream().collect(Collectors.toMap(SimulatedCall::id, Function.identity()));
            List<Map<String, String>> results = bundle.rows("renewals", "list.results.csv");
            assertThat(results).hasSize(people).allSatisfy(row -> assertThat(row).containsEntry("call_state", "ended"));
            assertThat(results).extracting(row -> row.get("call_id")).containsExactlyInAnyOrderElementsOf(calls.keySet());
            assertThat(results).allSatisfy(row -> assertThat(row)
                    .containsEntry("call_disposition", calls.get(row.get("call_id")).outcome().toString())
                    .containsEntry("telefono", calls.get(row.get("call_id")).number().substring(2)));
        }
    }

    @Test
    void what_was_said_comes_late_and_only_where_it_is_wanted() {
        try (Simulator simulator = Simulator.start(settings.behaving(usual -> usual.withEveryCall(Outcome.ANSWERED)
                .withTiming(Timing.exactly(20, 50).withRecordingLagMs(1_500).withDurationScale(60))));
                RunningBundle bundle = feather(simulator).campaign("plain", featherCampaign()).campaign("curious", featherCampaign()
                        + "report: {transcript: true, summary: true, analysis: [will_renew, next_step]}\n").start()) {
            bundle.drop("plain", "list.csv", americans(1, 3)).drop("curious", "list.csv", americans(11, 3));
            bundle.awaitSummary("plain", "list");
            bundle.awaitSummary("curious", "list");
            assertThat(bundle.rows("curious", "list.results.csv")).allSatisfy(row -> assertThat(row).containsEntry("call_transcript", ""));
            await().atMost(PATIENCE).until(() -> bundle.rows("curious", "list.results.csv").stream()
                    .noneMatch(row -> row.get("call_transcript").isEmpty()));

            assertThat(bundle.rows("curious", "list.attempts.csv")).hasSize(3).allSatisfy(row -> {
                assertThat(row.get("call_transcript")).contains("user: Yes, I will renew.").contains(row.get("call_id"));
                assertThat(row.get("call_summary")).contains(row.get("call_id"));
                assertThat(row).containsEntry("call_analysis_will_renew", "true").containsEntry("call_analysis_next_step", "send the contract");
            });
            assertThat(bundle.rows("plain", "list.results.csv")).allSatisfy(row -> assertThat(row.keySet()).doesNotContain("call_transcript"));
            assertThat(bundle.ledger().<List<Long>>read(tx -> tx.list("SELECT attempt_id FROM conversation", row -> row.number(1))))
                    .as("kept of what was said, although nobody asked").hasSize(3);
        }
    }

    @Test
    void every_end_reason_has_a_word_of_ours_and_an_opt_out_holds_for_all_campaigns() {
        Map<String, String> words = Map.ofEntries(Map.entry("NO_ANSWER", "no_answer"), Map.entry("LEFT_VOICEMAIL", "voicemail"),
                Map.entry("BAD_NUMBER", "invalid_number"), Map.entry("NOT_INTERESTED", "answered"), Map.entry("WARM_TRANSFER", "transferred"),
                Map.entry("CALENDLY", "answered"), Map.entry("DNC", "opted_out"), Map.entry("ENDED", "answered"), Map.entry("FRAUD", "blocked"),
                Map.entry("LINE_BUSY", "busy"), Map.entry("TEXT_CONSENT", "answered"), Map.entry("CALL_AGAIN", "answered"),
                Map.entry("COULD_NOT_CONNECT", "failed"));
        List<String> reasons = List.copyOf(words.keySet());
        try (Simulator simulator = Simulator.start(settings);
                RunningBundle bundle = feather(simulator).campaign("renewals", featherCampaign()).campaign("others", featherCampaign()).start()) {
            for (String reason : reasons) {
                simulator.behave(usual -> usual.withScript(american(reasons.indexOf(reason)), NumberScript.ending(Outcome.ANSWERED, null, reason)));
            }
            bundle.drop("renewals", "list.csv", americans(0, reasons.size()));
            bundle.awaitSummary("renewals", "list");

            for (String reason : reasons) {
                assertThat(bundle.result("renewals", "list", "K" + reasons.indexOf(reason)))
                        .containsEntry("call_end_reason", reason).containsEntry("call_disposition", words.get(reason));
            }
            bundle.drop("others", "list.csv", americans(reasons.indexOf("DNC"), 1));
            bundle.awaitSummary("others", "list");
            assertThat(bundle.rows("others", "list.rejected.csv")).singleElement()
                    .satisfies(row -> assertThat(row.get("rejected_reason")).contains("opted out"));
        }
    }

    @Test
    void numbers_of_elsewhere_are_rejected_with_the_reason() {
        try (Simulator simulator = Simulator.start(settings);
                RunningBundle bundle = feather(simulator).campaign("renewals", featherCampaign()).start()) {
            bundle.drop("renewals", "list.csv", "id,telefono,nombre\nA,(617) 200-0001,Ann\nB,+34600000001,Bea\nC,+14165550123,Cal\n");
            bundle.awaitSummary("renewals", "list");

            assertThat(bundle.rows("renewals", "list.results.csv")).singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("id", "A").containsEntry("call_state", "ended"));
            assertThat(bundle.rows("renewals", "list.rejected.csv")).extracting(row -> row.get("id") + " " + row.get("rejected_reason"))
                    .containsExactly("B telefono: feather calls numbers of US only", "C telefono: feather calls numbers of US only");
            assertThat(simulator.counts().starts()).isOne();
        }
    }

    @Test
    void a_campaign_dials_nobody_while_it_leaves_out_what_its_agent_wants() throws Exception {
        try (Simulator simulator = Simulator.start(settings);
                RunningBundle bundle = feather(simulator).campaign("renewals", featherCampaign()).start()) {
            changeVersion(simulator, "{\"name\": \"customer_name\", \"required\": true, \"defaultValue\": null}",
                    "{\"name\": \"renewal_date\", \"required\": true, \"defaultValue\": null}",
                    "{\"name\": \"offer\", \"required\": true, \"defaultValue\": \"none\"}",
                    "{\"name\": \"mood\", \"required\": false}");
            bundle.campaign("renewals", featherCampaign() + "# edited\n");
            await().atMost(PATIENCE).until(() -> holds(bundle).getOrDefault("renewals", "")
                    .equals("its agent wants the variables renewal_date, which its file does not give"));
            bundle.drop("renewals", "list.csv", americans(1, 5));
            await().atMost(PATIENCE).until(() -> bundle.progress("renewals").waiting() == 5);
            assertThat(simulator.counts().starts()).isZero();

            bundle.campaign("renewals", featherCampaign().replace("variables:\n", "variables:\n  renewal_date: soon\n"));
            bundle.awaitSummary("renewals", "list");

            assertThat(simulator.counts().accepted()).isEqualTo(5);
        }
    }

    @Test
    void an_agent_that_cannot_be_read_is_a_warning_and_no_stop() {
        try (Simulator simulator = Simulator.start(settings)) {
            simulator.faults(FaultRule.answering(RequestKind.VERSIONS, 500));
            try (RunningBundle bundle = feather(simulator).campaign("renewals", featherCampaign()).start()) {
                bundle.drop("renewals", "list.csv", americans(1, 3));
                bundle.awaitSummary("renewals", "list");

                assertThat(simulator.counts().accepted()).isEqualTo(3);
                assertThat(bundle.bundle().bean("agentChecks", AgentChecks.class).warnings()).hasEntrySatisfying("renewals", why ->
                        assertThat(why).isEqualTo("which variables its agent wants cannot be read: feather answered 500 INTERNAL_ERROR"
                                + " instead of a page of versions"));
            }
        }
    }

    @Test
    void the_key_may_be_sent_in_another_header() {
        try (Simulator simulator = Simulator.start(settings);
                RunningBundle bundle = feather(simulator).set("providers.feather.auth-header", "Authorization").set("providers.feather.auth-scheme", "Bearer")
                        .campaign("renewals", featherCampaign()).start()) {
            bundle.drop("renewals", "list.csv", americans(1, 3));
            bundle.awaitSummary("renewals", "list");
            assertThat(simulator.counts().accepted()).isEqualTo(3);

            // Feather knows no such scheme: where the key stood in another header as well, it would be let in
            bundle.stop();
            bundle.set("providers.feather.auth-scheme", "Nonsense").start();
            bundle.drop("renewals", "again.csv", americans(11, 1));
            await().atMost(PATIENCE).until(() -> simulator.counts().of(RequestKind.LIST, 401) > 0);
            assertThat(simulator.counts().accepted()).isEqualTo(3);
        }
    }

    private static Map<String, String> holds(RunningBundle bundle) {
        return bundle.bundle().bean("dialing", Dialing.class).holds();
    }

    private static void changeVersion(Simulator simulator, String... variables) throws IOException, InterruptedException {
        HttpRequest edit = HttpRequest.newBuilder(simulator.baseUri().resolve("/api/v1/agents/fea70000-0000-4000-8000-000000000001"
                + "/versions/fea70000-0000-4000-8000-0000000000f1")).header("X-API-Key", RunningBundle.KEY)
                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"prompt\": {\"variables\": ["
                        + String.join(", ", variables) + "]}}")).build();
        assertThat(HttpClient.newHttpClient().send(edit, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private RunningBundle feather(Simulator simulator) {
        return new RunningBundle(dir, simulator).set("providers.diga.base-url", "").set("providers.diga.api-key", "").withFeather(simulator);
    }
}
