package io.voicecampaigns.process;

import static io.voicecampaigns.RunningBundle.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.RunningBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looking before anybody is called, and calling oneself, from the command line. */
class PreflightIT {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @TempDir
    private Path dir;

    private record Said(int code, String out, String err) {
        JsonNode json() throws IOException {
            return JSON.readTree(out);
        }
    }

    @Test
    void a_list_is_looked_at_and_a_number_called_beside_a_service_that_simulates() throws Exception {
        Service.installed(dir);
        Files.createDirectories(dir.resolve("config/campaigns"));
        Files.writeString(dir.resolve("config/campaigns/looked.yaml"), RunningBundle.plainCampaign());
        Files.writeString(dir.resolve("people.csv"), people(1, 40_000) + "K1,600000001,otra vez\n");
        Map<String, String> ports = Map.of("MANAGEMENT_PORT", String.valueOf(Service.freePort()), "OPERATE_PORT", String.valueOf(Service.freePort()));
        try (Service service = Service.start(dir, ports, "--simulate").awaitStarted()) {
            await().atMost(Service.PATIENCE).until(() -> Files.exists(dir.resolve("data/simulated/service.json")));

            Said looked = say("preflight", "--simulate", "--json", "looked", "people.csv");
            assertThat(looked.code()).as(looked.out() + looked.err()).isZero();
            JsonNode report = looked.json();
            assertThat(List.of("read", "accepted", "duplicates", "already_enrolled", "do_not_call", "outside_window"))
                    .extracting(field -> report.path(field).asInt(-1)).containsExactly(40_001, 40_000, 1, 0, 0, 0);
            assertThat(report.path("rejected")).hasSize(1);
            assertThat(report.path("samples")).hasSize(3);
            assertThat(report.path("estimate").isObject() && report.path("checks").isArray() && report.path("missing_variables").isArray()).isTrue();
            assertThat(looked.err()).as("logs stand there, without anybody's name or number").doesNotContain("Persona").doesNotContain("600000");

            // a service that has just begun reads the provider's list of calls before it calls anybody
            AtomicReference<Said> last = new AtomicReference<>();
            await().atMost(Service.PATIENCE).until(() -> {
                last.set(say("test-call", "looked", "--to", "+34600000123", "--var", "customer_name=Ana", "--simulate", "--json"));
                return !last.get().out().contains("has not been read since the start");
            });
            Said called = last.get();
            assertThat(called.code()).as(called.out() + called.err()).isZero();
            assertThat(called.json().path("state").asText()).isEqualTo("ended");
            assertThat(called.json().path("disposition").asText()).isNotBlank();
            assertThat(say("test-call", "looked", "--to", "+34600000124", "--var", "customer_name=Ana").code()).as("it would not ring").isOne();
            service.terminate();
            service.awaitEnd();
        }

        assertThat(say("preflight", "--json", "looked", "people.csv")).satisfies(real -> {
            assertThat(real.code()).isOne();
            assertThat(real.json().path("checks").toString()).contains("providers.diga.base-url");
        });
        assertThat(say("preflight", "--json", "nobody", "people.csv")).satisfies(unknown -> {
            assertThat(unknown.code()).isEqualTo(2);
            assertThat(unknown.json().path("error").asText()).contains("there is no campaign nobody");
        });
        assertThat(say("preflight", "looked")).satisfies(wrong -> assertThat(wrong.code()).isEqualTo(2));
        assertThat(say("preflight", "looked", "nowhere.csv")).satisfies(missing -> assertThat(missing.code()).isEqualTo(2));
        assertThat(dir.resolve("data/ledger.db")).as("of the real service").doesNotExist();
    }

    private Said say(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-jar", Path.of("target/voice-campaigns.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(dir, "out", ".txt");
        Path err = Files.createTempFile(dir, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        Process process = builder.start();
        if (!process.waitFor(Service.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end: " + Files.readString(err));
        }
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
