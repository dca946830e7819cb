package io.voicecampaigns.crash;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/** A bundle in a JVM of its own that can be killed with -9, at a {@link CrashPoint} or anywhere. What it says is kept in a file. */
final class BundleProcess implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path sign;
    private final Path log;

    private BundleProcess(Process process, Path sign, Path log) {
        this.process = process;
        this.sign = sign;
        this.log = log;
    }

    /** Starts one that nothing holds. */
    static BundleProcess start(Path dir, Map<String, String> settings) {
        return start(dir, settings, "");
    }

    /** Starts one of a later version, which brings migrations of its own in a directory of classes. */
    static BundleProcess startLater(Path dir, Map<String, String> settings, Path classes) {
        return start(dir, settings, "", classPath() + File.pathSeparator + classes);
    }

    /** @param crashPoint where it is held, as {@link CrashPoint} reads it */
    static BundleProcess start(Path dir, Map<String, String> settings, String crashPoint) {
        return start(dir, settings, crashPoint, classPath());
    }

    private static BundleProcess start(Path dir, Map<String, String> settings, String crashPoint, String classPath) {
        try {
            Path home = Files.createTempDirectory(dir, "process");
            Map<String, String> all = new TreeMap<>(settings);
            all.put("routes.dir", routes(home).toString());
            all.put("crash.point", crashPoint);
            all.put("crash.sign", home.resolve("reached").toString());
            Properties file = new Properties();
            file.putAll(all);
            Path written = home.resolve("settings.properties");
            try (OutputStream out = Files.newOutputStream(written)) {
                file.store(out, null);
            }
            Path log = home.resolve("log");
            Process process = java(classPath, List.of(BundleMain.class.getName(), written.toString()))
                    .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            return new BundleProcess(process, home.resolve("reached"), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command of a small, quickly started JVM with the classes of this one. */
    static ProcessBuilder java(List<String> arguments) {
        return java(classPath(), arguments);
    }

    private static ProcessBuilder java(String classPath, List<String> arguments) {
        List<String> command = Stream.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", classPath), arguments.stream()).toList();
        return new ProcessBuilder(command);
    }

    private static String classPath() {
        // surefire may hide the real one behind a jar that names it
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static Path routes(Path home) throws IOException {
        Path source = Path.of("routes");
        Path copy = home.resolve("routes");
        try (Stream<Path> all = Files.walk(source)) {
            for (Path each : all.toList()) {
                Files.copy(each, copy.resolve(source.relativize(each)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path beans = copy.resolve("beans.camel.yaml");
        Files.writeString(beans, Files.readString(beans).stripTrailing() + """

                    - name: crashPoint
                      type: io.voicecampaigns.crash.CrashPoint
                      constructors:
                        0: "{{crash.point}}"
                        1: "{{crash.sign}}"
                """);
        return copy;
    }

    /** Waits until it is held at its crash point, with attempts in dialing. */
    BundleProcess awaitCrashPoint() {
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> Files.exists(sign) || hasEnded());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("the crash point was not reached: " + said(), e);
        }
        if (hasEnded()) {
            throw new AssertionError("the bundle ended by itself: " + said());
        }
        return this;
    }

    /** Waits until its routes run. */
    BundleProcess awaitStarted() {
        await().atMost(PATIENCE).failFast("it ended by itself", this::hasEnded).until(() -> said().contains("(voice-campaigns) started in"));
        return this;
    }

    /** Ends it as a signal would; returns once it is gone. */
    void stop() {
        try {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError("it does not stop: " + said());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Lets go whoever is held at the crash point now. */
    void letGo() {
        try {
            Files.deleteIfExists(sign);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9} does it; returns once the process is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("process " + process.pid() + " survives kill -9");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Stops it in its tracks, as a suspended virtual machine is. */
    void suspend() {
        signal("STOP");
    }

    /** Lets it go on where it stood. */
    void resume() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor();
            if (code != 0) {
                throw new AssertionError("no signal reached process " + process.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    /** All it has said so far. */
    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
