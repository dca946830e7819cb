package io.voicecampaigns.crash;

import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.Application;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OneProcessAtATimeTest {
    @TempDir
    private Path dir;

    @Test
    void a_second_process_on_the_same_ledger_is_refused_and_told_why_while_the_first_goes_on() throws Exception {
        try (Simulator simulator = simulator();
                RunningBundle first = new RunningBundle(dir, simulator).campaign("renovaciones", plainCampaign()).start()) {
            Path said = dir.resolve("second.log");
            ProcessBuilder second = BundleProcess.java(List.of(Application.class.getName())).redirectErrorStream(true).redirectOutput(said.toFile());
            second.environment().put("DATA_DIR", first.data().toString());
            second.environment().put("DIGA_BASE_URL", simulator.baseUri().toString());
            second.environment().put("DIGA_API_KEY", RunningBundle.KEY);
            second.environment().remove("LEDGER_URL");

            Process process = second.start();
            boolean ended = process.waitFor(BundleProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            process.destroyForcibly();

            assertThat(ended).as("ends by itself").isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(said).content().contains("ledger.db is in use by another process: stop that one").contains("DATA_DIR").contains("LEDGER_URL")
                    .doesNotContain("\tat ");
            first.drop("renovaciones", "lista.csv", people(1, 5)).awaitSummary("renovaciones", "lista");
            assertThat(simulator.counts().accepted()).isEqualTo(5);
        }
    }

    @Test
    void a_successor_of_a_killed_process_neither_waits_for_its_lease_nor_is_refused() {
        try (Simulator simulator = simulator()) {
            RunningBundle bundle = new RunningBundle(dir, simulator).set("dial.lease", "10m").set("dial.max-parallel", 4)
                    .campaign("renovaciones", plainCampaign()).drop("renovaciones", "lista.csv", people(1, 40));
            try (BundleProcess killed = BundleProcess.start(dir, bundle.settings(), "before start 1")) {
                killed.awaitCrashPoint().kill();
            }
            long held = DeadLedger.in(bundle.data(), dir).attemptsIn("dialing");

            try (BundleProcess successor = BundleProcess.start(dir, bundle.settings())) {
                await().atMost(BundleProcess.PATIENCE).failFast("refused", successor::hasEnded)
                        .until(() -> Files.exists(bundle.outbox("renovaciones", "lista.summary.json")));
            }

            Reckoning reckoning = Reckoning.of(bundle, "renovaciones", "lista").nobodyWasDialledTwice().everyContactIsThere(1, 40)
                    .everyCallIsThereWithItsOutcome();
            assertThat(held).isPositive();
            assertThat(reckoning.inReview()).as("what the killed one was about to send, and nothing else").isEqualTo(held);
        }
    }

    private static Simulator simulator() {
        return Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(50, 100)).withEveryCall(Outcome.ANSWERED)));
    }
}
