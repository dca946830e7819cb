package io.voicecampaigns.reload;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names and properties of kamelets. Camel starts with a misspelled property as if it were not there. */
final class KameletRules {
    /** What every endpoint of a kamelet takes, whatever its template declares. */
    private static final Set<String> OF_THE_ENDPOINT = Set.of("templateId", "routeId", "location", "uuid", "block", "timeout", "noErrorHandler",
            "failIfNoConsumers", "lazyStartProducer", "bridgeErrorHandler", "exceptionHandler", "exchangePattern");

    private final Map<String, YamlNode> declared = new TreeMap<>();
    private final Set<String> unreadable = new TreeSet<>();
    private final Predicate<String> isSetting;
    private final Findings findings;

    /**
     * @param files     all that are YAML, by their names in the set
     * @param isSetting whether there is a setting of that name
     */
    KameletRules(RouteSet set, Map<String, YamlNode> files, Predicate<String> isSetting, Findings findings) {
        set.kamelets().stream().filter(file -> !files.containsKey(file)).map(RouteSet::kameletName).forEach(unreadable::add);
        files.forEach((file, root) -> {
            if (RouteSet.isKamelet(file)) {
                declared.put(RouteSet.kameletName(file), root);
            }
        });
        this.isSetting = isSetting;
        this.findings = findings;
    }

    void checkFile(String file, YamlNode root) {
        YamlNode name = root.at("metadata", "name");
        if (!root.text("kind").equals("Kamelet")) {
            findings.add(file, root.at("kind").line(), "is no kamelet: kind must be Kamelet");
        } else if (!name.scalar().orElse("").equals(RouteSet.kameletName(file))) {
            findings.add(file, name.line(), "metadata.name must be " + RouteSet.kameletName(file) + ", as the file is named");
        } else if (!root.at("spec").has("template")) {
            findings.add(file, root.at("spec").line(), "spec.template is missing");
        }
    }

    void check(EndpointUse use) {
        if (use.scheme().equals("kamelet") && !use.isEndOfKamelet()) {
            check(use.names(), use.name(), use.isDynamic(), use.parameters().keySet(), reason -> findings.add(use.file(), use.line(), reason));
        }
    }

    void check(KameletUse use, Consumer<String> finding) {
        check(Pattern.compile(Pattern.quote(use.kamelet())), use.kamelet(), false, use.properties().keySet(), finding);
    }

    private void check(Pattern names, String name, boolean isDynamic, Set<String> given, Consumer<String> finding) {
        List<String> matching = declared.keySet().stream().filter(kamelet -> names.matcher(kamelet).matches()).toList();
        if (unreadable.stream().anyMatch(kamelet -> names.matcher(kamelet).matches())) {
            return;
        }
        if (matching.isEmpty()) {
            if (isDynamic || KameletRules.class.getResource("/kamelets/" + name.replaceFirst("/.*", "") + ".kamelet.yaml") == null) {
                finding.accept("there is no kamelet " + name);
            }
            return;
        }
        Set<String> known = new TreeSet<>();
        matching.forEach(kamelet -> known.addAll(properties(kamelet).keySet()));
        for (String property : given) {
            if (!known.contains(property) && !OF_THE_ENDPOINT.contains(property)) {
                finding.accept("the kamelet " + name + " has no property " + property
                        + (known.isEmpty() ? "" : "; it has " + String.join(", ", known)));
            }
        }
        if (!isDynamic) {
            required(matching.get(0)).stream().filter(property -> !given.contains(property)
                    && !isSetting.test("camel.kamelet." + matching.get(0) + "." + property)).forEach(property ->
                    finding.accept("the kamelet " + name + " requires the property " + property));
        }
    }

    private Map<String, YamlNode> properties(String kamelet) {
        return declared.get(kamelet).at("spec", "definition", "properties").fields();
    }

    private List<String> required(String kamelet) {
        return declared.get(kamelet).at("spec", "definition", "required").list().stream().flatMap(name -> name.scalar().stream())
                .filter(name -> !properties(kamelet).containsKey(name) || !properties(kamelet).get(name).has("default")).toList();
    }

    /** What stands for the properties of a kamelet while it is tried; empty if nobody can know. */
    Optional<Map<String, String>> samples(String kamelet) {
        Map<String, String> samples = new TreeMap<>();
        for (String property : required(kamelet)) {
            YamlNode declaration = properties(kamelet).get(property);
            if (declaration == null || !declaration.has("example")) {
                return Optional.empty();
            }
            samples.put(property, declaration.text("example"));
        }
        return Optional.of(samples);
    }
}
