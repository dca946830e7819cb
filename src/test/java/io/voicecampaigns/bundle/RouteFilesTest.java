package io.voicecampaigns.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.bundle.BundleFile.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that make {@code ls routes} the architecture, and each file a page that can be read aloud. */
class RouteFilesTest {
    private static final Pattern NAME = Pattern.compile("\\d\\d-([a-z]+(?:-[a-z]+)+)\\.camel\\.yaml");
    private static final String KEBAB = "[a-z]+(-[a-z]+)+";
    private static final String SENTENCE = "[A-Z][^.]*\\.";
    private static final int MOST_STEPS = 14;
    private static final int MOST_LINES = 110;
    private static final Set<String> OUTSIDE_STEPS = Set.of("to", "toD", "wireTap", "enrich", "pollEnrich", "poll");
    private static final Set<String> INSIDE_STARTS = Set.of("scheduler", "timer", "direct", "seda");
    private static final Set<String> LANGUAGES = Set.of("simple", "constant", "jsonpath", "expression");
    private static final Pattern OPERATOR = Pattern.compile("\\s(==|!=|>=|<=|>|<|&&|\\|\\||contains|regex|in|is|\\?)\\s");

    static List<BundleFile> routes() {
        return BundleFile.routes();
    }

    static List<BundleFile> routesAndKamelets() {
        return BundleFile.routesAndKamelets();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void a_file_is_named_after_its_first_route(BundleFile file) {
        Matcher name = NAME.matcher(file.name());

        assertThat(name.matches()).as("NN-verb-object.camel.yaml").isTrue();
        assertThat(file.under("route").stream().map(route -> route.text("id")).findFirst()).isIn(Stream.concat(
                // a file of error handling has no route
                Stream.of(java.util.Optional.<String>empty()).filter(none -> !file.under("routeConfiguration").isEmpty()),
                Stream.of(java.util.Optional.of(name.group(1)))).toList());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void every_route_says_in_one_sentence_what_it_does(BundleFile file) {
        assertThat(file.under("route")).allSatisfy(route -> {
            assertThat(route.text("id")).matches(KEBAB);
            assertThat(route.text("description")).matches(SENTENCE).hasSizeLessThan(150);
        });
    }

    @ParameterizedTest
    @MethodSource("routesAndKamelets")
    void a_step_that_reaches_outside_is_named_and_described(BundleFile file) {
        assertThat(BundleFile.steps(file.root())).filteredOn(step -> OUTSIDE_STEPS.contains(step.key())).allSatisfy(step -> {
            assertThat(step.text("id")).matches("[a-z]+(-[a-z]+)*");
            assertThat(step.text("description")).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("routes")
    void a_start_that_reaches_outside_is_named_and_described(BundleFile file) {
        assertThat(file.under("from")).filteredOn(from -> !INSIDE_STARTS.contains(scheme(from))).allSatisfy(from -> {
            assertThat(from.text("id")).matches("[a-z]+(-[a-z]+)*");
            assertThat(from.text("description")).isNotBlank();
        });
    }

    @Test
    void every_direct_and_seda_has_a_consumer_of_its_name() {
        Set<String> consumed = routes().stream().flatMap(file -> file.under("from").stream()).map(from -> from.text("uri"))
                .filter(RouteFilesTest::isInside).collect(Collectors.toSet());
        Set<String> called = BundleFile.routesAndKamelets().stream().flatMap(file -> BundleFile.steps(file.root()).stream())
                .map(step -> step.text("uri")).filter(RouteFilesTest::isInside).collect(Collectors.toSet());

        assertThat(called).isEqualTo(consumed);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void a_direct_or_seda_is_named_after_the_route_that_it_starts(BundleFile file) {
        assertThat(file.under("route")).allSatisfy(route -> {
            String uri = new Node("from", route.fields().get("from")).text("uri");
            assertThat(!isInside(uri) || uri.endsWith(":" + route.text("id"))).as(uri).isTrue();
        });
    }

    @Test
    void every_error_handling_that_a_route_names_exists_and_is_used() {
        Set<String> configurations = routes().stream().flatMap(file -> file.under("routeConfiguration").stream())
                .map(configuration -> configuration.text("id")).filter(id -> !id.isEmpty()).collect(Collectors.toSet());
        Set<String> named = routes().stream().flatMap(file -> file.under("route").stream())
                .map(route -> route.text("routeConfigurationId")).filter(id -> !id.isEmpty()).collect(Collectors.toSet());

        // Camel starts without complaint where one is misspelled
        assertThat(named).isEqualTo(configurations);
    }

    @Test
    void error_handling_stands_in_files_of_its_own() {
        assertThat(routes()).filteredOn(file -> !file.name().startsWith("9")).allSatisfy(file ->
                assertThat(BundleFile.nodes(file.root())).extracting(Node::key)
                        .doesNotContain("onException", "errorHandler", "routeConfiguration", "doTry"));
    }

    @ParameterizedTest
    @MethodSource("routesAndKamelets")
    void everything_is_written_in_the_canonical_form(BundleFile file) {
        assertThat(BundleFile.steps(file.root())).allSatisfy(step -> assertThat(step.value()).as(step.key()).isInstanceOf(Map.class));
        assertThat(file.under("uri")).allSatisfy(uri -> assertThat(uri.value().toString()).as("options stand under parameters")
                .doesNotContain("?").doesNotContain("&"));
        assertThat(BundleFile.nodes(file.root())).filteredOn(node -> LANGUAGES.contains(node.key()) && !(node.value() instanceof Map))
                .allSatisfy(node -> assertThat(node.key()).as("a language's text stands under expression").isEqualTo("expression"));
        assertThat(file.text()).doesNotContain("groovy", "javascript", "ref:bean");
    }

    @ParameterizedTest
    @MethodSource("routesAndKamelets")
    void an_expression_reads_or_compares_one_value(BundleFile file) {
        assertThat(file.under("simple")).allSatisfy(simple ->
                assertThat(OPERATOR.matcher(simple.text("expression")).results().count()).as(simple.text("expression")).isLessThanOrEqualTo(1));
    }

    @ParameterizedTest
    @MethodSource("routesAndKamelets")
    void a_log_line_shows_no_body_header_or_setting(BundleFile file) {
        assertThat(file.under("log")).allSatisfy(log -> assertThat(log.text("message"))
                .doesNotContain("${body", "${bodyAs", "${header", "${headers", "${exception", "${exchange", "{{"));
    }

    @ParameterizedTest
    @MethodSource("routesAndKamelets")
    void a_file_fits_on_a_page(BundleFile file) {
        // what a kamelet declares is a table to look things up in
        long declared = Math.max(0, file.text().lines().toList().indexOf("  template:"));
        assertThat(file.lines() - declared).isLessThanOrEqualTo(MOST_LINES);
        assertThat(file.under("route")).allSatisfy(route ->
                assertThat(BundleFile.steps(route.value())).as(route.text("id")).hasSizeLessThanOrEqualTo(MOST_STEPS));
    }

    private static boolean isInside(String uri) {
        return uri.startsWith("direct:") || uri.startsWith("seda:");
    }

    private static String scheme(Node endpoint) {
        return endpoint.text("uri").replaceFirst(":.*", "");
    }
}
