package io.voicecampaigns.crash;

import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.erase.Forgetting;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while it erases somebody: the next one goes on from there to the end, without being asked, and says so. */
class ErasureKilledTest {
    /** LeakWatch looks for it in the logs. */
    private static final String NUMBER = "+34600345678";
    private static final Duration PATIENCE = BundleProcess.PATIENCE;

    @TempDir
    private Path dir;
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
            .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
    private RunningBundle bundle;
    private Forgetting forgetting;

    @BeforeEach
    void prepare() {
        bundle = new RunningBundle(dir, simulator).operable().campaign("citas", plainCampaign()).campaign("luego", plainCampaign());
        forgetting = new Forgetting(bundle.data());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void between_two_lists() throws IOException, InterruptedException {
        Path second = bundle.data().resolve("archive/citas/segunda.csv");
        Path aside = dir.resolve("segunda.csv");
        try (BundleProcess process = BundleProcess.start(dir, bundle.settings())) {
            drop("citas", "primera", "A1,600111111,Ana\nZ1,600345678,Zebedea\n");
            drop("citas", "segunda", "A2,600222222,Eva\nZ2,600345678,Zebedea\n");
            // a call that nobody knows the end of keeps the erasure waiting
            simulator.faults(FaultRule.answering(RequestKind.LIST, 500), FaultRule.answering(RequestKind.GET, 500));
            bundle.drop("luego", "tercera.csv", "id,telefono,nombre\nZ3,600345678,Zebedea\n");
            await().atMost(PATIENCE).until(() -> simulator.calls().stream().filter(call -> call.number().equals(NUMBER)).count() == 2);
            assertThat(forgetting.forget(NUMBER).path("state").asText()).isEqualTo("pending");

            // whoever opens the second list waits until somebody writes into it
            Files.move(second, aside);
            assertThat(new ProcessBuilder("mkfifo", second.toString()).inheritIO().start().waitFor()).isZero();
            simulator.faults(List.of());
            await().atMost(PATIENCE).failFast("it ended by itself", process::hasEnded)
                    .until(() -> !Files.readString(bundle.data().resolve("archive/citas/primera.csv")).contains("Zebedea"));
            process.kill();
        }
        Files.delete(second);
        Files.move(aside, second);
        assertThat(forgetting.found("Zebedea")).as("half of it is done").contains("archive/citas/segunda.csv").doesNotContain("archive/citas/primera.csv")
                .anyMatch(file -> file.startsWith("ledger.db"));

        assertTheNextOneGoesOn();
    }

    @Test
    void between_the_ledger_and_the_results() {
        try (BundleProcess process = BundleProcess.start(dir, bundle.settings())) {
            drop("citas", "primera", "A1,600111111,Ana\nZ1,600345678,Zebedea\n");
            await().atMost(PATIENCE).until(() -> bundle.result("citas", "primera", "Z1").getOrDefault("call_disposition", "").equals("answered"));
            process.kill();
        }
        try (BundleProcess process = BundleProcess.start(dir, bundle.settings(), "before write-files 1 without dialling").awaitStarted()) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> !forgetting.forget(NUMBER).path("state").asText().equals("pending"));
            process.awaitCrashPoint();
            assertThat(forgetting.forget(NUMBER).path("state").asText()).isEqualTo("erasing");
            process.kill();
        }
        assertThat(forgetting.found("Zebedea")).as("the results still show it").contains("outbox/citas/primera.results.csv")
                .doesNotContain("archive/citas/primera.csv");

        assertTheNextOneGoesOn();
    }

    private void assertTheNextOneGoesOn() {
        try (BundleProcess next = BundleProcess.start(dir, bundle.settings()).awaitStarted()) {
            await().atMost(PATIENCE).failFast("it ended by itself", next::hasEnded).until(() -> forgetting.found("Zebedea").isEmpty());
            await().atMost(PATIENCE).until(() -> forgetting.found("600345678").isEmpty());
            forgetting.awaitErased(NUMBER);
            assertThat(forgetting.found("Ana")).as("everybody else stays").contains("archive/citas/primera.csv", "outbox/citas/primera.results.csv");
        }
    }

    private void drop(String campaign, String list, String rows) {
        bundle.drop(campaign, list + ".csv", "id,telefono,nombre\n" + rows);
        await().atMost(PATIENCE).until(() -> Files.exists(bundle.outbox(campaign, list + ".summary.json")));
    }
}
