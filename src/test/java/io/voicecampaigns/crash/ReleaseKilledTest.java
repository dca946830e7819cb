package io.voicecampaigns.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.AgentJobs;
import io.voicecampaigns.Bundle;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.agent.Release;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed before and after each request of a release: there are never two versions of one file, and each file comes to its end. */
class ReleaseKilledTest {
    /** One file each. The turns count the requests with which the file before is brought to its end. */
    private static final List<String> CRASH_POINTS = List.of("before send-change 1", "after send-change 2", "before send-launch 2", "after send-launch 2",
            "before send-publication 2", "after send-publication 2", "before send-change 1", "after send-change 2", "after send-launch 1");
    /** From this file on, the provider is one whose versions are changed in place. */
    private static final int FIRST_IN_PLACE = 7;
    /** This one is a copy that is restored. */
    private static final int RESTORED = 9;
    private static final int LAUNCHED = 7;
    private static final int PUBLISHED = 6;

    @TempDir
    private Path dir;

    @Test
    void a_release_that_is_killed_between_any_two_requests_launches_one_version() throws IOException {
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY))) {
            RunningBundle bundle = new RunningBundle(dir, simulator).withFeather(simulator);
            for (int file = 1; file <= CRASH_POINTS.size(); file++) {
                String point = CRASH_POINTS.get(file - 1);
                try (BundleProcess process = BundleProcess.start(dir, bundle.settings(), point + " without dialling")) {
                    awaitReceipts(bundle, file - 1, process);
                    drop(bundle, file);
                    process.awaitCrashPoint().kill();
                }
                assertThat(receipts(bundle)).as("killed " + point).isEqualTo(file - 1);
            }
            try (BundleProcess last = BundleProcess.start(dir, bundle.settings())) {
                awaitReceipts(bundle, CRASH_POINTS.size(), last);
                await().atMost(BundleProcess.PATIENCE).until(() -> count(bundle.data().resolve("agents/inbox"), "") == 0);
            }

            assertThat(simulator.counts().of(RequestKind.LAUNCH, 201)).as("versions").isEqualTo(LAUNCHED);
            assertThat(simulator.counts().of(RequestKind.PUBLISH, 200)).isEqualTo(PUBLISHED);
            assertThat(simulator.counts().of(RequestKind.UPDATE_AGENT, 200)).isEqualTo(CRASH_POINTS.size());
            assertThat(count(bundle.data().resolve("agents/outbox"), ".error.txt")).isZero();
        }
    }

    /** A file that is reviewed, so that it may go live; or a copy. */
    private void drop(RunningBundle bundle, int number) throws IOException {
        if (number == RESTORED) {
            bundle.dropRelease("edition-" + number + ".json", Files.readString(aCopy(bundle)));
            return;
        }
        String file = number < FIRST_IN_PLACE ? """
                provider: diga
                agent: a9e20000-0000-4000-8000-000000000001
                version-name: edition %d
                publish: true
                change: {greeting: "Hola %d"}
                """.formatted(number, number) : """
                provider: feather
                agent: fea70000-0000-4000-8000-000000000001
                version: fea70000-0000-4000-8000-0000000000f1
                publish: true
                change: {firstMessage: "Hello %d"}
                """.formatted(number);
        Bundle.Options options = new Bundle.Options().ignoringEnvironment().simulated();
        bundle.settings().forEach(options::set);
        try (AgentJobs jobs = new AgentJobs(options)) {
            Release.Outcome preview = jobs.release("edition.yaml", file.getBytes(StandardCharsets.UTF_8), true);
            bundle.dropRelease("edition-" + number + ".yaml", file + "reviewed: "
                    + ((Release.Previewed) preview).text().replaceFirst("(?s).*reviewed: ", ""));
        }
    }

    /** What the agent said before the first release. */
    private static Path aCopy(RunningBundle bundle) throws IOException {
        Path before = bundle.data().resolve("snapshots/diga/a9e20000-0000-4000-8000-000000000001/before");
        try (Stream<Path> copies = Files.list(before)) {
            return copies.sorted().findFirst().orElseThrow();
        }
    }

    private static void awaitReceipts(RunningBundle bundle, int many, BundleProcess process) {
        try {
            await().atMost(BundleProcess.PATIENCE).until(() -> receipts(bundle) == many);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(process.said(), e);
        }
    }

    private static long receipts(RunningBundle bundle) {
        return count(bundle.data().resolve("agents/outbox"), ".receipt.json");
    }

    private static long count(Path folder, String suffix) {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return files.filter(file -> file.toString().endsWith(suffix)).count();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
