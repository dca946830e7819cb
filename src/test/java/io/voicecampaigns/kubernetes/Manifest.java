package io.voicecampaigns.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One resource, as it stands in a file or as kustomize renders it. */
record Manifest(Map<String, Object> root) {

    static List<Manifest> of(String yaml) {
        return StreamSupport.stream(new Load(LoadSettings.builder().build()).loadAllFromString(yaml).spliterator(), false)
                .map(Manifest::of).toList();
    }

    @SuppressWarnings("unchecked")
    private static Manifest of(Object document) {
        return new Manifest((Map<String, Object>) document);
    }

    /** What {@code kubectl apply -k} would apply. */
    static List<Manifest> rendered(Path kustomization) {
        return of(renderedText(kustomization));
    }

    static String renderedText(Path kustomization) {
        try {
            Path out = Files.createTempFile("rendered", ".yaml");
            Process kubectl = new ProcessBuilder("kubectl", "kustomize", kustomization.toString()).redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.PIPE).start();
            String complaints = new String(kubectl.getErrorStream().readAllBytes());
            if (kubectl.waitFor() != 0) {
                throw new AssertionError(kustomization + " cannot be rendered: " + complaints);
            }
            return Files.readString(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    static Manifest file(Path file) {
        return of(text(file)).get(0);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String kind() {
        return String.valueOf(root.get("kind"));
    }

    String name() {
        return at("metadata", "name").map(String::valueOf).orElse("");
    }

    boolean is(String kind, String name) {
        return kind().equals(kind) && name().equals(name);
    }

    /** What stands under these keys, one below the other. */
    Optional<Object> at(String... keys) {
        Object place = root;
        for (String key : keys) {
            place = place instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return Optional.ofNullable(place);
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> map(String... keys) {
        return (Map<String, Object>) at(keys).orElse(Map.of());
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> maps(String... keys) {
        return (List<Map<String, Object>>) at(keys).orElse(List.of());
    }

    List<String> texts(String... keys) {
        return at(keys).map(list -> ((List<?>) list).stream().map(String::valueOf).toList()).orElse(List.of());
    }

    /** The pod that a Deployment or CronJob makes. */
    Manifest pod() {
        return new Manifest(kind().equals("CronJob") ? map("spec", "jobTemplate", "spec", "template") : map("spec", "template"));
    }

    /** Every text of it at any depth. */
    Stream<String> words() {
        List<String> words = new ArrayList<>();
        collect(root, words);
        return words.stream();
    }

    private static void collect(Object value, List<String> words) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, below) -> {
                words.add(key.toString());
                collect(below, words);
            });
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, words));
        } else {
            words.add(String.valueOf(value));
        }
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
