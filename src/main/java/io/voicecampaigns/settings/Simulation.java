package io.voicecampaigns.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a simulation takes of the settings: where it is, not whom it calls, what it remembers or whom it tells. */
final class Simulation {
    private static final String ASKED_FOR = "--simulate";
    private static final String DATA = "data.dir";
    private static final Pattern OF_MACHINE = Pattern.compile("(management|operate)\\..*|data\\.dir");
    private static final Pattern OF_ACCOUNT = Pattern.compile("providers\\.[^.]+\\.(base-url|api-key)");
    private static final List<String> OF_LEDGER = List.of("ledger.url", "ledger.user", "ledger.password", "installation.secret");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\??env:([\\w.-]+)[^{}]*}}");

    private Simulation() {
    }

    /** What a cluster mounted, without accounts and ledgers. */
    static Layer withoutProduction(Layer mounted) {
        return only(mounted, key -> !isOfProduction(key));
    }

    private static boolean isOfProduction(String key) {
        return key.startsWith("providers.") && !key.equals("providers.dir") || key.startsWith("ledger.") || key.startsWith("installation.");
    }

    /** What the environment has a say in. */
    static Layer ofMachine(Layer environment) {
        return only(environment, key -> OF_MACHINE.matcher(key).matches());
    }

    private static Layer only(Layer layer, Predicate<String> keys) {
        return new Layer(layer.values().entrySet().stream().filter(each -> keys.test(each.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)), layer.isSecret());
    }

    /** What is so in every simulation, whatever stands below: a provider and a ledger of its own. */
    static Layer apart(List<Layer> below) {
        Map<String, Layer.Value> values = new TreeMap<>();
        Layer.Value data = last(DATA, below);
        values.put(DATA, new Layer.Value(Path.of(data.text(), "simulated").toString(), ASKED_FOR + ", below " + data.origin()));
        OF_LEDGER.forEach(key -> values.put(key, new Layer.Value("", ASKED_FOR)));
        below.stream().flatMap(layer -> layer.values().keySet().stream()).filter(key -> OF_ACCOUNT.matcher(key).matches()).forEach(key -> values.put(key,
                key.endsWith(".base-url") ? new Layer.Value("http://127.0.0.1", ASKED_FOR + ", on a port of its own") : new Layer.Value("simulated", ASKED_FOR)));
        return new Layer(values, false);
    }

    private static Layer.Value last(String key, List<Layer> layers) {
        return Stream.concat(Stream.of(Settings.STANDARD), layers.stream()).map(layer -> layer.values().get(key)).filter(Objects::nonNull)
                .reduce((weaker, stronger) -> stronger).orElseThrow();
    }

    /**
     * The variables and settings that somebody has set and that have no effect.
     *
     * @param layers      the file first, {@link #apart} last
     * @param mounts      whole
     * @param overriding  all that the environment says of settings by their names
     */
    static Set<String> ignored(List<Layer> layers, List<Layer> mounts, Layer overriding, Map<String, String> environment) {
        Set<String> names = new TreeSet<>();
        overriding.values().keySet().stream().filter(key -> !OF_MACHINE.matcher(key).matches()).forEach(key -> names.add(Layer.variable(key)));
        mounts.forEach(layer -> layer.values().forEach((key, value) -> {
            if (isOfProduction(key) && !value.text().isBlank()) {
                names.add(key);
            }
        }));
        Layer file = layers.get(0);
        layers.get(layers.size() - 1).values().keySet().stream().filter(key -> !key.equals(DATA) && file.values().containsKey(key)).forEach(key -> {
            String text = file.values().get(key).text();
            Matcher variable = VARIABLE.matcher(text);
            if (!variable.matches() && !text.isBlank()) {
                names.add(key);
            } else if (variable.matches() && environment.containsKey(variable.group(1))) {
                names.add(variable.group(1));
            }
        });
        return names;
    }
}
