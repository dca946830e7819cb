package io.voicecampaigns.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bundle's own files as somebody has edited them. */
final class Routes {
    static final Path HOME = Path.of("routes");

    private final SortedMap<String, String> files;

    private Routes(SortedMap<String, String> files) {
        this.files = files;
    }

    static Routes ofTheBundle() {
        try {
            return new Routes(new TreeMap<>(RouteSet.read(HOME).files()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Routes with(String file, String text) {
        files.put(file, text);
        return this;
    }

    /** Replaces a text that must be there. */
    Routes replace(String file, String text, String by) {
        String before = files.get(file);
        if (!before.contains(text)) {
            throw new AssertionError(file + " does not hold " + text);
        }
        files.put(file, before.replace(text, by));
        return this;
    }

    Routes without(String file) {
        files.remove(file);
        return this;
    }

    String text(String file) {
        return files.get(file);
    }

    RouteSet set() {
        return new RouteSet(HOME, files);
    }

    /** Writes them all into a directory, each as a whole. */
    Path writeTo(Path home) {
        try {
            for (var file : files.entrySet()) {
                Path path = home.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
