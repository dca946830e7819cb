package io.voicecampaigns.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.process.Service;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kubelet that asks for a path that nobody serves ends a pod that is well. */
class ProbesTest {
    private static final String HEALTH = "/observe/health";

    @TempDir
    private Path dir;

    @Test
    void ask_the_running_service_for_what_it_serves() throws IOException {
        Map<String, String> ofIntegration = ofIntegration();
        assertThat(ofIntegration).containsOnlyKeys("startup", "liveness", "readiness").isEqualTo(ofDeployment());
        int port = Service.freePort();
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
                RunningBundle bundle = new RunningBundle(dir, simulator).set("camel.management.enabled", "true").set("management.port", port).start()) {
            assertThat(ofIntegration.values()).allSatisfy(path -> {
                assertThat(path).startsWith(HEALTH + "/");
                await().atMost(RunningBundle.PATIENCE).untilAsserted(() -> assertThat(Service.health(port, path.substring(HEALTH.length())))
                        .hasValueSatisfying(answer -> assertThat(answer.statusCode()).isEqualTo(200)));
            });
            assertThat(Service.health(port, "/no-such-probe").orElseThrow().statusCode()).as("others are refused").isNotEqualTo(200);
        }
    }

    @Test
    void ask_at_the_port_that_is_served() throws IOException {
        String served = Files.readAllLines(Path.of("config/application.properties")).stream().filter(line -> line.startsWith("management.port="))
                .findFirst().orElseThrow().substring("management.port=".length());
        Manifest health = new Manifest(integration().map("spec", "traits", "health"));
        assertThat(List.of("livenessPort", "readinessPort", "startupPort")).allSatisfy(key ->
                assertThat(health.at(key)).as(key).hasValue(Integer.valueOf(served)));
        assertThat(container().maps("ports")).contains(Map.of("name", "management", "containerPort", Integer.valueOf(served)));
        assertThat(List.of("livenessProbe", "readinessProbe", "startupProbe")).allSatisfy(probe ->
                assertThat(container().at(probe, "httpGet", "port")).as(probe).hasValue("management"));
    }

    private static Map<String, String> ofIntegration() {
        Manifest health = new Manifest(integration().map("spec", "traits", "health"));
        Map<String, String> paths = new TreeMap<>();
        List.of("startup", "liveness", "readiness").forEach(kind -> health.at(kind + "Probe").ifPresent(path -> paths.put(kind, path.toString())));
        return paths;
    }

    private static Map<String, String> ofDeployment() {
        Map<String, String> paths = new TreeMap<>();
        List.of("startup", "liveness", "readiness").forEach(kind -> container().at(kind + "Probe", "httpGet", "path")
                .ifPresent(path -> paths.put(kind, path.toString())));
        return paths;
    }

    private static Manifest integration() {
        return Manifest.file(Path.of("k8s/base/voice-campaigns.integration.yaml"));
    }

    private static Manifest container() {
        return new Manifest(Manifest.file(Path.of("k8s/plain/deployment.yaml")).pod().maps("spec", "containers").get(0));
    }
}
