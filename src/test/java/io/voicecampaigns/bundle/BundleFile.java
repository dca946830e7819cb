package io.voicecampaigns.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One YAML file of the bundle as its author wrote it, before Camel has made anything of it. */
record BundleFile(Path path, String text, Object root) {
    private static final Path ROUTES = Path.of("routes");
    private static final String BEANS = "beans.camel.yaml";

    /** A map somewhere in a file, under the key that leads to it: {@code to}, {@code simple}, {@code route}. */
    record Node(String key, Object value) {
        @SuppressWarnings("unchecked")
        Map<String, Object> fields() {
            return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        }

        String text(String field) {
            return fields().containsKey(field) ? String.valueOf(fields().get(field)) : "";
        }
    }

    static BundleFile read(Path path) {
        try {
            String text = Files.readString(path);
            return new BundleFile(path, text, new Load(LoadSettings.builder().setLabel(path.toString()).build()).loadFromString(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The numbered files, in the order of the flow. */
    static List<BundleFile> routes() {
        return all(ROUTES, ".camel.yaml").stream().filter(file -> !file.path().endsWith(BEANS)).toList();
    }

    static BundleFile beans() {
        return read(ROUTES.resolve(BEANS));
    }

    static List<BundleFile> kamelets() {
        return all(ROUTES.resolve("kamelets"), ".kamelet.yaml");
    }

    static List<BundleFile> routesAndKamelets() {
        return Stream.concat(routes().stream(), kamelets().stream()).toList();
    }

    private static List<BundleFile> all(Path directory, String suffix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().map(BundleFile::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return path.getFileName().toString();
    }

    long lines() {
        return text.lines().count();
    }

    /** Every value that stands under {@code key}, at any depth, in the order of the file. */
    List<Node> under(String key) {
        return nodes(root).stream().filter(node -> node.key().equals(key)).toList();
    }

    /** Everything that stands under a key, at any depth. */
    static List<Node> nodes(Object value) {
        List<Node> found = new ArrayList<>();
        collect(value, found);
        return found;
    }

    private static void collect(Object value, List<Node> found) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, below) -> {
                found.add(new Node(key.toString(), below));
                collect(below, found);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, found));
        }
    }

    /** The steps of a route or template at any depth, each under its own name. */
    static List<Node> steps(Object value) {
        return nodes(value).stream().filter(node -> node.key().equals("steps")).flatMap(node -> ((List<?>) node.value()).stream())
                .map(BundleFile::step).toList();
    }

    private static Node step(Object step) {
        if (step instanceof Map<?, ?> map && map.size() == 1) {
            Map.Entry<?, ?> only = map.entrySet().iterator().next();
            return new Node(only.getKey().toString(), only.getValue());
        }
        throw new IllegalArgumentException("not a step: " + step);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
