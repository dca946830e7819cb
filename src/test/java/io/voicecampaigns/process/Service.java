package io.voicecampaigns.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged service in a process and a directory of its own, as its users run it. */
public final class Service implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> OURS = List.of("DIGA_BASE_URL", "DIGA_API_KEY", "FEATHER_BASE_URL", "FEATHER_API_KEY", "LEDGER_URL", "LEDGER_USER",
            "LEDGER_PASSWORD", "DATA_DIR",
            "INSTALLATION_SECRET", "SIMULATE", "MANAGEMENT_PORT", "MANAGEMENT_HOST", "OPERATE_HOST", "OPERATE_PORT", "OPERATE_TOKEN");

    private final Process process;
    private final Path log;

    private Service(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Copies the routes and settings of the bundle into {@code dir}, with short pauses. */
    public static Path installed(Path dir) throws IOException {
        for (String tree : List.of("routes", "config")) {
            try (Stream<Path> all = Files.walk(Path.of(tree))) {
                for (Path each : all.toList()) {
                    Files.copy(each, dir.resolve(each));
                }
            }
        }
        Path settings = dir.resolve("config/application.properties");
        Files.writeString(settings, Files.readString(settings).replace("report.files-interval=2s", "report.files-interval=200ms")
                .replace("pick-up.settled=1500ms", "pick-up.settled=300ms"));
        return dir;
    }

    static Service start(Path dir, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("-jar", Path.of("target/voice-campaigns.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        return java(dir, environment, command);
    }

    public static Service java(Path dir, Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(arguments);
        Path log = Files.createTempFile(dir, "said", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeAll(OURS);
        builder.environment().putAll(environment);
        return new Service(builder.start(), log);
    }

    /** Everything it has said so far. */
    public String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Service awaitStarted() {
        await().atMost(PATIENCE).until(() -> said().contains("(voice-campaigns) started in") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("it ended by itself: " + said());
        }
        return this;
    }

    /** Waits for its end and returns its exit code. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it does not end: " + said());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What health says on this port; empty while nothing answers. */
    public static Optional<HttpResponse<String>> health(int port) {
        return health(port, "");
    }

    /** What health says of a part of it, such as {@code /ready}. */
    public static Optional<HttpResponse<String>> health(int port, String part) {
        HttpClient client = HttpClient.newHttpClient();
        try {
            return Optional.of(client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/observe/health" + part))
                    .timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
