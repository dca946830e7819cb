package io.voicecampaigns.simulator;

import static io.voicecampaigns.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulatorMainTest {
    private static final String ANNOUNCEMENT = "simulator listening on ";

    @TempDir
    private Path folder;

    @Test
    void options_become_settings() throws Exception {
        SimulatorSettings settings = parsed("--port", "1234", "--seed", "7", "--ring", "100-300", "--talk", "50", "--duration-scale", "60",
                "--mix", "answered=60,no_answer=40", "--vocabulary", "old", "--echo-variables", "false", "--recording-lag", "1",
                "--list-lag", "2", "--latency", "3", "--from-number", "+34910000000", "--from-number", "+34920000000", "--api-key", "k");

        assertThat(settings.port()).isEqualTo(1234);
        assertThat(settings.apiKey()).contains("k");
        assertThat(settings.behaviour()).isEqualTo(new Behaviour(7, new Timing(new MillisRange(100, 300), MillisRange.exactly(50), 60, 1, 2, 3),
                Map.of(Outcome.ANSWERED, 60.0, Outcome.NO_ANSWER, 40.0), Vocabulary.OLD, false,
                Set.of("+34910000000", "+34920000000"), Set.of(), Map.of(), FeatherManners.USUAL));
    }

    @Test
    void a_settings_file_comes_before_the_options() throws Exception {
        Path file = Files.writeString(folder.resolve("settings.json"),
                "{\"seed\":5,\"timing\":{\"listLagMs\":9},\"scripts\":{\"+34612000001\":{\"outcome\":\"busy\"}}}");

        Behaviour behaviour = parsed("--settings", file.toString(), "--seed", "6").behaviour();

        assertThat(behaviour.seed()).isEqualTo(6);
        assertThat(behaviour.timing().listLagMs()).isEqualTo(9);
        assertThat(behaviour.scripts()).containsEntry("+34612000001", NumberScript.ending(Outcome.BUSY));
    }

    private static SimulatorSettings parsed(String... arguments) throws Exception {
        CommandLine commandLine = SimulatorMain.commandLine(InputStream.nullInputStream());
        commandLine.parseArgs(arguments);
        return commandLine.<SimulatorMain>getCommand().settings();
    }

    @Test
    void a_range_that_makes_no_sense_is_refused_with_an_example() {
        StringWriter errors = new StringWriter();
        CommandLine commandLine = SimulatorMain.commandLine(InputStream.nullInputStream()).setErr(new PrintWriter(errors));

        int exitCode = commandLine.execute("--ring", "300-100", "--for", "0");

        assertThat(exitCode).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("--ring", "300-1500");
    }

    @Test
    void ends_when_its_time_is_over() {
        StringWriter out = new StringWriter();

        int exitCode = SimulatorMain.commandLine(InputStream.nullInputStream()).setOut(new PrintWriter(out)).execute("--for", "0.01");

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines()).singleElement().asString().matches("simulator listening on http://127\\.0\\.0\\.1:\\d+");
    }

    @Test
    void serves_until_standard_input_closes() throws Exception {
        StringWriter out = new StringWriter();
        Path faults = Files.writeString(folder.resolve("faults.json"), "[{\"on\":\"list\",\"kind\":\"status\",\"status\":503}]");
        CompletableFuture<Integer> exitCode;
        try (PipedOutputStream parent = new PipedOutputStream()) {
            CommandLine commandLine = SimulatorMain.commandLine(new PipedInputStream(parent)).setOut(new PrintWriter(out));
            exitCode = CompletableFuture.supplyAsync(() -> commandLine.execute("--until-stdin-closes", "--faults", faults.toString()));
            await().atMost(Duration.ofMinutes(1)).until(() -> out.toString().endsWith("\n"));

            HttpResponse<String> list = get(URI.create(out.toString().strip().substring(ANNOUNCEMENT.length()) + "/v1/call/"));

            assertThat(list.statusCode()).isEqualTo(503);
            assertThat(exitCode).isNotDone();
        }

        assertThat(exitCode.get(1, TimeUnit.MINUTES)).isZero();
    }

    @Test
    void a_process_of_its_own_ends_on_sigterm() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), SimulatorMain.class.getName(), "--seed", "7", "--for", "60")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String announced = lines.readLine();
            assertThat(announced).startsWith(ANNOUNCEMENT + "http://127.0.0.1:");
            HttpResponse<String> counts = get(URI.create(announced.substring(ANNOUNCEMENT.length()) + "/simulator/counts"));
            assertThat(json(counts).get("accepted").asInt()).isZero();

            // unlike the process's own destroy, this leaves its output readable
            process.toHandle().destroy();

            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(lines.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
