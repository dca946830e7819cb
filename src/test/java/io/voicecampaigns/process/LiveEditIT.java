package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes edited under the packaged service, as its health tells of them. */
class LiveEditIT {
    @TempDir
    private Path dir;

    @Test
    void a_bad_edit_degrades_survives_a_restart_and_heals() throws IOException {
        Service.installed(dir);
        Files.createDirectories(dir.resolve("config/campaigns"));
        Files.writeString(dir.resolve("config/campaigns/renovaciones.yaml"), RunningBundle.plainCampaign());
        int port = Service.freePort();
        Map<String, String> environment = new HashMap<>(Map.of("MANAGEMENT_PORT", Integer.toString(port)));
        Path dial = dir.resolve("routes/30-dial-contacts.camel.yaml");
        String good = Files.readString(dial);

        try (Service service = Service.start(dir, environment, "--simulate").awaitStarted()) {
            callEverybodyOf("primera.csv", 1);
            awaitHealth(port, answer -> assertThat(answer.body()).contains("\"routes\"").doesNotContain("degraded"));

            Files.writeString(dial, good.replace("ref: dialing", "ref: dailing"));
            awaitHealth(port, answer -> assertThat(answer.body()).contains("degraded", "30-dial-contacts.camel.yaml:13: unknown bean dailing",
                    "all routes stay as they are"));
            for (String path : new String[] {"", "/live", "/ready"}) {
                assertThat(Service.health(port, path)).hasValueSatisfying(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.body()).contains("{\"status\":\"UP\"");
                });
            }
            callEverybodyOf("segunda.csv", 10);
            assertThat(service.said()).containsOnlyOnce("all routes stay as they are");
        }
        try (Service service = Service.start(dir, environment, "--simulate").awaitStarted()) {
            awaitHealth(port, answer -> assertThat(answer.body()).contains("unknown bean dailing", "the routes that ran last are started instead"));
            callEverybodyOf("tercera.csv", 20);

            Files.writeString(dial, good + "# mended\n");
            awaitHealth(port, answer -> assertThat(answer.body()).doesNotContain("degraded"));
            assertThat(service.said()).contains("routes: 30-dial-contacts.camel.yaml changed; in use after");
            callEverybodyOf("cuarta.csv", 30);
        }
    }

    @Test
    void a_first_start_with_bad_routes_ends_with_all_that_is_wrong() throws IOException {
        Service.installed(dir);
        Path dial = dir.resolve("routes/30-dial-contacts.camel.yaml");
        Files.writeString(dial, Files.readString(dial).replace("ref: dialing", "ref: dailing").replace("dialling-failed", "dialling-faild"));

        try (Service service = Service.start(dir, Map.of(), "--simulate")) {
            assertThat(service.awaitEnd()).isEqualTo(1);
            assertThat(service.said()).contains("The routes cannot run", "routes/30-dial-contacts.camel.yaml:13: unknown bean dailing",
                    "routes/30-dial-contacts.camel.yaml:35: no routeConfiguration has the id dialling-faild").doesNotContain("\tat ");
        }
        assertThat(dir.resolve("data/simulated/ledger.db")).doesNotExist();
    }

    @Test
    void validate_prints_what_is_wrong_and_nothing_else_and_touches_nothing() throws IOException {
        Path bundle = Service.installed(Files.createDirectories(dir.resolve("bundle")));
        Map<String, String> production = Map.of("DIGA_BASE_URL", "http://127.0.0.1:1", "DIGA_API_KEY", "the-secret-key",
                "LEDGER_URL", "jdbc:postgresql://127.0.0.1:1/production");
        try (Service service = Service.start(dir, production, "validate", "bundle")) {
            assertThat(service.awaitEnd()).as(service.said()).isZero();
            assertThat(service.said()).isEmpty();
        }
        replace(bundle.resolve("routes/30-dial-contacts.camel.yaml"), "ref: dialing", "ref: dailing");
        replace(bundle.resolve("routes/kamelets/file-outcomes-sink.kamelet.yaml"), "method: accept", "method: except");
        replace(bundle.resolve("config/providers/diga.yaml"), "settle:", "setle:");
        replace(bundle.resolve("config/application.properties"), "camel.main.shutdown-timeout", "camel.main.shutdown-timeot");
        Files.createDirectories(bundle.resolve("config/campaigns"));
        Files.writeString(bundle.resolve("config/campaigns/a.yaml"), RunningBundle.plainCampaign().replace("window: always", "window: now and then"));
        Files.writeString(bundle.resolve("config/campaigns/b.yaml"), RunningBundle.plainCampaign().replace("provider: diga", "provider: dgia"));

        try (Service service = Service.start(bundle, production, "validate")) {
            assertThat(service.awaitEnd()).isEqualTo(1);
            assertThat(service.said().lines()).anyMatch(line -> line.matches("config/providers/diga.yaml:\\d+: .*setle.*"))
                    .anyMatch(line -> line.matches("config/application.properties:\\d+: unknown setting camel.main.shutdownTimeot"))
                    .anyMatch(line -> line.matches("config/campaigns/a.yaml:8: calling.window: .*"))
                    .anyMatch(line -> line.matches("config/campaigns/b.yaml:?\\d*: provider: .*dgia.*"))
                    .allMatch(line -> line.matches("(config|routes)/\\S+: .*"));
        }
        replace(bundle.resolve("config/application.properties"), "camel.main.shutdown-timeot", "camel.main.shutdown-timeout");
        try (Service service = Service.start(bundle, production, "validate", ".")) {
            assertThat(service.awaitEnd()).isEqualTo(1);
            assertThat(service.said()).contains("routes/30-dial-contacts.camel.yaml:13: unknown bean dailing",
                    "routes/kamelets/file-outcomes-sink.kamelet.yaml:18: the bean listResults has no public method except").doesNotContain("the-secret-key");
        }
        assertThat(bundle.toFile().list()).as("but for what the processes said").filteredOn(name -> !name.endsWith(".log")).containsOnly("routes", "config");
    }

    private static void replace(Path file, String text, String by) throws IOException {
        String before = Files.readString(file);
        assertThat(before).contains(text);
        Files.writeString(file, before.replace(text, by));
    }

    private static void awaitHealth(int port, Consumer<HttpResponse<String>> expected) {
        await().atMost(Service.PATIENCE).untilAsserted(() -> assertThat(Service.health(port)).hasValueSatisfying(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            expected.accept(answer);
        }));
    }

    private void callEverybodyOf(String list, int first) throws IOException {
        Path inbox = Files.createDirectories(dir.resolve("data/simulated/inbox/renovaciones"));
        Files.writeString(inbox.resolve(list), RunningBundle.people(first, 2));
        Path summary = dir.resolve("data/simulated/outbox/renovaciones").resolve(list.replace(".csv", ".summary.json"));
        await().atMost(Service.PATIENCE).until(() -> Files.exists(summary));
    }
}
