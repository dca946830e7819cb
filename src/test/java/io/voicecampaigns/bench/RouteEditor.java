package io.voicecampaigns.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Somebody who saves a route file every second: a good edit of one stage after the other, and a bad one between each two. */
final class RouteEditor implements AutoCloseable {
    private static final List<String> FILES = List.of("30-dial-contacts.camel.yaml", "50-report-outcomes.camel.yaml", "40-poll-calls.camel.yaml",
            "kamelets/diga-start-call-action.kamelet.yaml", "90-handle-errors.camel.yaml", "20-enroll-contacts.camel.yaml");

    private final Path routes;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private volatile int edits;

    private RouteEditor(Path routes) {
        this.routes = routes;
    }

    static Path copyOfTheRoutes(Path target) {
        Path source = Path.of("routes");
        try (Stream<Path> all = Files.walk(source)) {
            for (Path each : all.toList()) {
                Files.copy(each, target.resolve(source.relativize(each)));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RouteEditor start(Path routes) {
        RouteEditor editor = new RouteEditor(routes);
        editor.timer.scheduleAtFixedRate(editor::edit, 1, 1, TimeUnit.SECONDS);
        return editor;
    }

    int edits() {
        return edits;
    }

    private void edit() {
        Path file = routes.resolve(FILES.get(edits / 2 % FILES.size()));
        boolean isBad = edits % 2 == 0;
        try {
            String text = Files.readString(file).replaceFirst("\\n# edit.*\\n$", "\n").replaceFirst("\\n- broken: .*\\n$", "\n");
            Path whole = file.resolveSibling(".edited");
            Files.writeString(whole, text + (isBad ? "- broken: " : "# edit ") + edits + "\n");
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            edits++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
