package io.voicecampaigns.connector;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What the kamelets declare that routes are made of now. Thread-safe; readers see one look's result as a whole.
 */
public final class Kamelets {
    private static final String SUFFIX = ".kamelet.yaml";

    private record State(String stamp, Map<String, Kamelet> kamelets) {
    }

    private final Supplier<Map<String, String>> texts;
    private volatile State state = new State("", Map.of());

    /** @param texts the text of each kamelet by its name; not asked before the first {@link #look()} */
    public Kamelets(Supplier<Map<String, String>> texts) {
        this.texts = texts;
    }

    /** Those of a directory, as its files say at each look. */
    public static Kamelets in(Path directory) {
        return new Kamelets(() -> {
            Map<String, String> found = new TreeMap<>();
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
                    String name = file.getFileName().toString();
                    found.put(name.substring(0, name.length() - SUFFIX.length()), Files.readString(file));
                }
            } catch (IOException e) {
                // whoever names a kamelet that cannot be read is told that there is none
            }
            return found;
        });
    }

    /** Looks at all of them once; never throws for what it finds. */
    public synchronized void look() {
        Map<String, String> found = new TreeMap<>(texts.get());
        String stamp = stamp(found);
        if (!stamp.equals(state.stamp())) {
            Map<String, Kamelet> kamelets = new TreeMap<>();
            found.forEach((name, content) -> parse(name, content).ifPresent(kamelet -> kamelets.put(name, kamelet)));
            state = new State(stamp, Map.copyOf(kamelets));
        }
    }

    /** A kamelet by name; empty if there is none or it cannot be read as one. */
    public Optional<Kamelet> find(String name) {
        return Optional.ofNullable(state.kamelets().get(name));
    }

    /** Changes whenever a kamelet does; empty before the first look. */
    public String stamp() {
        return state.stamp();
    }

    private static String stamp(Map<String, String> contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            contents.forEach((name, content) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(content.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Optional<Kamelet> parse(String name, String content) {
        try {
            Object root = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(content);
            return root instanceof Map<?, ?> file && file.get("spec") instanceof Map<?, ?> spec && spec.get("template") instanceof Map
                    ? Optional.of(Kamelet.of(name, spec)) : Optional.empty();
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }
}
