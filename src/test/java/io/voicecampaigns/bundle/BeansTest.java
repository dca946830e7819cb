package io.voicecampaigns.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.bundle.BundleFile.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.spi.RoutePolicyFactory;
import org.junit.jupiter.api.Test;

/** What is more than {@code RouteCheck} asks of beans, which finds those that are unknown and methods that they do not have. */
class BeansTest {
    /** Bound by the application before the beans are made. */
    private static final Set<String> BOUND = Set.of("clock", "owner", "providers", "connectors", "edits", "platform-http-engine");
    private static final Pattern REFERENCE = Pattern.compile("(?:\"#(?:bean:)?|onExceptionOccurredRef: )(\\w+|\\{\\{\\w+}})(?:\"|$)", Pattern.MULTILINE);
    private static final Pattern REFERENCE_IN_SETTINGS = Pattern.compile("=#(?:bean:)?(\\w+)\\s");

    private final Map<String, Class<?>> beans = beans();

    @Test
    void every_bean_that_is_referred_to_is_declared_once() {
        assertThat(BundleFile.beans().text()).satisfies(text -> assertThat(Pattern.compile("- name: (\\w+)").matcher(text).results()
                .map(match -> match.group(1))).doesNotHaveDuplicates());
        assertThat(referred()).isSubsetOf(Stream.concat(beans.keySet().stream(), BOUND.stream()).collect(Collectors.toSet()));
    }

    @Test
    void every_bean_is_used() {
        Set<String> inJava = Set.of("campaigns", "ledger", "installation", "upkeep", "campaignEdits");
        Set<String> byCamel = beans.entrySet().stream().filter(bean -> HealthCheck.class.isAssignableFrom(bean.getValue())
                        || EventNotifier.class.isAssignableFrom(bean.getValue()) || RoutePolicyFactory.class.isAssignableFrom(bean.getValue()))
                .map(Map.Entry::getKey).collect(Collectors.toSet());
        // the org that a campaign names, or the one that it does not have to name
        Set<String> byProperty = Set.of("salesforce");
        // for routes of one's own
        Set<String> inReadme = Pattern.compile("ref: (\\w+)").matcher(ReadmeTest.text()).results().map(match -> match.group(1))
                .collect(Collectors.toSet());

        assertThat(Stream.of(referred(), inJava, byCamel, byProperty, inReadme).flatMap(Set::stream).collect(Collectors.toSet())).containsAll(beans.keySet());
    }

    private Set<String> referred() {
        return Stream.of(
                calls().stream().map(call -> call.text("ref")),
                Stream.concat(Stream.of(BundleFile.beans()), BundleFile.routesAndKamelets().stream())
                        .flatMap(file -> REFERENCE.matcher(file.text()).results()).map(match -> match.group(1)),
                REFERENCE_IN_SETTINGS.matcher(Settings.text()).results().map((MatchResult match) -> match.group(1)))
                .flatMap(names -> names).filter(name -> beans.containsKey(name) || !properties().contains(name)).collect(Collectors.toSet());
    }

    /** A bean that a campaign names by a property of a kamelet. */
    private static Set<String> properties() {
        return BundleFile.kamelets().stream().flatMap(file -> file.under("definition").stream())
                .flatMap(definition -> new Node("properties", definition.fields().get("properties")).fields().keySet().stream())
                .map(name -> "{{" + name + "}}").collect(Collectors.toSet());
    }

    private static List<Node> calls() {
        return BundleFile.routesAndKamelets().stream().flatMap(file -> BundleFile.nodes(file.root()).stream())
                .filter(node -> !node.text("ref").isEmpty()).toList();
    }

    /** Those of a kamelet's own under the name by which its steps know them. */
    private static Map<String, Class<?>> beans() {
        Map<String, Class<?>> types = new TreeMap<>();
        declared(BundleFile.beans()).forEach(bean -> types.put(bean.text("name"), type(bean)));
        BundleFile.kamelets().stream().flatMap(file -> declared(file).stream())
                .forEach(bean -> types.put("{{" + bean.text("name") + "}}", type(bean)));
        return types;
    }

    private static List<Node> declared(BundleFile file) {
        return file.under("beans").stream().flatMap(beans -> ((List<?>) beans.value()).stream()).map(bean -> new Node("bean", bean)).toList();
    }

    private static Class<?> type(Node bean) {
        try {
            Class<?> type = Class.forName(bean.text("type"));
            String factory = bean.text("factoryMethod");
            // a factory may make something else than the class it stands in
            return factory.isEmpty() ? type : Arrays.stream(type.getMethods())
                    .filter(method -> method.getName().equals(factory)).findFirst().orElseThrow().getReturnType();
        } catch (ClassNotFoundException e) {
            throw new AssertionError("the bean " + bean.text("name") + " is of no class", e);
        }
    }
}
