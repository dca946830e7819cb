package io.voicecampaigns.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code kubectl apply -k} would send. */
@Tag("kubernetes")
class RenderedManifestsTest {
    private static final String SECRET_KEY = "(?i).*(api-key|password|secret|token|credential).*";

    @ParameterizedTest
    @ValueSource(strings = {"k8s/base", "k8s/plain", "k8s/overlays/dev", "k8s/overlays/prod"})
    void everything_rendered_is_accepted_and_hangs_together(Path kustomization) {
        List<Manifest> rendered = Manifest.rendered(kustomization);

        assertThat(rendered).hasSizeGreaterThan(8).allSatisfy(manifest -> assertThat(StrictSchemas.problems(manifest)).as(manifest.toString()).isEmpty());
        assertThat(Rendered.problems(rendered)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"k8s/plain", "k8s/overlays/dev", "k8s/overlays/prod"})
    void an_installation_keeps_to_its_namespace_and_holds_no_secret(Path kustomization) {
        List<Manifest> rendered = Manifest.rendered(kustomization);
        String namespace = rendered.stream().filter(manifest -> manifest.kind().equals("Namespace")).findFirst().orElseThrow().name();

        assertThat(rendered).filteredOn(manifest -> !manifest.kind().equals("Namespace"))
                .allSatisfy(manifest -> assertThat(manifest.at("metadata", "namespace")).as(manifest.toString()).hasValue(namespace));
        assertThat(rendered).noneMatch(manifest -> manifest.kind().equals("Secret"));
        assertThat(rendered).filteredOn(manifest -> manifest.kind().equals("ConfigMap"))
                .allSatisfy(manifest -> assertThat(manifest.map("data").keySet()).noneMatch(key -> key.matches(SECRET_KEY)));
    }

    @Test
    void integrations_carry_the_route_files_as_they_stand_in_routes() {
        List<Manifest> rendered = Manifest.rendered(Path.of("k8s/overlays/prod"));

        assertThat(rendered.stream().filter(manifest -> manifest.kind().equals("Integration")).flatMap(it -> it.maps("spec", "sources").stream()))
                .isNotEmpty().allSatisfy(source -> assertThat(source)
                        .containsEntry("content", Manifest.text(Path.of("routes", source.get("name").toString()))));
    }

    @Test
    void plain_pods_mount_the_route_files_and_kamelets_as_they_stand_in_routes() {
        List<Manifest> rendered = Manifest.rendered(Path.of("k8s/plain"));

        assertThat(named(rendered, "ConfigMap", "voice-campaigns-routes").map("data"))
                .as("all but what the CronJob starts").containsOnlyKeys(ManifestFilesTest.routes().stream().filter(file -> !ManifestFilesTest.isByTheClock(file)).toList())
                .allSatisfy((name, content) -> assertThat(content).isEqualTo(Manifest.text(Path.of("routes", name))));
        assertThat(named(rendered, "ConfigMap", "voice-campaigns-kamelets").map("data")).isNotEmpty()
                .allSatisfy((name, content) -> assertThat(content).isEqualTo(Manifest.text(Path.of("routes/kamelets", name))));
    }

    @Test
    void development_calls_nobody() {
        Manifest service = named(Manifest.rendered(Path.of("k8s/overlays/dev")), "Integration", "voice-campaigns");

        assertThat(service.texts("spec", "traits", "environment", "vars")).contains("SIMULATE=true");
        assertThat(service.texts("spec", "traits", "mount", "configs")).noneMatch(config -> config.startsWith("secret:"));
    }

    @Test
    void production_has_replicas_that_share_their_files_and_are_rolled_one_after_the_other() {
        List<Manifest> rendered = Manifest.rendered(Path.of("k8s/overlays/prod"));
        Manifest service = named(rendered, "Integration", "voice-campaigns");

        assertThat((Integer) service.at("spec", "replicas").orElseThrow()).isGreaterThan(1);
        assertThat(service.at("spec", "traits", "deployment", "strategy")).hasValue("RollingUpdate");
        assertThat(service.at("spec", "traits", "affinity", "podAntiAffinity")).hasValue(true);
        assertThat(service.at("spec", "traits", "deployment", "rollingUpdateMaxSurge")).as("where nodes are no more than replicas, another pod would wait for ever").hasValue(0);
        assertThat(service.at("spec", "traits", "deployment", "rollingUpdateMaxUnavailable")).hasValue(1);
        assertThat(named(rendered, "PersistentVolumeClaim", "voice-campaigns-data").texts("spec", "accessModes")).containsExactly("ReadWriteMany");
        assertThat(rendered).filteredOn(manifest -> manifest.kind().equals("Integration"))
                .allSatisfy(it -> assertThat(it.texts("spec", "traits", "mount", "configs")).contains("secret:voice-campaigns"));
    }

    @Test
    void what_does_not_hang_together_is_found() {
        assertThat(Rendered.problems(without("k8s/overlays/prod", "ConfigMap", "voice-campaigns-settings"))).anyMatch(it -> it.contains("voice-campaigns-settings"));
        assertThat(Rendered.problems(without("k8s/overlays/prod", "Kamelet", "diga-start-call-action"))).anyMatch(it -> it.contains("diga-start-call-action"));
        assertThat(Rendered.problems(without("k8s/overlays/prod", "PersistentVolumeClaim", "voice-campaigns-data"))).anyMatch(it -> it.contains("voice-campaigns-data"));
        assertThat(Rendered.problems(without("k8s/plain", "ServiceAccount", "voice-campaigns"))).anyMatch(it -> it.contains("ServiceAccount"));
        assertThat(Rendered.problems(without("k8s/plain", "ConfigMap", "voice-campaigns-routes"))).anyMatch(it -> it.contains("voice-campaigns-routes"));
        assertThat(Rendered.problems(changed("k8s/overlays/prod", "\n  - content: [|]\n(?s).*?\n    name: 10-pick-up-lists.camel.yaml",
                "\n  - content: \"\"\n    name: 10-pick-up-lists.camel.yaml"))).anyMatch(it -> it.contains("10-pick-up-lists"));
        assertThat(Rendered.problems(changed("k8s/overlays/prod", "camel.apache.org/integration: voice-campaigns\n---", "camel.apache.org/integration: another\n---")))
                .anyMatch(it -> it.contains("PodDisruptionBudget"));
        assertThat(Rendered.problems(changed("k8s/plain", "(mountPath: /data\n *name: )data", "$1date"))).anyMatch(it -> it.contains("mounts date"));
        assertThat(Rendered.problems(changed("k8s/plain", "port: management", "port: managment"))).anyMatch(it -> it.contains("probed at managment"));
        assertThat(Rendered.problems(changed("k8s/plain", "(?s)(podSelector:.{1,60}): voice-campaigns", "$1: another"))).anyMatch(it -> it.contains("NetworkPolicy"));
    }

    private static List<Manifest> without(String kustomization, String kind, String name) {
        List<Manifest> rendered = new ArrayList<>(Manifest.rendered(Path.of(kustomization)));
        assertThat(rendered.removeIf(manifest -> manifest.is(kind, name))).isTrue();
        return rendered;
    }

    private static List<Manifest> changed(String kustomization, String pattern, String replacement) {
        String text = Manifest.renderedText(Path.of(kustomization));
        String changed = text.replaceFirst(pattern, replacement);
        assertThat(changed).isNotEqualTo(text);
        return Manifest.of(changed);
    }

    static Manifest named(List<Manifest> manifests, String kind, String name) {
        return manifests.stream().filter(manifest -> manifest.is(kind, name)).findFirst().orElseThrow();
    }

    /** What one resource says of another. */
    static final class Rendered {
        private static final String INTEGRATION = "camel.apache.org/integration";

        private Rendered() {
        }

        static List<String> problems(List<Manifest> all) {
            List<String> problems = new ArrayList<>();
            Set<String> present = all.stream().map(Manifest::toString).collect(Collectors.toSet());
            List<Map<String, Object>> pods = new ArrayList<>();
            for (Manifest manifest : all) {
                for (String needed : needs(manifest).toList()) {
                    if (!present.contains(needed) && !needed.startsWith("Secret ")) {
                        problems.add(manifest + " needs " + needed + ", which is not there");
                    }
                }
                manifest.maps("spec", "sources").stream().filter(source -> String.valueOf(source.get("content")).isBlank())
                        .forEach(source -> problems.add(manifest + ": " + source.get("name") + " is empty"));
                if (manifest.kind().equals("Integration")) {
                    pods.add(Map.of(INTEGRATION, manifest.name()));
                } else if (manifest.kind().equals("Deployment") || manifest.kind().equals("CronJob")) {
                    pods.add(manifest.pod().map("metadata", "labels"));
                    problems.addAll(inside(manifest));
                }
            }
            for (Manifest manifest : all) {
                for (String key : List.of("selector", "podSelector")) {
                    if (manifest.at("spec", key).isPresent() && pods.stream().noneMatch(labels -> selects(new Manifest(manifest.map("spec", key)), labels))) {
                        problems.add(manifest + ": its selector selects no pod");
                    }
                }
            }
            return problems;
        }

        /** What a container says of the pod it is in. */
        private static List<String> inside(Manifest manifest) {
            List<String> problems = new ArrayList<>();
            Set<Object> volumes = names(manifest.pod().maps("spec", "volumes"));
            for (Manifest container : manifest.pod().maps("spec", "containers").stream().map(Manifest::new).toList()) {
                container.maps("volumeMounts").stream().filter(mount -> !volumes.contains(mount.get("name")))
                        .forEach(mount -> problems.add(manifest + " mounts " + mount.get("name") + ", which is no volume of it"));
                Set<Object> ports = names(container.maps("ports"));
                Stream.of("startupProbe", "livenessProbe", "readinessProbe").flatMap(probe -> container.at(probe, "httpGet", "port").stream())
                        .filter(port -> !ports.contains(port)).forEach(port -> problems.add(manifest + " is probed at " + port + ", which is no port of it"));
            }
            return problems;
        }

        private static Set<Object> names(List<Map<String, Object>> named) {
            return named.stream().map(each -> each.get("name")).collect(Collectors.toSet());
        }

        private static boolean selects(Manifest selector, Map<String, Object> labels) {
            return labels.entrySet().containsAll(selector.map("matchLabels").entrySet()) && selector.maps("matchExpressions").stream()
                    .allMatch(expression -> ((List<?>) expression.get("values")).contains(labels.get(expression.get("key").toString())));
        }

        /** By kind and name. */
        private static Stream<String> needs(Manifest manifest) {
            if (manifest.kind().equals("Integration")) {
                return Stream.of(
                        manifest.at("spec", "serviceAccountName").stream().map(name -> "ServiceAccount " + name),
                        Stream.of("configs", "resources").flatMap(key -> manifest.texts("spec", "traits", "mount", key).stream())
                                .map(each -> each.replace("configmap:", "ConfigMap ").replace("secret:", "Secret ")),
                        manifest.texts("spec", "traits", "mount", "volumes").stream().map(each -> "PersistentVolumeClaim " + each.replaceFirst(":.*", "")),
                        manifest.at("spec", "traits", "kamelets", "list").stream().flatMap(list -> Stream.of(list.toString().split(",")))
                                .filter(name -> !name.isEmpty()).map(name -> "Kamelet " + name)).flatMap(names -> names);
            }
            if (manifest.kind().equals("Deployment") || manifest.kind().equals("CronJob")) {
                Manifest pod = manifest.pod();
                return Stream.concat(pod.at("spec", "serviceAccountName").stream().map(name -> "ServiceAccount " + name),
                        pod.maps("spec", "volumes").stream().map(Manifest::new).flatMap(volume -> Stream.of(
                                volume.at("configMap", "name").stream().map(name -> "ConfigMap " + name),
                                volume.at("secret", "secretName").stream().map(name -> "Secret " + name),
                                volume.at("persistentVolumeClaim", "claimName").stream().map(name -> "PersistentVolumeClaim " + name)).flatMap(names -> names)));
            }
            return Stream.empty();
        }
    }
}
