package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.RunningBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns are operated from the command line, beside the packaged service that runs them. */
class OperateCommandsIT {
    private static final String TOKEN = "a-token-of-this-test-alone";

    @TempDir
    private Path dir;

    @Test
    void a_person_operates_a_campaign_that_runs() throws IOException {
        Service.installed(dir);
        Files.createDirectories(dir.resolve("config/campaigns"));
        Files.writeString(dir.resolve("config/campaigns/renovaciones.yaml"), RunningBundle.plainCampaign());
        assertThat(said(1, Map.of(), "pause", "renovaciones")).contains("no service runs with the data directory data", "What to do: start one here");

        Map<String, String> environment = Map.of("OPERATE_PORT", Integer.toString(Service.freePort()), "OPERATE_TOKEN", TOKEN,
                "MANAGEMENT_PORT", Integer.toString(Service.freePort()));
        try (Service service = Service.start(dir, environment, "--simulate").awaitStarted()) {
            await().atMost(Service.PATIENCE).until(() -> Files.exists(dir.resolve("data/simulated/service.json")));

            assertThat(said(1, Map.of(), "pause", "renovaciones")).contains("the token is missing or wrong", "OPERATE_TOKEN");
            assertThat(said(0, environment, "pause", "renovaciones", "--reason", "wrong prices", "--as", "ann")).contains("campaign renovaciones is paused");
            JsonNode refusal = new ObjectMapper().readTree(said(1, environment, "resume", "renovacines", "--json"));
            assertThat(refusal.path("todo").asText()).isEqualTo("there are renovaciones");
            assertThat(said(0, environment, "review")).contains("Nothing to review.");
            assertThat(said(0, environment, "resume", "renovaciones")).contains("it was paused by ann: wrong prices");
            JsonNode audit = new ObjectMapper().readTree(said(0, environment, "audit", "--json"));
            assertThat(audit.path("entries")).hasSize(2);
            assertThat(said(0, environment, "audit", "--export").lines()).hasSize(2);
            assertThat(said(2, environment, "pause")).contains("Missing required parameter");
            assertThat(service.said()).doesNotContain(TOKEN);
        }
        assertThat(said(1, environment, "resume", "renovaciones", "--url", "http://127.0.0.1:1")).contains("nobody answers at http://127.0.0.1:1");
    }

    private String said(int exit, Map<String, String> environment, String... arguments) throws IOException {
        try (Service command = Service.start(dir, environment, arguments)) {
            assertThat(command.awaitEnd()).as(() -> String.join(" ", arguments) + ": " + command.said()).isEqualTo(exit);
            return command.said();
        }
    }
}
