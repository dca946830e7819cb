package io.voicecampaigns.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings in force. The environment goes before what a cluster mounted, and that before {@code config/application.properties}.
 * Immutable.
 */
public final class Settings {
    /** A setting as it may be seen. */
    public record Shown(String key, String value, String origin, boolean secret) {
    }

    static final Layer STANDARD = Layer.ofText(shipped(), "default", false);
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??((?:env:|sys:)?[\\w.-]+)(?::([^{}]*))?}}");
    private static final Comparator<String> OURS_FIRST =
            Comparator.<String, Boolean>comparing(key -> key.startsWith("camel.")).thenComparing(Comparator.naturalOrder());
    private static final int MOST_NESTED = 10;

    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, String> mounted = new TreeMap<>();
    private final Map<String, String> environment;
    private final Set<String> ignored = new TreeSet<>();
    private final List<String> unresolved = new ArrayList<>();
    private Set<String> kamelets = Set.of();

    private Settings(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * @param file the settings of the bundle
     * @throws UncheckedIOException if a file that is there cannot be read
     */
    public static Settings read(Path file, Mounts mounts, Map<String, String> environment) {
        Settings settings = new Settings(environment);
        List<Layer> layers = new ArrayList<>(List.of(Layer.ofFile(file, false)));
        layers.addAll(mounts.layers());
        Set<String> keys = keys(layers);
        Layer ofEnvironment = Layer.ofEnvironment(environment, keys);
        layers.add(ofEnvironment);
        settings.take(layers, keys, mounts);
        mounts.layers().forEach(layer -> layer.values().forEach((key, value) -> settings.mounted.put(key, value.text())));
        settings.mounted.keySet().removeAll(ofEnvironment.values().keySet());
        return settings;
    }

    /** As {@link #read}, of a service that simulates; {@link #ignored} tells what has no effect on it. */
    public static Settings simulated(Path file, Mounts mounts, Map<String, String> environment) {
        Settings settings = new Settings(environment);
        List<Layer> ofMounts = mounts.layers();
        List<Layer> layers = new ArrayList<>(List.of(Layer.ofFile(file, false)));
        layers.addAll(ofMounts.stream().map(Simulation::withoutProduction).toList());
        Set<String> keys = keys(layers);
        Layer ofMachine = Simulation.ofMachine(Layer.ofEnvironment(environment, keys));
        layers.add(ofMachine);
        Layer apart = Simulation.apart(layers);
        layers.add(apart);
        settings.take(layers, keys, mounts);
        ofMounts.stream().map(Simulation::withoutProduction).forEach(layer -> layer.values().forEach((key, value) -> settings.mounted.put(key, value.text())));
        settings.mounted.keySet().removeAll(ofMachine.values().keySet());
        settings.mounted.keySet().removeAll(apart.values().keySet());
        settings.ignored.addAll(Simulation.ignored(layers, ofMounts, Layer.ofEnvironment(environment, keys), environment));
        // those that settings name themselves
        settings.settings.values().forEach(setting -> settings.ignored.remove(setting.origin().replaceFirst("^environment ", "")));
        return settings;
    }

    private static Set<String> keys(List<Layer> layers) {
        Set<String> keys = new TreeSet<>(OURS_FIRST);
        keys.addAll(STANDARD.values().keySet());
        layers.forEach(layer -> keys.addAll(layer.values().keySet()));
        return keys;
    }

    private void take(List<Layer> layers, Set<String> keys, Mounts mounts) {
        mounts.sources().ifPresent(sources -> layers.add(new Layer(Map.of("routes.dir",
                new Layer.Value(sources.toString(), sources + " and " + mounts.base().resolve("kamelets"))), false)));
        fill(layers, keys);
        // mounted routes come with the image's kamelets
        kamelets = mounts.kamelets(Path.of(layers.get(0).values().getOrDefault("routes.dir", new Layer.Value("routes", "")).text()),
                Path.of(value("routes.dir")));
    }

    private void fill(List<Layer> layers, Set<String> keys) {
        Map<String, Layer.Value> inForce = new TreeMap<>();
        Map<String, Boolean> secret = new TreeMap<>();
        for (Layer layer : layers) {
            layer.values().forEach((key, value) -> {
                inForce.put(key, value);
                secret.put(key, layer.isSecret());
            });
        }
        for (String key : keys) {
            Layer.Value value = inForce.get(key);
            if (value != null) {
                settings.put(key, new Setting(key, filled(key, value.text(), inForce, 0), origin(value), secret.get(key)));
            }
        }
    }

    /** A value that is one variable of the environment comes from there. */
    private String origin(Layer.Value value) {
        Matcher matcher = PLACEHOLDER.matcher(value.text());
        boolean isVariable = matcher.matches() && matcher.group(1).startsWith("env:") && environment.containsKey(matcher.group(1).substring(4));
        return isVariable ? "environment " + matcher.group(1).substring(4) : value.origin();
    }

    private String filled(String key, String text, Map<String, Layer.Value> inForce, int depth) {
        if (depth > MOST_NESTED) {
            unresolved.add(key);
            return text;
        }
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String name = match.group(1);
            Optional<String> found = name.startsWith("env:") ? Optional.ofNullable(environment.get(name.substring(4)))
                    : name.startsWith("sys:") ? Optional.ofNullable(System.getProperty(name.substring(4)))
                    : Optional.ofNullable(inForce.get(name)).map(value -> filled(key, value.text(), inForce, depth + 1));
            Optional<String> standard = Optional.ofNullable(match.group(2));
            if (found.isEmpty() && standard.isEmpty() && !match.group().startsWith("{{?")) {
                unresolved.add(key);
                return Matcher.quoteReplacement(match.group());
            }
            return Matcher.quoteReplacement(found.or(() -> standard).orElse(""));
        });
    }

    /** What a cluster mounted and the environment does not override: to go before the settings of the file. */
    public Map<String, String> mounted() {
        return Collections.unmodifiableMap(mounted);
    }

    /** The names of variables and settings that are set and have no effect; no values. */
    public List<String> ignored() {
        return List.copyOf(ignored);
    }

    /** All settings, without secrets. */
    public List<Shown> shown() {
        return settings.values().stream().map(setting -> new Shown(setting.key(), setting.shown(), setting.origin(), setting.isSecret())).toList();
    }

    /** Everything that has to be mended before a start makes sense, all of it at once; nothing of a secret is repeated. */
    public List<String> problems() {
        return new SettingRules(this).problems();
    }

    /** Whether any provider's address or key is given, right or wrong. */
    public boolean hasProvider() {
        return settings.values().stream().anyMatch(setting -> setting.key().matches("providers\\.[^.]+\\.(base-url|api-key)") && !setting.value().isBlank());
    }

    /** One line a setting: key, value, origin. Secrets are not shown. */
    public String listing() {
        int width = settings.values().stream().mapToInt(setting -> setting.key().length() + setting.shown().length() + 3).filter(each -> each < 70).max().orElse(0);
        StringBuilder listing = new StringBuilder();
        settings.values().forEach(setting -> listing
                .append(String.format("%-" + width + "s  # %s%n", setting.key() + " = " + setting.shown(), setting.origin())));
        return listing.toString();
    }

    /** A default with its placeholders filled by other defaults. */
    static String standard(String text) {
        return new Settings(Map.of()).filled("", text, STANDARD.values(), 0);
    }

    Collection<Setting> all() {
        return settings.values();
    }

    /** The value in force, with its placeholders filled; blank where there is none. */
    public String value(String key) {
        return find(key).map(Setting::value).orElse("");
    }

    Optional<Setting> find(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    /** The kamelets that a start would find, by name. */
    Set<String> kamelets() {
        return kamelets;
    }

    List<String> unresolved() {
        return unresolved;
    }

    /** The file that this version was shipped with tells which settings there are, and of which kind. */
    private static String shipped() {
        try (InputStream in = Settings.class.getResourceAsStream("application.properties")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
