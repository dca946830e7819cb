package io.voicecampaigns.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.process.Service;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldHealthTest {
    @TempDir
    private Path dir;

    @Test
    void whoever_reads_health_reads_what_the_log_says() throws IOException {
        int port = Service.freePort();
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
                RunningBundle bundle = new RunningBundle(dir, simulator).withOwnRoutes().set("reload.interval", "50ms")
                        .set("camel.management.enabled", "true").set("management.port", port).start()) {
            assertThat(check(port, "").path("status").asText()).isEqualTo("UP");
            assertThat(check(port, "").has("message")).isFalse();

            bundle.route("66-ask-somebody", """
                    - route:
                        id: ask-somebody
                        description: Somebody is asked.
                        from:
                          uri: direct:ask-somebody
                          steps:
                            - to:
                                uri: direct:no"body
                    """);
            String told = dir.resolve("routes/66-ask-somebody.camel.yaml") + ":8: no route begins with direct:no\"body; all routes stay as they are";
            await().atMost(RunningBundle.PATIENCE).until(() -> check(port, "").has("message"));

            assertThat(bundle.bundle().routes().problems()).containsExactly(told);
            for (String path : new String[] {"", "/ready"}) {
                assertThat(check(port, path).path("message").asText()).isEqualTo("degraded: " + told);
            }
            assertThat(check(port, "?data=true").path("data").path("degraded").asText()).isEqualTo(told);
            assertThat(answer(port, "").body()).as("as people read it who ask with curl").doesNotContain("\\/");
            assertThat(answer(port, "/live").statusCode()).isEqualTo(200);
            assertThat(answer(port, "?exposureLevel=oneline").body()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
        }
    }

    private static JsonNode check(int port, String path) {
        try {
            return StreamSupport.stream(new ObjectMapper().readTree(answer(port, path).body()).path("checks").spliterator(), false)
                    .filter(check -> check.path("name").asText().equals("routes")).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> answer(int port, String path) {
        HttpResponse<String> answer = Service.health(port, path).orElseThrow();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        return answer;
    }
}
