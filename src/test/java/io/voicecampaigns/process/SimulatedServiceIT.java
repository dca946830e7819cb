package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.RunningBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedServiceIT {
    @TempDir
    private Path dir;

    @Test
    void simulation_is_asked_for_by_option_or_environment_and_keeps_to_itself() throws IOException {
        Service.installed(dir);
        Files.createDirectories(dir.resolve("config/campaigns"));
        Files.writeString(dir.resolve("config/campaigns/renovaciones.yaml"), RunningBundle.plainCampaign());
        try (TrapServer trap = new TrapServer()) {
            Map<String, String> environment = new HashMap<>(trap.production());
            int port = Service.freePort();
            environment.put("MANAGEMENT_PORT", Integer.toString(port));
            environment.put("OPERATE_PORT", Integer.toString(Service.freePort()));
            environment.put("NOTIFY_TO", "webhook");
            environment.put("NOTIFY_WEBHOOK_URL", trap.production().get("DIGA_BASE_URL") + "/services/the-hidden-path");
            environment.put("TRACING_ENABLED", "true");

            try (Service service = Service.start(dir, environment, "--simulate")) {
                callEverybodyOf("primera.csv", 1);
                assertThat(Service.health(port)).hasValueSatisfying(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.body()).contains("\"ledger\"", "\"dialling\"");
                });
                assertThat(service.said()).contains("SIMULATED: nobody is called").contains("SIMULATED: without effect are ")
                        .contains("NOTIFY_TO, NOTIFY_WEBHOOK_URL, TRACING_ENABLED").doesNotContain("the-hidden-path");
            }
            try (Service config = Service.start(dir, environment, "config", "--simulate", "--json")) {
                assertThat(config.awaitEnd()).isZero();
                JsonNode listed = new ObjectMapper().readTree(config.said());
                assertThat(listed.path("without_effect").toString()).contains("NOTIFY_TO", "LEDGER_URL");
                assertThat(listed.path("settings").findValuesAsText("origin")).contains("environment MANAGEMENT_PORT").doesNotContain("environment NOTIFY_TO");
            }
            environment.put("SIMULATE", "true");
            try (Service service = Service.start(dir, environment, "run")) {
                callEverybodyOf("segunda.csv", 10);
                assertThat(service.said()).contains("SIMULATED: nobody is called");
            }

            assertThat(trap.requests()).isZero();
            assertThat(dir.resolve("data").toFile().list()).isEqualTo(List.of("simulated").toArray());
        }
    }

    private void callEverybodyOf(String list, int first) throws IOException {
        Path inbox = Files.createDirectories(dir.resolve("data/simulated/inbox/renovaciones"));
        Files.writeString(inbox.resolve(list), RunningBundle.people(first, 3));
        Path summary = dir.resolve("data/simulated/outbox/renovaciones").resolve(list.replace(".csv", ".summary.json"));
        await().atMost(Service.PATIENCE).until(() -> Files.exists(summary));
    }
}
