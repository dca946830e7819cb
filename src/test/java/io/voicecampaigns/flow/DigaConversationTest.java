package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigaConversationTest {
    @TempDir
    private Path dir;

    @Test
    void what_was_said_in_calls_of_diga_comes_with_their_results() {
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50).withDurationScale(60)).withEveryCall(Outcome.ANSWERED)));
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("curiosa", plainCampaign() + "report: {transcript: true}\n")
                        .campaign("discreta", plainCampaign()).start()) {
            bundle.drop("curiosa", "lista.csv", people(1, 3)).drop("discreta", "lista.csv", people(11, 3));
            bundle.awaitSummary("curiosa", "lista");
            bundle.awaitSummary("discreta", "lista");
            await().atMost(PATIENCE).until(() -> bundle.rows("curiosa", "lista.results.csv").stream().noneMatch(row -> row.get("call_transcript").isEmpty()));

            assertThat(bundle.rows("curiosa", "lista.results.csv")).hasSize(3).allSatisfy(row ->
                    assertThat(row.get("call_transcript")).contains("user: ").contains(row.get("call_id")));
            assertThat(bundle.rows("discreta", "lista.results.csv")).allSatisfy(row -> assertThat(row.keySet()).doesNotContain("call_transcript"));
        }
    }
}
