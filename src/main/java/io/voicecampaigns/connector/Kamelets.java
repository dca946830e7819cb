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
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The kamelets of a directory as their files say now. Content is compared, not file events; a change counts once two looks have found it
 * the same, as a file may be half written. Thread-safe; readers see one look's result as a whole.
 */
public final class Kamelets {
    private static final String SUFFIX = ".kamelet.yaml";

    private record State(String stamp, Map<String, Kamelet> kamelets) {
    }

    private final Path directory;
    private volatile State state = new State("", Map.of());
    private String seen = "";

    /** @param directory where the {@code .kamelet.yaml} files are; nothing is read before the first {@link #look()} */
    public Kamelets(Path directory) {
        this.directory = directory;
    }

    /** Looks at all files once; never throws for what it finds. */
    public synchronized void look() {
        Map<String, byte[]> found = contents();
        String stamp = stamp(found);
        boolean isFirst = state.stamp().isEmpty();
        boolean isSettled = isFirst || stamp.equals(seen);
        seen = stamp;
        if (isSettled && !stamp.equals(state.stamp())) {
            Map<String, Kamelet> kamelets = new TreeMap<>();
            found.forEach((name, content) -> parse(name, content).ifPresent(kamelet -> kamelets.put(name, kamelet)));
            state = new State(stamp, Map.copyOf(kamelets));
        }
    }

    /** A kamelet by name; empty if there is no such file or it cannot be read as one. */
    public Optional<Kamelet> find(String name) {
        return Optional.ofNullable(state.kamelets().get(name));
    }

    /** Changes whenever a kamelet does; empty before the first look. */
    public String stamp() {
        return state.stamp();
    }

    private Map<String, byte[]> contents() {
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
                String name = file.getFileName().toString();
                found.put(name.substring(0, name.length() - SUFFIX.length()), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            // whoever names a kamelet that cannot be read is told that there is none
        }
        return found;
    }

    private static String stamp(Map<String, byte[]> contents) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            contents.forEach((name, content) -> {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(content);
                digest.update((byte) 0);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Optional<Kamelet> parse(String name, byte[] content) {
        try {
            Object root = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(new String(content, StandardCharsets.UTF_8));
            return root instanceof Map<?, ?> file && file.get("spec") instanceof Map<?, ?> spec && spec.get("template") instanceof Map
                    ? Optional.of(Kamelet.of(name, spec)) : Optional.empty();
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }
}
