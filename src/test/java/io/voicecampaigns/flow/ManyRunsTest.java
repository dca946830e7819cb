package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.standin.HubSpot;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that reads a source for weeks holds no more than one that has just begun. */
class ManyRunsTest {
    @TempDir
    private Path dir;

    @Test
    void a_run_leaves_no_route_behind() {
        MovableClock clock = new MovableClock();
        try (HubSpot hubspot = new HubSpot().withContacts(1, 1); Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
                RunningBundle bundle = new RunningBundle(dir, simulator).withClock(clock).campaign("busqueda", """
                        source: {from: hubspot, token: %1$s, base-url: "%2$s", every: 1m}
                        """.formatted(HubSpot.TOKEN, hubspot.url()) + plainCampaign().replace("window: always", "window: \"mon-sun 00:00-00:01\"")
                        .replace("phone: telefono, key: id", "phone: phone").replace("\"{{nombre}}\"", "\"{{firstname}}\"")).start()) {
            runs(clock, hubspot, 2);
            int routes = bundle.bundle().context().getRoutesSize();
            int endpoints = bundle.bundle().context().getEndpoints().size();

            runs(clock, hubspot, 6);

            await().atMost(RunningBundle.PATIENCE).untilAsserted(() -> {
                assertThat(bundle.bundle().context().getRoutesSize()).isLessThanOrEqualTo(routes + 2);
                assertThat(bundle.bundle().context().getEndpoints().size()).isLessThanOrEqualTo(endpoints + 2);
            });
        }
    }

    private static void runs(MovableClock clock, HubSpot hubspot, int count) {
        for (int i = 0; i < count; i++) {
            int before = hubspot.asked().size();
            await().atMost(RunningBundle.PATIENCE).until(() -> {
                clock.advance(Duration.ofSeconds(61));
                return hubspot.asked().size() > before;
            });
        }
    }
}
