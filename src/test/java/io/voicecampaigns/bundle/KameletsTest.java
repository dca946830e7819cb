package io.voicecampaigns.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.bundle.BundleFile.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A kamelet is found by its name and understood by its declaration; Camel checks neither. */
class KameletsTest {
    private static final Set<String> KINDS = Set.of("source", "action", "sink");
    private static final Pattern SECRET = Pattern.compile("(?i).*(key|token|secret|password|credential)s?");
    /** A kamelet's own property, unlike the bundle's settings, whose names are dotted. */
    private static final Pattern OWN_PLACEHOLDER = Pattern.compile("\\{\\{\\??(\\w+)[^}]*}}");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");

    static List<BundleFile> kamelets() {
        return BundleFile.kamelets();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void its_file_is_named_after_it_and_says_which_system_what_and_which_kind(BundleFile file) {
        Node metadata = only(file, "metadata");
        String kind = metadata.fields().get("labels") instanceof Map<?, ?> labels ? String.valueOf(labels.get("camel.apache.org/kamelet.type")) : "";

        assertThat(file.name()).isEqualTo(metadata.text("name") + ".kamelet.yaml");
        assertThat(kind).isIn(KINDS);
        assertThat(metadata.text("name")).matches("[a-z]+(-[a-z]+)+-" + kind);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void it_has_a_title_and_says_what_it_does(BundleFile file) {
        Node definition = only(file, "definition");

        assertThat(definition.text("title")).isNotBlank();
        assertThat(definition.text("description").strip()).endsWith(".");
        assertThat(definition.text("type")).isEqualTo("object");
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void each_property_is_described_typed_and_either_required_or_defaulted(BundleFile file) {
        Object required = only(file, "definition").fields().getOrDefault("required", List.of());

        assertThat(properties(file)).allSatisfy((name, property) -> {
            assertThat(property.text("title")).as(name + ".title").isNotBlank();
            assertThat(property.text("description").strip()).as(name + ".description").endsWith(".");
            assertThat(property.text("type")).as(name + ".type").isIn("string", "integer", "number", "boolean");
            assertThat(property.fields().containsKey("default") != ((List<?>) required).contains(name))
                    .as(name + " has a default or is required, and not both").isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void a_secret_is_declared_as_one(BundleFile file) {
        assertThat(properties(file)).allSatisfy((name, property) -> {
            assertThat(SECRET.matcher(name).matches()).as(name).isEqualTo(property.text("format").equals("password"));
            assertThat(!SECRET.matcher(name).matches() || property.text("default").matches("|\\{\\{.*}}"))
                    .as("a secret's default is a setting").isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void what_it_declares_is_used_and_what_it_uses_is_declared(BundleFile file) {
        String template = file.text().substring(file.text().indexOf("\n  template:"));
        Set<String> used = OWN_PLACEHOLDER.matcher(template).results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
        // {{a.b}} is a setting of the bundle, not a property of the kamelet
        used.removeIf(name -> template.contains("{{" + name + "."));
        // nor are its own beans
        file.under("beans").forEach(beans -> ((List<?>) beans.value()).forEach(bean -> used.remove(new Node("bean", bean).text("name"))));

        assertThat(used).isEqualTo(properties(file).keySet());
    }

    /** Camel takes {@code }}} for the end of a placeholder, wherever it stands, and says {@code Missing {{ from the text}. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void braces_that_close_json_stand_apart(BundleFile file) {
        assertThat(PLACEHOLDER.matcher(file.text()).replaceAll("")).doesNotContain("}}");
    }

    /** {@code KameletSamplesTest} does what it says. */
    @ParameterizedTest
    @MethodSource("kamelets")
    void it_has_a_sample(BundleFile file) {
        String name = file.name().replace(".kamelet.yaml", "");

        assertThat(Path.of("src/test/resources/kamelets", name, "sample.json")).isRegularFile();
    }

    private static Map<String, Node> properties(BundleFile file) {
        Map<String, Node> properties = new java.util.TreeMap<>();
        new Node("properties", only(file, "definition").fields().get("properties")).fields()
                .forEach((name, property) -> properties.put(name, new Node(name, property)));
        return properties;
    }

    private static Node only(BundleFile file, String key) {
        return file.under(key).get(0);
    }
}
