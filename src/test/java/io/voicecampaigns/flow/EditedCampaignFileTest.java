package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign file is edited while people are being called. */
class EditedCampaignFileTest {
    @TempDir
    private Path dir;

    @Test
    void a_holiday_that_comes_to_be_known_stops_calls_and_one_that_was_a_mistake_does_not_any_more() {
        LocalDate today = LocalDate.now(ZoneId.of("Europe/Madrid"));
        // whatever the hour, one of them is today
        String holidays = "holidays: [%s, %s, %s]".formatted(today.minusDays(1), today, today.plusDays(1));
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("renovaciones", plainCampaign()).start()) {
            bundle.drop("renovaciones", "antes.csv", people(1, 3)).awaitSummary("renovaciones", "antes");

            bundle.campaign("renovaciones", plainCampaign(holidays));
            await().atMost(PATIENCE).until(() -> holidays(bundle).contains(today));
            bundle.drop("renovaciones", "fiesta.csv", people(11, 3));
            await().atMost(PATIENCE).until(() -> bundle.progress("renovaciones").waiting() == 3);
            assertThat(simulator.counts().starts()).isEqualTo(3);

            bundle.campaign("renovaciones", plainCampaign());
            bundle.awaitSummary("renovaciones", "fiesta");

            assertThat(simulator.counts().accepted()).isEqualTo(6);
        }
    }

    private static Set<LocalDate> holidays(RunningBundle bundle) {
        return Set.copyOf(bundle.bundle().bean("campaigns", Campaigns.class).find("renovaciones").orElseThrow().calling().holidays());
    }
}
