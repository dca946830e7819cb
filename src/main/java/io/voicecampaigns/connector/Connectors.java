package io.voicecampaigns.connector;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Whether a campaign may use a connector the way it says. Camel starts without complaint where a property is misspelled. Thread-safe.
 */
public final class Connectors {
    /** What a source is given by the product, if it declares it. */
    public static final Set<String> GIVEN_TO_SOURCES = Set.of("campaign", "cursor");
    /** What a sink is given by the product, if it declares it. */
    public static final Set<String> GIVEN_TO_SINKS = Set.of("campaign");

    private static final Pattern OF_ONE_RUN = Pattern.compile("\\{\\{\\??(campaign|routeId|uuid)}}");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??(?:env:|sys:)?([^{}:]+)(?::[^{}]*)?}}");
    private static final Pattern SECRET = Pattern.compile("(?i)(.*[._-])?(api-?key|key|token|secret|password|passphrase|credentials?)|.*(ApiKey|Token|Secret|Password|Credential)");

    private final Kamelets kamelets;
    private final UnaryOperator<String> resolver;
    private final Loopback loopback;
    private final boolean isSimulated;

    /**
     * @param resolver    fills placeholders such as {@code {{env:TOKEN}}}; throws {@link IllegalArgumentException} if it cannot
     * @param isSimulated whether outcomes are invented, and must not leave this machine
     */
    public Connectors(Kamelets kamelets, UnaryOperator<String> resolver, boolean isSimulated) {
        this.kamelets = kamelets;
        this.resolver = resolver;
        this.loopback = new Loopback(kamelets, resolver);
        this.isSimulated = isSimulated;
    }

    public static String sourceOf(String system) {
        return system + "-contacts-source";
    }

    public static String sinkOf(String system) {
        return system + "-outcomes-sink";
    }

    public static String checkOf(String system) {
        return system + "-contacts-check-action";
    }

    /** Whether the provider is simulated, and outcomes are invented. */
    public boolean isSimulated() {
        return isSimulated;
    }

    public Kamelets kamelets() {
        return kamelets;
    }

    /**
     * What keeps a campaign from using a source so.
     *
     * @param given the campaign's properties
     * @return the reason by property; by {@code ""} where the kamelet itself is meant
     */
    public Map<String, String> faultsOfSource(String system, Map<String, String> given) {
        Map<String, String> faults = faults(sourceOf(system), given, GIVEN_TO_SOURCES);
        kamelets.find(sourceOf(system)).filter(Connectors::sharesItsThread).ifPresent(kamelet -> faults.put("", kamelet.name()
                + " starts with a timer that all campaigns would share, each waiting for the others; expected {{campaign}} in its timerName"));
        kamelets.find(sourceOf(system)).filter(Connectors::startsWithAnother).ifPresent(kamelet -> faults.put("", kamelet.name()
                + " starts with another kamelet, and Camel would lose what that one hands over; expected a timer, and the other one as a step"));
        return faults;
    }

    /** As {@link #faultsOfSource}, of a sink. */
    public Map<String, String> faultsOfSink(String system, Map<String, String> given) {
        Map<String, String> faults = faults(sinkOf(system), given, GIVEN_TO_SINKS);
        if (faults.isEmpty()) {
            refusalOfSink(system, given).ifPresent(reason -> faults.put("", reason));
        }
        return faults;
    }

    /** Why a sink must not be given outcomes now: they are invented, and it might write them elsewhere than to this machine. */
    public Optional<String> refusalOfSink(String system, Map<String, String> given) {
        // the file sink writes below the data directory, which is that of the simulation
        if (!isSimulated || system.equals("file")) {
            return Optional.empty();
        }
        return kamelets.find(sinkOf(system)).flatMap(kamelet -> loopback.elsewhere(kamelet, given)).map(host ->
                "outcomes are simulated and must not leave this machine, but " + sinkOf(system) + " would write to " + host);
    }

    /** What a kamelet is given: the campaign's properties, and those of the product's that it declares. */
    public Map<String, String> properties(String kamelet, Map<String, String> ofCampaign, Map<String, String> ofProduct) {
        Map<String, String> all = new TreeMap<>(ofCampaign);
        kamelets.find(kamelet).ifPresent(found -> ofProduct.forEach((name, value) -> {
            if (found.declares(name)) {
                all.put(name, value);
            }
        }));
        return all;
    }

    /**
     * The values that must never be shown: of properties that are declared as secret, or are named like one, and of settings and environment
     * variables that are named like one, wherever their values stand; also where they are a property's default.
     */
    public Set<String> secrets(String kamelet, Map<String, String> given) {
        Set<String> secrets = new TreeSet<>();
        Map<String, String> all = new TreeMap<>();
        Map<String, Kamelet.Property> declared = kamelets.find(kamelet).map(Kamelet::properties).orElse(Map.of());
        declared.forEach((name, property) -> {
            if (property.defaultValue() != null) {
                all.put(name, property.defaultValue());
            }
        });
        all.putAll(given);
        all.forEach((name, value) -> {
            boolean isSecret = SECRET.matcher(name).matches() || declared.containsKey(name) && declared.get(name).isSecret();
            if (isSecret) {
                resolved(value).ifPresent(secrets::add);
            }
            PLACEHOLDER.matcher(value).results().filter(placeholder -> SECRET.matcher(placeholder.group(1)).matches())
                    .flatMap(placeholder -> resolved(placeholder.group()).stream()).forEach(secrets::add);
        });
        secrets.remove("");
        return secrets;
    }

    private Optional<String> resolved(String value) {
        try {
            return Optional.of(resolver.apply(value));
        } catch (IllegalArgumentException e) {
            // it is not set, or a property of the kamelet
            return Optional.empty();
        }
    }

    private Map<String, String> faults(String name, Map<String, String> given, Set<String> givenByUs) {
        Map<String, String> faults = new TreeMap<>();
        Optional<Kamelet> found = kamelets.find(name);
        if (found.isEmpty()) {
            faults.put("", "there is no kamelet " + name + "; expected routes/kamelets/" + name + ".kamelet.yaml");
            return faults;
        }
        Map<String, Kamelet.Property> declared = found.get().properties();
        given.forEach((property, value) -> {
            if (givenByUs.contains(property)) {
                faults.put(property, "is set by the product, not by a campaign");
            } else if (!declared.containsKey(property)) {
                faults.put(property, "is no property of " + name + "; expected " + (declared.isEmpty() ? "none" : String.join(", ", declared.keySet())));
            } else {
                unresolved(value).ifPresent(reason -> faults.put(property, reason));
            }
        });
        declared.forEach((property, declaration) -> {
            if (declaration.isRequired() && !given.containsKey(property) && !givenByUs.contains(property)) {
                faults.put(property, "is missing; " + name + " requires it");
            }
        });
        return faults;
    }

    private Optional<String> unresolved(String value) {
        try {
            resolver.apply(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("names a setting or a variable of the environment that is not set");
        }
    }

    /** What reaches {@code kamelet:sink} in a route that starts with a kamelet counts as that kamelet's own end, and goes no further. */
    private static boolean startsWithAnother(Kamelet kamelet) {
        return kamelet.template() instanceof java.util.Map<?, ?> template && template.get("from") instanceof java.util.Map<?, ?> from
                && String.valueOf(from.get("uri")).startsWith("kamelet:");
    }

    /** Camel runs all timers of one name in one thread, and so all schedulers. */
    private static boolean sharesItsThread(Kamelet kamelet) {
        if (!(kamelet.template() instanceof java.util.Map<?, ?> template) || !(template.get("from") instanceof java.util.Map<?, ?> from)) {
            return false;
        }
        String uri = String.valueOf(from.get("uri"));
        Object parameters = from.get("parameters");
        return (uri.startsWith("timer") || uri.startsWith("scheduler"))
                && !OF_ONE_RUN.matcher(uri + (parameters instanceof java.util.Map<?, ?> map ? map.get("timerName") + " " + map.get("name") : "")).find();
    }
}
