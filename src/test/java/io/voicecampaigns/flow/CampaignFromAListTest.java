package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignFromAListTest {
    @TempDir
    private Path dir;

    @Test
    void everybody_on_a_list_is_called_once_and_stands_in_the_results() {
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(50, 100)).withEveryCall(Outcome.ANSWERED)));
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("renovaciones", plainCampaign()).start()) {
            bundle.drop("renovaciones", "lista.csv", people(1, 20));

            bundle.awaitSummary("renovaciones", "lista");

            assertThat(simulator.counts().accepted()).isEqualTo(20);
            assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
            assertThat(bundle.rows("renovaciones", "lista.results.csv")).hasSize(20)
                    .allSatisfy(row -> assertThat(row).containsEntry("call_state", "ended").containsEntry("call_disposition", "answered"));
        }
    }
}
