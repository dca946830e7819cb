package io.voicecampaigns.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.process.Service;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.camel.spi.RouteController;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageHealthTest {
    @TempDir
    private Path dir;

    @Test
    void a_stage_that_does_not_run_is_down_with_the_service_s_readiness_while_others_and_its_liveness_are_up() throws Exception {
        int port = Service.freePort();
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
                RunningBundle bundle = new RunningBundle(dir, simulator).set("camel.management.enabled", "true").set("management.port", port).start()) {
            RouteController routes = bundle.bundle().context().getRouteController();

            routes.suspendRoute("dial-contacts");
            assertThat(status(port, "/group/dial")).as("held for an edit").isEqualTo(200);

            routes.stopRoute("start-call");

            assertThat(status(port, "/group/dial")).isEqualTo(503);
            assertThat(Service.health(port, "/group/dial").orElseThrow().body()).contains("stopped: start-call");
            assertThat(status(port, "/ready")).isEqualTo(503);
            assertThat(status(port, "/live")).isEqualTo(200);
            assertThat(status(port, "/started")).isEqualTo(200);
            assertThat(status(port, "/group/poll")).isEqualTo(200);
            assertThat(status(port, "/group/no-such-stage")).isEqualTo(404);
        }
    }

    private static int status(int port, String part) throws IOException {
        return Service.health(port, part).orElseThrow(() -> new IOException("nothing answers")).statusCode();
    }
}
