package io.voicecampaigns.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.process.Service;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image's files, and what is mounted over them by the rendered manifests alone, make calls. */
@Tag("kubernetes")
class MountedServiceIT {
    private static final int CONTACTS = 12;

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"base", "plain"})
    void a_campaign_runs_from_what_the_manifests_mount_and_goes_on_after_a_rollout_of_a_bad_route(String kind) throws IOException {
        Image image = Image.in(dir);
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)))) {
            List<Manifest> rendered = Manifest.rendered(overlay(kind, simulator));
            MountedTree tree = kind.equals("base") ? MountedTree.ofOperator(dir, rendered, "voice-campaigns")
                    : MountedTree.ofPod(dir, rendered, "Deployment", "voice-campaigns");
            List<String> before = files(image.directory());
            int port = Service.freePort();
            Path inbox = Files.createDirectories(tree.at("/data/inbox/renovaciones"));
            Files.writeString(inbox.resolve("lista.csv"), RunningBundle.people(1, CONTACTS));

            try (Service service = started(image, tree, port)) {
                await().atMost(Service.PATIENCE).untilAsserted(() ->
                        assertThat(tree.at("/data/outbox/renovaciones/lista.summary.json")).as(service.said()).exists());
                for (String part : List.of("", "/live", "/ready", "/started", "/group/dial")) {
                    assertThat(Service.health(port, part)).hasValueSatisfying(answer -> assertThat(answer.statusCode()).as(part).isEqualTo(200));
                }
                service.terminate();
                assertThat(service.awaitEnd()).isEqualTo(143);
                assertThat(service.said()).doesNotContain(RunningBundle.KEY);
            }

            tree.edit("/etc/camel/sources/30-dial-contacts.camel.yaml", "- route: {id: dial-contacts, from: {uri: no-such-component:x, steps: []}}");
            Files.writeString(inbox.resolve("segunda.csv"), RunningBundle.people(CONTACTS + 1, CONTACTS));
            try (Service service = started(image, tree, port)) {
                await().atMost(Service.PATIENCE).untilAsserted(() ->
                        assertThat(tree.at("/data/outbox/renovaciones/segunda.summary.json")).as(service.said()).exists());
                assertThat(service.said()).contains("30-dial-contacts.camel.yaml", "no-such-component");
            }

            assertThat(simulator.counts().accepted()).isEqualTo(2 * CONTACTS);
            assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
            assertThat(files(image.directory())).as("the image is read-only").isEqualTo(before);
            assertThat(tree.at("/data/ledger.db")).exists();
            assertThat(tree.at("/data/snapshots")).as("what the job copies is copied by nobody else").doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "plain"})
    void the_job_copies_agents_from_what_the_manifests_mount_and_opens_no_ledger(String kind) throws IOException {
        Image image = Image.in(dir);
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY))) {
            List<Manifest> rendered = Manifest.rendered(overlay(kind, simulator));
            MountedTree tree = kind.equals("base") ? MountedTree.ofOperator(dir, rendered, "voice-snapshot")
                    : MountedTree.ofPod(dir, rendered, "CronJob", "voice-snapshot");
            List<String> before = files(image.directory());

            try (Service job = started(image, tree, Service.freePort())) {
                assertThat(job.awaitEnd()).as(job.said()).isZero();
                assertThat(job.said()).contains("1 agents, 1 versions: 1 new").doesNotContain(RunningBundle.KEY);
            }

            assertThat(files(tree.at("/data/snapshots"))).anyMatch(file -> file.matches(".*/snapshots/diga/[^/]+/v1-[^/]+\\.json"));
            assertThat(tree.at("/data/ledger.db")).doesNotExist();
            assertThat(files(image.directory())).as("the image is read-only").isEqualTo(before);
        }
    }

    @Test
    void the_dev_overlay_is_all_that_a_simulated_campaign_takes() throws IOException {
        Image image = Image.in(dir);
        MountedTree tree = MountedTree.ofOperator(dir, Manifest.rendered(Path.of("k8s/overlays/dev")), "voice-campaigns");
        Path inbox = Files.createDirectories(tree.at("/data/simulated/inbox/example"));
        Files.writeString(inbox.resolve("lista.csv"), "customer_id,movil\nK1,600000001\nK2,600000002\nK3,600000003\n");

        try (Service service = started(image, tree, Service.freePort())) {
            Path results = tree.at("/data/simulated/outbox/example/lista.results.csv");
            await().atMost(Service.PATIENCE).untilAsserted(() -> assertThat(results).as(service.said()).content().contains("ended"));
            assertThat(service.said()).contains("SIMULATED: nobody is called");
        }
    }

    @Test
    void the_job_of_the_dev_overlay_copies_the_agents_of_the_simulated_provider() throws IOException {
        Image image = Image.in(dir);
        MountedTree tree = MountedTree.ofOperator(dir, Manifest.rendered(Path.of("k8s/overlays/dev")), "voice-snapshot");

        try (Service job = started(image, tree, Service.freePort())) {
            assertThat(job.awaitEnd()).as(job.said()).isZero();
            assertThat(job.said()).contains("2 agents, 2 versions: 2 new");
        }

        assertThat(files(tree.at("/data/simulated/snapshots"))).anyMatch(file -> file.matches(".*/v1-[^/]+\\.json"));
        assertThat(tree.at("/data/snapshots")).doesNotExist();
    }

    /** An overlay as a user writes one: their campaign, their provider, their secret. */
    private Path overlay(String base, Simulator simulator) throws IOException {
        Path overlay = Files.createDirectories(Path.of("target/kubernetes", base));
        Files.writeString(overlay.resolve("renovaciones.yaml"), RunningBundle.plainCampaign());
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [../../../k8s/%s]
                generatorOptions: {disableNameSuffixHash: true}
                configMapGenerator:
                  - name: voice-campaigns-settings
                    behavior: merge
                    literals: ["pick-up.settled=300ms", "report.files-interval=200ms", "providers.diga.base-url=%s"]
                  - {name: voice-campaigns-campaigns, behavior: merge, files: [renovaciones.yaml]}
                secretGenerator:
                  - {name: voice-campaigns, literals: ["providers.diga.api-key=%s", "installation.secret=kept-by-the-cluster"]}
                """.formatted(base, simulator.baseUri(), RunningBundle.KEY) + (base.equals("base") ? """
                patches:
                  - target: {kind: Integration}
                    patch: '[{"op": "add", "path": "/spec/traits/mount/configs/-", "value": "secret:voice-campaigns"}]'
                """ : "namespace: voice-campaigns\n"));
        return overlay;
    }

    private static Service started(Image image, MountedTree tree, int port) throws IOException {
        Map<String, String> environment = new HashMap<>(tree.environment());
        environment.put("MANAGEMENT_PORT", Integer.toString(port));
        List<String> command = new ArrayList<>(List.of("-Djava.io.tmpdir=" + tree.at("/tmp")));
        command.addAll(image.command());
        command.addAll(tree.arguments());
        return Service.java(image.directory(), environment, command);
    }

    private static List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.map(Path::toString).filter(name -> !name.contains("said")).sorted().toList();
        }
    }
}
