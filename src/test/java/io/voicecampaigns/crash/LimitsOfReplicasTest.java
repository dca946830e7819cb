package io.voicecampaigns.crash;

import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two living processes may dial together, counted by the provider. */
class LimitsOfReplicasTest {
    private static final int OF_THE_ACCOUNT = 7;
    private static final int A_DAY = 90;
    private static final int SHARED_NUMBERS = 120;

    @TempDir
    private Path dir;

    @Test
    void the_day_the_number_and_the_account_have_one_limit_for_both() {
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 60).withLatencyMs(20)).withEveryCall(Outcome.ANSWERED)))) {
            SharedLedger ledger = SharedLedger.empty(dir);
            RunningBundle bundle = new RunningBundle(dir, simulator).set("ledger.url", ledger.url()).set("providers.diga.max-concurrent", OF_THE_ACCOUNT)
                    .campaign("uno", atNoon("max-per-day: " + A_DAY)).campaign("dos", onceANumber()).campaign("tres", onceANumber());

            try (BundleProcess first = BundleProcess.start(dir, bundle.settings()); BundleProcess second = BundleProcess.start(dir, bundle.settings())) {
                first.awaitStarted();
                second.awaitStarted();
                bundle.drop("uno", "lista.csv", people(1, 3 * A_DAY))
                        .drop("dos", "lista.csv", people(1_001, SHARED_NUMBERS)).drop("tres", "lista.csv", people(1_001, SHARED_NUMBERS));
                ReplicasTest.awaitBothDialling(ledger, first, second);
                awaitRest(ledger, first, second, A_DAY + SHARED_NUMBERS);
                // whoever dials these passes by those of the others
                bundle.drop("dos", "segunda.csv", people(2_001, SHARED_NUMBERS));
                awaitRest(ledger, first, second, A_DAY + 2 * SHARED_NUMBERS);
            }

            List<SimulatedCall> calls = simulator.calls();
            assertThat(calls).filteredOn(call -> call.number().compareTo(number(1_000)) < 0).as("of the day").hasSize(A_DAY);
            assertThat(calls.stream().collect(Collectors.groupingBy(SimulatedCall::number, Collectors.counting()))).as("to a number")
                    .hasSize(A_DAY + 2 * SHARED_NUMBERS).allSatisfy((number, count) -> assertThat(count).isOne());
            assertThat(ReplicasTest.mostAtOnce(calls)).as("at once").isBetween(2L, (long) OF_THE_ACCOUNT);
        }
    }

    /** Nobody is due any more whom the limits let through, and no call is open. */
    private static void awaitRest(SharedLedger ledger, BundleProcess first, BundleProcess second, int calls) {
        await().atMost(BundleProcess.PATIENCE).failFast("one ended by itself", () -> first.hasEnded() || second.hasEnded()).untilAsserted(() -> {
            Map<String, Long> attempts = ledger.texts("SELECT state || ' ' || uuid FROM attempt").stream()
                    .map(text -> text.split(" ")[0]).collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(attempts).isEqualTo(Map.of("reported", (long) calls));
            assertThat(ledger.number("""
                    SELECT COUNT(*) FROM contact WHERE state = 'waiting' AND due <= EXTRACT(EPOCH FROM now()) * 1000
                    AND campaign_id <> (SELECT id FROM campaign WHERE name = 'uno')""")).isZero();
        });
    }

    private static String onceANumber() {
        return atNoon().replace("max-per-number-per-day: 9", "max-per-number-per-day: 1");
    }

    /** Of a zone whose day does not end while this runs. */
    private static String atNoon(String... calling) {
        int ahead = 12 - Instant.now().atOffset(ZoneOffset.UTC).getHour();
        return plainCampaign(calling).replace("Europe/Madrid", "Etc/GMT" + (ahead > 0 ? "-" : "+") + Math.abs(ahead));
    }
}
