package io.voicecampaigns.reload;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Camel starts without complaint, and what then never works: ids that stand twice, messages that go nowhere, error handling that is not there. */
final class WiringRules {
    private static final Set<String> INSIDE = Set.of("direct", "seda");

    private final Map<String, YamlNode> files;
    private final List<EndpointUse> uses;
    private final Findings findings;

    /** @param files all that are YAML, by their names in the set */
    WiringRules(Map<String, YamlNode> files, List<EndpointUse> uses, Findings findings) {
        this.files = files;
        this.uses = uses;
        this.findings = findings;
    }

    /** @param isAll whether every file could be read: if not, nothing follows from what is not there */
    void check(boolean isAll) {
        ids();
        if (isAll) {
            consumers();
            configurations();
        }
    }

    private void ids() {
        Map<String, String> places = new HashMap<>();
        // steps of a template stand in as many routes as are made of it
        files.entrySet().stream().filter(file -> !RouteSet.isKamelet(file.getKey())).flatMap(file -> file.getValue().list().stream()
                .filter(entry -> entry.has("route")).map(entry -> Map.entry(file.getKey(), entry.at("route")))).forEach(route -> {
            String file = route.getKey();
            // what an error handling does has its ids in every route that names it
            Stream<YamlNode> named = Stream.concat(Stream.of(route.getValue()), route.getValue().at("from", "steps")
                    .all(place -> !Set.of("parameters", "onException", "from").contains(place.key())).filter(place -> place.key().matches("[a-zA-Z]+")));
            named.filter(place -> place.has("id") && !place.text("id").isEmpty()).forEach(place -> {
                YamlNode id = place.at("id");
                String here = file + ":" + id.line();
                String there = places.putIfAbsent(place.text("id"), here);
                if (there != null && !there.equals(here)) {
                    findings.add(file, id.line(), "the id " + place.text("id") + " stands twice, also at " + there);
                }
            });
        });
    }

    private Stream<Map.Entry<String, YamlNode>> routes() {
        return files.entrySet().stream().filter(file -> !RouteSet.isKamelet(file.getKey())).flatMap(file -> file.getValue().list().stream()
                .flatMap(entry -> Stream.of(entry.at("route"), entry.at("routeTemplate", "route"))).filter(route -> !route.fields().isEmpty())
                .map(route -> Map.entry(file.getKey(), route)));
    }

    private void consumers() {
        Set<String> consumed = new TreeSet<>();
        for (EndpointUse use : uses) {
            boolean isNew = !use.consumes() || consumed.add(use.scheme() + ":" + use.name());
            if (!isNew && use.scheme().equals("direct")) {
                findings.add(use.file(), use.line(), "direct:" + use.name() + " has two consumers");
            }
        }
        for (EndpointUse use : uses) {
            Pattern names = use.names();
            boolean isOnlyExpression = names.pattern().equals(EndpointUse.names("${body}").pattern());
            if (INSIDE.contains(use.scheme()) && !use.consumes() && !isOnlyExpression && consumed.stream()
                    .filter(name -> name.startsWith(use.scheme() + ":")).map(name -> name.substring(use.scheme().length() + 1))
                    .noneMatch(name -> names.matcher(name).matches())) {
                findings.add(use.file(), use.line(), "no route begins with " + use.scheme() + ":" + use.name());
            }
        }
    }

    private void configurations() {
        Set<String> there = files.values().stream().flatMap(root -> root.list().stream()).map(entry -> entry.at("routeConfiguration").text("id"))
                .filter(id -> !id.isEmpty()).collect(Collectors.toSet());
        routes().filter(route -> route.getValue().has("routeConfigurationId")).forEach(route -> {
            YamlNode place = route.getValue().at("routeConfigurationId");
            for (String id : place.scalar().orElse("").split(",")) {
                Pattern pattern = Pattern.compile(Pattern.quote(id.strip()).replace("*", "\\E.*\\Q"));
                if (there.stream().noneMatch(name -> pattern.matcher(name).matches())) {
                    findings.add(route.getKey(), place.line(), "no routeConfiguration has the id " + id.strip());
                }
            }
        });
    }
}
