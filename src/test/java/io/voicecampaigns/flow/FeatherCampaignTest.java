package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.american;
import static io.voicecampaigns.RunningBundle.americans;
import static io.voicecampaigns.RunningBundle.featherCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
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
        return Stream.of(USUAL, USUAL.withDispatchIds(true), USUAL.withOldestFirst(true),
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

    private RunningBundle feather(Simulator simulator) {
        return new RunningBundle(dir, simulator).set("providers.diga.base-url", "").set("providers.diga.api-key", "").withFeather(simulator);
    }
}
