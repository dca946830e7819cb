package io.voicecampaigns.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of {@code k8s/} without rendering it. */
class ManifestFilesTest {
    private static final Path BASE = Path.of("k8s/base");
    private static final Pattern CRON_FIELD = Pattern.compile("[\\d*?,/LW#-]+");

    static List<Path> resources() {
        return files(Path.of("k8s"), ".yaml").stream().filter(file -> Manifest.text(file).startsWith("apiVersion:")
                || Manifest.text(file).contains("\napiVersion:")).filter(file -> !Manifest.file(file).kind().equals("Kustomization")).toList();
    }

    @ParameterizedTest
    @MethodSource("resources")
    void every_resource_is_one_that_its_api_knows(Path file) {
        assertThat(StrictSchemas.problems(Manifest.file(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void every_kamelet_is_one_of_camel_k_too(Path file) {
        assertThat(StrictSchemas.problems(Manifest.file(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void a_kamelet_s_keys_are_texts_for_a_cluster_stores_it_as_json(Path file) {
        assertThat(Manifest.text(file)).as("write \"0\": instead of 0:").doesNotContainPattern("(?m)^ *\\d+:");
    }

    static List<Path> kamelets() {
        return files(Path.of("routes/kamelets"), ".kamelet.yaml");
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(quoteCharacter = '~', delimiter = '|', value = {
        "k8s/base/voice-campaigns.integration.yaml      | replicas: 1               | replica: 1                  | replica",
        "k8s/base/voice-campaigns.integration.yaml      | livenessPort: 9876        | livenessPort: management    | livenessPort",
        "k8s/base/voice-campaigns.integration.yaml      | hotReload: true           | hotRelaod: true             | hotRelaod",
        "k8s/base/voice-campaigns.integration.yaml      | strategy: Recreate        | strategy: Restart           | strategy",
        "k8s/base/voice-snapshot.integration.yaml       | args: [snapshot]          | args: snapshot              | args",
        "k8s/base/voice-snapshot.integration.yaml       | backoffLimit: 2           | backofLimit: 2              | backofLimit",
        "k8s/plain/deployment.yaml                      | selector:                 | selektor:                   | selektor",
        "k8s/plain/deployment.yaml                      | containerPort: 9876       | containerPort: management   | management",
        "k8s/plain/deployment.yaml                      | periodSeconds: 2          | periodSeconds: '2'          | periodSeconds",
        "k8s/plain/deployment.yaml                      | value: \"-XX:MaxRAMPercentage=60\" | value: 60              | env",
        "k8s/plain/deployment.yaml                      | replicas: 1               | replicas: true              | replicas",
        "k8s/plain/deployment.yaml                      | readOnlyRootFilesystem    | readOnlyRootFileSystem      | readOnlyRootFileSystem",
        "k8s/plain/snapshot.cronjob.yaml                | schedule:                 | shedule:                    | shedule",
        "k8s/plain/snapshot.cronjob.yaml                | args: [snapshot]          | args: snapshot              | args",
        "k8s/common/network-policy.yaml                 | podSelector:              | podSelecter:                | podSelecter",
        "k8s/common/data-volume.yaml                    | apiVersion: v1            | apiVersion: v2              | apiVersion",
        "k8s/overlays/prod/disruption-budget.yaml       | minAvailable              | minAvailible                | minAvailible",
        "k8s/overlays/prod/pod-monitor.yaml             | selector:                 | labels:                     | selector",
        "k8s/overlays/prod/prometheus-rule.yaml         | expr:                     | query:                      | query",
        "k8s/overlays/prod/prometheus-rule.yaml         | for: 5m                   | for: 5 minutes              | for"})
    void a_planted_error_is_found(Path file, String right, String wrong, String named) {
        String text = Manifest.text(file);
        assertThat(text).contains(right);

        assertThat(StrictSchemas.problems(Manifest.of(text.replaceFirst(Pattern.quote(right), wrong)).get(0))).isNotEmpty()
                .anySatisfy(problem -> assertThat(problem).contains(named));
    }

    @Test
    void every_route_file_and_kamelet_is_in_the_list_to_copy_from() {
        Manifest kustomization = Manifest.file(Path.of("routes/kustomization.yaml"));
        Map<String, List<String>> generated = new TreeMap<>();
        kustomization.maps("configMapGenerator").forEach(map -> generated.put(map.get("name").toString(), new Manifest(map).texts("files")));

        assertThat(generated.get("voice-campaigns-routes")).containsExactlyInAnyOrderElementsOf(routes());
        assertThat(generated.get("voice-campaigns-kamelets")).containsExactlyInAnyOrderElementsOf(
                kamelets().stream().map(file -> "kamelets/" + file.getFileName()).toList());
        assertThat(Manifest.file(Path.of("routes/kamelets/kustomization.yaml")).texts("resources"))
                .containsExactlyInAnyOrderElementsOf(kamelets().stream().map(file -> file.getFileName().toString()).toList());
    }

    @Test
    void every_source_of_an_integration_is_filled_from_its_route_file() {
        List<String> filled = new ArrayList<>();
        Manifest replacements = new Manifest(Map.of("all", loaded(BASE.resolve("sources.yaml"))));
        for (Map<String, Object> replacement : replacements.maps("all")) {
            String from = new Manifest(replacement).at("source", "fieldPath").orElseThrow().toString().replaceFirst("data\\.", "").replace("\\.", ".");
            for (Map<String, Object> target : new Manifest(replacement).maps("targets")) {
                assertThat(new Manifest(target).texts("fieldPaths")).containsExactly("spec.sources.[name=" + from + "].content");
                filled.add(new Manifest(target).at("select", "name").orElseThrow() + ": " + from);
            }
        }

        assertThat(filled).containsExactlyInAnyOrderElementsOf(Stream.of("voice-campaigns", "voice-snapshot")
                .flatMap(name -> sources(name).stream().map(source -> name + ": " + source)).toList());
    }

    @Test
    void all_but_what_starts_by_the_clock_is_in_the_service_and_that_is_in_the_job() {
        List<String> byTheClock = routes().stream().filter(ManifestFilesTest::isByTheClock).toList();
        List<String> job = sources("voice-snapshot");

        assertThat(sources("voice-campaigns")).containsExactlyInAnyOrderElementsOf(
                routes().stream().filter(file -> !byTheClock.contains(file)).toList());
        assertThat(job).containsAll(byTheClock).contains("beans.camel.yaml");
        assertThat(job).filteredOn(file -> !byTheClock.contains(file))
                .allSatisfy(file -> assertThat(starts(file)).as(file + " would keep the operator from making a CronJob").allMatch(uri -> uri.startsWith("direct:")));
    }

    @Test
    void what_starts_by_the_clock_stands_alone_with_a_literal_schedule_as_the_rewrite_to_a_cron_job_wants_it() {
        assertThat(routes()).filteredOn(ManifestFilesTest::isByTheClock).allSatisfy(file -> {
            List<?> definitions = (List<?>) loaded(Path.of("routes", file));
            assertThat(definitions).hasSize(1);
            @SuppressWarnings("unchecked")
            Manifest from = new Manifest(new Manifest((Map<String, Object>) definitions.get(0)).map("route", "from"));
            String schedule = from.at("parameters", "schedule").orElseThrow().toString();
            assertThat(schedule.split(" ")).as(schedule).hasSize(5).allSatisfy(field -> assertThat(field).matches(CRON_FIELD));
            assertThat(Manifest.file(Path.of("k8s/plain/snapshot.cronjob.yaml")).at("spec", "schedule")).hasValue(schedule.replace('?', '*'));
        });
    }

    @Test
    void every_kamelet_is_named_since_most_are_chosen_while_the_service_runs() {
        Manifest service = integration("voice-campaigns");

        assertThat(service.at("spec", "traits", "kamelets", "auto")).hasValue(false);
        assertThat(service.at("spec", "traits", "kamelets", "list").orElseThrow().toString().split(","))
                .containsExactlyInAnyOrderElementsOf(kamelets().stream().map(ManifestFilesTest::kamelet).toList());
    }

    @Test
    void a_ledger_in_sqlite_has_one_process_at_a_time() {
        assertThat(integration("voice-campaigns").at("spec", "replicas")).hasValue(1);
        assertThat(integration("voice-campaigns").at("spec", "traits", "deployment", "strategy")).hasValue("Recreate");
        assertThat(Manifest.file(Path.of("k8s/plain/deployment.yaml")).at("spec", "replicas")).hasValue(1);
        assertThat(Manifest.file(Path.of("k8s/plain/deployment.yaml")).at("spec", "strategy", "type")).hasValue("Recreate");
    }

    @Test
    void what_the_settings_lead_to_is_let_out_of_the_cluster() {
        String settings = Manifest.text(Path.of("config/application.properties"));
        List<String> open = Manifest.file(Path.of("k8s/common/network-policy.yaml")).maps("spec", "egress").stream()
                .flatMap(rule -> new Manifest(rule).maps("ports").stream()).map(port -> port.get("port").toString()).toList();

        // https, PostgreSQL, a collector of traces
        assertThat(open).contains("443", "5432", after(settings, "blank: http://localhost:"), after(settings, "\nnotify.mail.port="));
    }

    @Test
    void the_image_that_is_run_is_the_one_that_is_built() {
        String version = Manifest.text(Path.of("pom.xml")).replaceFirst("(?s).*?</artifactId>\\s*<version>(.*?)</version>.*", "$1");

        for (String kustomization : List.of("k8s/base", "k8s/plain")) {
            assertThat(Manifest.file(Path.of(kustomization, "kustomization.yaml")).maps("images")).as(kustomization)
                    .containsExactly(Map.of("name", "voice-campaigns", "newTag", version));
        }
    }

    private static String after(String text, String start) {
        assertThat(text).contains(start);
        return text.substring(text.indexOf(start) + start.length()).lines().findFirst().orElseThrow();
    }

    @Test
    void the_job_of_camel_k_has_time_enough_and_runs_the_command() {
        Manifest job = integration("voice-snapshot");

        assertThat((Integer) job.at("spec", "traits", "cron", "activeDeadlineSeconds").orElseThrow()).isGreaterThan(600);
        assertThat(job.maps("spec", "template", "spec", "containers").get(0)).containsEntry("args", List.of("snapshot"));
    }

    private static Manifest integration(String name) {
        return Manifest.file(BASE.resolve(name + ".integration.yaml"));
    }

    private static List<String> sources(String integration) {
        return integration(integration).maps("spec", "sources").stream().map(source -> source.get("name").toString()).toList();
    }

    static List<String> routes() {
        return files(Path.of("routes"), ".camel.yaml").stream().map(file -> file.getFileName().toString()).toList();
    }

    private static String kamelet(Path file) {
        return file.getFileName().toString().replace(".kamelet.yaml", "");
    }

    static boolean isByTheClock(String routeFile) {
        return starts(routeFile).stream().anyMatch(uri -> uri.equals("cron") || uri.startsWith("cron:"));
    }

    @SuppressWarnings("unchecked")
    private static List<String> starts(String routeFile) {
        return ((List<Map<String, Object>>) loaded(Path.of("routes", routeFile))).stream()
                .flatMap(definition -> new Manifest(definition).at("route", "from", "uri").stream()).map(String::valueOf).toList();
    }

    private static Object loaded(Path file) {
        return new org.snakeyaml.engine.v2.api.Load(org.snakeyaml.engine.v2.api.LoadSettings.builder().build()).loadFromString(Manifest.text(file));
    }

    private static List<Path> files(Path directory, String end) {
        try (Stream<Path> files = end.equals(".yaml") ? Files.walk(directory) : Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
