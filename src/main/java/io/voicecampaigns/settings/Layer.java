package io.voicecampaigns.settings;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Settings of one place.
 *
 * @param values   by key, each with where exactly it stands
 * @param isSecret whether nothing of it may be shown
 */
record Layer(Map<String, Value> values, boolean isSecret) {

    record Value(String text, String origin) {
    }

    /** A file of properties. */
    static Layer ofFile(Path file, boolean isSecret) {
        return ofText(read(file), file.toString(), isSecret);
    }

    static Layer ofText(String text, String name, boolean isSecret) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> lines = text.lines().toList();
        Map<String, Value> values = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            Pattern assignment = Pattern.compile("\\s*" + Pattern.quote(key) + "\\s*[=: ].*|\\s*" + Pattern.quote(key));
            int line = (int) lines.stream().takeWhile(each -> !assignment.matcher(each).matches()).count();
            values.put(key, new Value(properties.getProperty(key), line < lines.size() ? name + ":" + (line + 1) : name));
        }
        return new Layer(values, isSecret);
    }

    /** A mounted ConfigMap or Secret: one setting a file, named after it; a file of properties holds several. */
    static List<Layer> ofVolume(Path directory, boolean isSecret) {
        List<Layer> layers = new ArrayList<>();
        Map<String, Value> single = new TreeMap<>();
        for (Path file : Mounts.list(directory)) {
            if (!Files.isRegularFile(file)) {
                continue;
            }
            if (file.toString().endsWith(".properties")) {
                layers.add(ofFile(file, isSecret));
            } else {
                single.put(file.getFileName().toString(), new Value(read(file).stripTrailing(), file.toString()));
            }
        }
        layers.add(new Layer(single, isSecret));
        return layers;
    }

    /** What the environment says of {@code keys}: {@code dial.max-parallel} is {@code DIAL_MAX_PARALLEL}. */
    static Layer ofEnvironment(Map<String, String> environment, Iterable<String> keys) {
        Map<String, Value> values = new TreeMap<>();
        for (String key : keys) {
            String name = variable(key);
            Optional.ofNullable(environment.get(name)).ifPresent(text -> values.put(key, new Value(text, "environment " + name)));
        }
        return new Layer(values, false);
    }

    static String variable(String key) {
        return key.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
