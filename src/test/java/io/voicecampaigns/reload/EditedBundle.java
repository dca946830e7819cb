package io.voicecampaigns.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.slf4j.LoggerFactory;

/** A running bundle whose route files somebody edits, and what it says of that. */
final class EditedBundle implements AutoCloseable {
    static final String CAMPAIGN = "renovaciones";

    private final Path dir;
    private final Path routes;
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
            .behaving(usual -> usual.withTiming(Timing.exactly(10, 20)).withEveryCall(Outcome.ANSWERED)));
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final ListAppender<ILoggingEvent> saidByCamel = new ListAppender<>();
    private final RunningBundle bundle;
    private int saidAtStart;

    EditedBundle(Path dir) {
        this.dir = dir;
        this.routes = dir.resolve("routes");
        Routes.ofTheBundle().writeTo(routes);
        said.start();
        logger().addAppender(said);
        saidByCamel.start();
        ofCamel().addAppender(saidByCamel);
        bundle = new RunningBundle(dir, simulator).campaign(CAMPAIGN, RunningBundle.plainCampaign())
                .set("routes.dir", routes).set("reload.interval", "50ms");
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(LiveRoutes.class);
    }

    private static Logger ofCamel() {
        return (Logger) LoggerFactory.getLogger("org.apache.camel");
    }

    EditedBundle start() {
        bundle.start();
        saidAtStart = saidByCamel.list.size();
        return this;
    }

    RunningBundle bundle() {
        return bundle;
    }

    Simulator simulator() {
        return simulator;
    }

    Path routes() {
        return routes;
    }

    /** Saves a file as careful editors do: as a whole. */
    EditedBundle save(String file, String text) {
        try {
            Path path = routes.resolve(file);
            Path part = path.resolveSibling("." + path.getFileName() + ".part");
            Files.writeString(part, text);
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String file) {
        try {
            return Files.readString(routes.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EditedBundle delete(String file) {
        try {
            Files.delete(routes.resolve(file));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the running routes are, as things that a swap would make anew. */
    List<Route> running() {
        return List.copyOf(bundle.bundle().context().getRoutes());
    }

    List<String> problems() {
        return bundle.bundle().routes().problems();
    }

    void awaitProblem(String text) {
        await().atMost(RunningBundle.PATIENCE).untilAsserted(() ->
                assertThat(String.join("\n", problems())).contains(text));
    }

    void awaitHealed() {
        await().atMost(RunningBundle.PATIENCE).until(() -> problems().isEmpty());
    }

    /** The lines that tell of edits in use. */
    List<String> accepted() {
        return said().stream().filter(line -> line.contains("; in use after ")).toList();
    }

    void awaitAccepted(int count) {
        await().atMost(RunningBundle.PATIENCE).until(() -> accepted().size() >= count);
    }

    List<String> said() {
        return List.copyOf(said.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Whether the routes are made of these files as they stand now. */
    boolean isInUse(List<String> files) {
        return accepted().stream().flatMap(line -> Stream.of(line.replaceFirst("; in use.*", "").split("[:,] "))).map(part -> part.replaceFirst(" changed$", ""))
                .collect(Collectors.toSet()).containsAll(files);
    }

    /** What Camel says of its routes and their schedules since they run. */
    List<String> saidByCamel() {
        return List.copyOf(saidByCamel.list).stream().skip(saidAtStart).map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.matches("(Started|Stopped|Shutdown|Suspended|Resumed|Pausing|Deleting|Resuming|Job) .*")).toList();
    }

    /** Calls somebody, to show that all stages work. */
    void callSomebody(int who) {
        bundle.drop(CAMPAIGN, "list-" + who + ".csv", RunningBundle.people(who, 1));
        bundle.awaitSummary(CAMPAIGN, "list-" + who);
    }

    /** A route that writes a word into the file of {@link #mark()} again and again. */
    String marking(String id, String word) {
        return """
                - route:
                    id: %s
                    description: Something new is done again and again.
                    from:
                      uri: timer
                      parameters:
                        timerName: %s
                        period: 30
                        delay: 0
                      steps:
                        - setBody:
                            expression:
                              constant:
                                expression: "%s"
                        - to:
                            uri: file
                            parameters:
                              directoryName: "%s"
                              fileName: mark
                              fileExist: Override
                              tempPrefix: part
                """.formatted(id, id, word, dir.resolve("marks"));
    }

    String mark() {
        try {
            Path mark = dir.resolve("marks/mark");
            return Files.exists(mark) ? Files.readString(mark) : "";
        } catch (IOException e) {
            // it is being exchanged
            return "";
        }
    }

    void awaitMark(String word) {
        await().atMost(RunningBundle.PATIENCE).until(() -> mark().equals(word));
    }

    /** A mark that is made from now on. */
    void awaitNewMark(String word) throws IOException {
        Files.deleteIfExists(dir.resolve("marks/mark"));
        awaitMark(word);
    }

    void awaitNoOtherMarkThan(String word) {
        awaitMark(word);
        await().during(Duration.ofMillis(200)).atMost(RunningBundle.PATIENCE).until(() -> mark().equals(word) || mark().isEmpty());
    }

    /** Returns once nobody leaves a mark any more. */
    void awaitNoMark() {
        await().atMost(RunningBundle.PATIENCE).until(() -> {
            Files.deleteIfExists(dir.resolve("marks/mark"));
            return await().pollDelay(Duration.ofMillis(200)).until(this::mark, text -> true).isEmpty();
        });
    }

    @Override
    public void close() {
        bundle.close();
        simulator.close();
        logger().detachAppender(said);
        ofCamel().detachAppender(saidByCamel);
    }
}
