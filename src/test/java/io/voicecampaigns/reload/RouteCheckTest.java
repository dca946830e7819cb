package io.voicecampaigns.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.replica.Owner;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.connector.Kamelets;
import io.voicecampaigns.edit.Edits;
import io.voicecampaigns.provider.Providers;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RouteCheckTest {
    private final Properties settings = new Properties();
    private List<KameletUse> otherUses = List.of();

    @Test
    void the_bundle_as_it_is_can_run() throws IOException {
        assertThat(check(Routes.ofTheBundle())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_bad_edit_is_told_with_its_file_its_line_and_the_reason(BadEdits edit) throws IOException {
        Routes routes = edit.of(Routes.ofTheBundle());

        List<Finding> findings = check(routes);

        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.file()).isEqualTo("routes/" + edit.file);
            assertThat(finding.reason()).contains(edit.reason);
            assertThat(routes.text(edit.file).lines().skip(Math.max(0, finding.line() - 1)).findFirst().orElse("")).contains(edit.lineHolds);
        });
        assertThat(findings).extracting(Finding::file).containsOnly("routes/" + edit.file);
    }

    @ParameterizedTest
    @EnumSource
    void an_edit_is_told_the_same_where_what_it_does_not_concern_is_not_tried_again(BadEdits edit) throws IOException {
        Routes bad = edit.of(Routes.ofTheBundle());
        RouteCheck check = routeCheck();
        assertThat(check.check(Routes.ofTheBundle().set())).isEmpty();

        assertThat(check.check(bad.set())).isEqualTo(check(bad));
        assertThat(check.check(Routes.ofTheBundle().set())).isEmpty();
    }

    @Test
    void a_route_is_tried_again_with_a_kamelet_that_it_uses() throws IOException {
        RouteCheck check = routeCheck();
        Routes routes = Routes.ofTheBundle().with("kamelets/x-action.kamelet.yaml", kamelet("log:x-{{size}}"))
                .with("60-x.camel.yaml", BadEdits.route("- to:\n    uri: kamelet:x-action\n    parameters: {size: many}"));
        assertThat(check.check(routes.set())).isEmpty();

        routes.with("kamelets/x-action.kamelet.yaml", kamelet("log:x?groupSize={{size}}"));

        assertThat(check.check(routes.set())).isEqualTo(check(routes)).isNotEmpty();
    }

    private static String kamelet(String uri) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: x-action}
                spec:
                  definition:
                    required: [size]
                    properties:
                      size: {type: integer, example: 1}
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - to: {uri: "%s"}
                """.formatted(uri);
    }

    @Test
    void a_setting_that_camel_does_not_know_is_told_without_its_value() throws IOException {
        settings.setProperty("camel.component.http.pasword", "the-secret");

        assertThat(check(Routes.ofTheBundle())).singleElement().hasToString("config/application.properties: unknown setting camel.component.http.pasword");
    }

    @Test
    void several_mistakes_are_told_at_once_and_each_once() throws IOException {
        Routes routes = Routes.ofTheBundle();
        for (BadEdits edit : List.of(BadEdits.UNKNOWN_BEAN, BadEdits.UNKNOWN_METHOD_IN_A_KAMELET, BadEdits.UNKNOWN_ERROR_HANDLING,
                BadEdits.MISSPELLED_FIELD, BadEdits.UNKNOWN_SETTING)) {
            edit.of(routes);
        }

        assertThat(check(routes)).extracting(Finding::reason).containsExactlyInAnyOrder("unknown bean dailing",
                "the bean listResults has no public method except", "no routeConfiguration has the id dialling-faild", "unknown field paramters",
                "there is no setting dial.intervall");
    }

    @Test
    void an_id_that_stands_twice_in_one_route_is_told_once() throws IOException {
        Routes routes = Routes.ofTheBundle().with("60-x.camel.yaml", BadEdits.route("- log:\n    id: q\n    message: a\n- log:\n    id: q\n    message: b"));

        assertThat(check(routes)).singleElement().hasToString("routes/60-x.camel.yaml:11: the id q stands twice, also at 60-x.camel.yaml:8");
    }

    @Test
    void no_bean_is_constructed_to_try_routes() throws IOException {
        Constructed.times.set(0);
        Routes routes = Routes.ofTheBundle();
        routes.with(RouteSet.BEANS, routes.text(RouteSet.BEANS) + "    - name: constructed\n      type: " + Constructed.class.getName() + "\n")
                .with("60-x.camel.yaml", BadEdits.route("- bean:\n    ref: constructed\n    method: work"));

        assertThat(check(routes)).isEmpty();
        assertThat(Constructed.times).hasValue(0);
    }

    /** Opens something as it is constructed, which beans should not do. */
    public static final class Constructed {
        private static final AtomicInteger times = new AtomicInteger();

        public Constructed() {
            times.incrementAndGet();
        }

        public void work() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void beans_that_cannot_be_made_are_told() throws IOException {
        Routes routes = Routes.ofTheBundle();
        routes.replace(RouteSet.BEANS, "io.voicecampaigns.call.Lines", "io.voicecampaigns.call.Line").replace(RouteSet.BEANS, "factoryMethod: of", "factoryMethod: off")
                .replace(RouteSet.BEANS, "    - name: polling\n", "    - name: dialing\n");

        assertThat(check(routes)).extracting(Finding::reason).contains("unknown class io.voicecampaigns.call.Line",
                "io.voicecampaigns.ledger.DataDir has no public method off with 1 arguments", "there are two beans of the name dialing",
                "unknown bean polling");
    }

    @Test
    void beans_that_are_given_something_else_than_they_take_are_told_with_their_line() throws IOException {
        Routes routes = Routes.ofTheBundle();
        routes.replace(RouteSet.BEANS, "0: \"{{dial.max-parallel}}\"", "0: \"many\"").replace(RouteSet.BEANS, "8: \"{{poll.interval}}\"", "8: \"soon\"")
                .replace(RouteSet.BEANS, "        1: \"#bean:polling\"\n        2: \"#bean:questions\"", "        1: \"#bean:lines\"\n        2: \"#bean:questions\"");

        assertThat(check(routes)).extracting(Finding::reason).containsExactlyInAnyOrder(
                "the bean dialSettings cannot be made: argument 0 must be a whole number",
                "the bean polling cannot be made: argument 8 must be a duration such as 500ms, 2s or 5m",
                "the bean unfinishedWork cannot be made: argument 1 must be a Polling, not a Lines");
        assertThat(check(routes)).allSatisfy(finding -> assertThat(routes.text(RouteSet.BEANS).lines().skip(finding.line() - 1).findFirst().orElse(""))
                .containsAnyOf("many", "soon", "#bean:lines"));
    }

    @Test
    void settings_that_a_bean_refuses_are_told() throws IOException {
        settings.setProperty("dial.max-parallel", "0");

        assertThat(check(Routes.ofTheBundle())).singleElement().hasToString("routes/beans.camel.yaml:"
                + line(Routes.ofTheBundle().text(RouteSet.BEANS), "- name: dialSettings")
                + ": the bean dialSettings cannot be made: dial.max-parallel, dial.threads and dial.lease must be above 0");
    }

    /** The line that holds a text, which is indented. */
    private static int line(String text, String holds) {
        return (int) text.substring(0, text.indexOf(holds)).lines().count();
    }

    @Test
    void a_method_that_is_not_there_is_told_once() throws IOException {
        assertThat(check(BadEdits.UNKNOWN_METHOD.of(Routes.ofTheBundle()))).singleElement();
    }

    List<Finding> check(Routes routes) throws IOException {
        return routeCheck().check(routes.set());
    }

    private RouteCheck routeCheck() throws IOException {
        Properties all = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("config/application.properties"))) {
            all.load(file);
        }
        all.putAll(settings);
        return new RouteCheck(new TrialSettings(Path.of("config/application.properties"), all, true), Map.of("clock", Clock.systemUTC(), "owner", Owner.ofThisStart(),
                "providers", new Providers(List.of()), "connectors", new Connectors(new Kamelets(Map::of), text -> text, false),
                "edits", new Edits(Clock.systemUTC())), () -> otherUses);
    }
}
