package io.voicecampaigns.crash;

import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.standin.PlainCrm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Living processes on one PostgreSQL ledger and one data directory. */
class ReplicasTest {
    private static final Timing USUAL = Timing.exactly(50, 100).withLatencyMs(30);
    private static final int AT_ONCE = 12;
    private static final int A_MINUTE = 25;
    /** Shorter than a minute by what may pass between an intent and its request on a slow machine. */
    private static final Duration ALMOST_A_MINUTE = Duration.ofSeconds(50);

    @TempDir
    private Path dir;

    @Test
    void share_the_work_and_the_limits_and_one_that_is_killed_is_taken_over() {
        try (Simulator simulator = simulator()) {
            SharedLedger ledger = SharedLedger.empty(dir);
            RunningBundle bundle = bundle(simulator, ledger).set("snapshot.catch-up", true)
                    .campaign("uno", plainCampaign("max-concurrent: " + AT_ONCE)).campaign("dos", plainCampaign("max-per-minute: " + A_MINUTE))
                    .drop("uno", "lista.csv", people(1, 300)).drop("dos", "lista.csv", people(1_001, 60));

            try (BundleProcess first = BundleProcess.start(dir, bundle.settings()); BundleProcess second = BundleProcess.start(dir, bundle.settings())) {
                awaitBothDialling(ledger, first, second);
                await().atMost(BundleProcess.PATIENCE).until(() -> simulator.counts().accepted() > 100);
                // so that there are requests open when it is killed
                simulator.behave(usual -> usual.withTiming(USUAL.withLatencyMs(1_500)));
                await().atMost(BundleProcess.PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> ledger.dialling().size() == 2);
                first.kill();
                simulator.behave(usual -> usual.withTiming(USUAL));

                awaitSummary(bundle, "uno", "lista", second);
                assertThat(first.said() + second.said()).as("files were taken by one").doesNotContain("cannot be moved");
            }

            List<SimulatedCall> calls = calls(simulator, 1, 300);
            Reckoning.of(bundle, "uno", "lista", calls).nobodyWasDialledTwice().everyContactIsThere(1, 300).everyCallIsThereWithItsOutcome();
            assertThat(simulator.counts().mostPerAttempt()).isOne();
            assertThat(mostAtOnce(calls)).isBetween(AT_ONCE / 2L, (long) AT_ONCE);
            assertThat(mostWithin(ALMOST_A_MINUTE, calls(simulator, 1_001, 60))).isEqualTo(A_MINUTE);
            assertThat(ledger.texts("SELECT name || ' ' || rows_read FROM list")).containsExactly("lista 300", "lista 60");
            assertThat(ledger.number("SELECT COUNT(*) FROM contact")).isEqualTo(360);
            assertThat(simulator.counts().of(RequestKind.AGENTS, 200)).as("one copied the agents").isOne();
        }
    }

    @Test
    void of_two_versions_work_beside_each_other_while_they_are_exchanged_one_by_one() throws IOException {
        Path later = Files.createDirectories(dir.resolve("later/db/migration"));
        Files.writeString(later.resolve("V999__later.sql"), "${alone};\nCREATE TABLE later (id ${pk});\nALTER TABLE attempt ADD COLUMN later TEXT NOT NULL DEFAULT '';\n");
        try (Simulator simulator = simulator()) {
            SharedLedger ledger = SharedLedger.empty(dir);
            RunningBundle bundle = bundle(simulator, ledger).campaign("uno", plainCampaign("max-concurrent: " + AT_ONCE));
            simulator.behave(usual -> usual.withTiming(Timing.exactly(50, 1_000).withLatencyMs(30)));

            try (BundleProcess old = BundleProcess.start(dir, bundle.settings())) {
                bundle.drop("uno", "lista.csv", people(1, 120));
                await().atMost(BundleProcess.PATIENCE).until(() -> simulator.counts().accepted() >= AT_ONCE);
                try (BundleProcess next = BundleProcess.startLater(dir, bundle.settings(), dir.resolve("later"))) {
                    awaitBothDialling(ledger, old, next);
                    old.stop();
                    try (BundleProcess goingBack = BundleProcess.start(dir, bundle.settings())) {
                        goingBack.awaitStarted();
                        next.stop();
                        bundle.drop("uno", "segunda.csv", people(1_001, 10));
                        awaitSummary(bundle, "uno", "lista", goingBack);
                        awaitSummary(bundle, "uno", "segunda", goingBack);
                    }
                }
            }

            Reckoning reckoning = Reckoning.of(bundle, "uno", "lista", calls(simulator, 1, 120)).nobodyWasDialledTwice().everyContactIsThere(1, 120).everyCallIsThereWithItsOutcome();
            assertThat(reckoning.inReview()).as("whoever is stopped leaves nothing in doubt").isZero();
            assertThat(mostAtOnce(simulator.calls())).isLessThanOrEqualTo(AT_ONCE);
            assertThat(ledger.texts("SELECT version FROM flyway_schema_history")).contains("999");
        }
    }

    @Test
    void leave_the_latest_outcome_with_a_sink_whoever_of_them_was_held_up_with_an_older_one() {
        try (Simulator simulator = simulator(); PlainCrm crm = new PlainCrm(10)) {
            simulator.behave(usual -> usual.withTiming(USUAL.withRecordingLagMs(2_000)));
            SharedLedger ledger = SharedLedger.empty(dir);
            RunningBundle bundle = bundle(simulator, ledger).campaign("uno", """
                    report: {to: http, url: "%s/calls/{ref}", record: '{"revision": "{revision}"}', credential: %s}
                    """.formatted(crm.url(), PlainCrm.KEY) + plainCampaign()).drop("uno", "lista.csv", people(1, 1));

            try (BundleProcess heldUp = BundleProcess.start(dir, bundle.settings(), "before accept 1 without dialling").awaitCrashPoint()) {
                heldUp.suspend();
                try (BundleProcess other = BundleProcess.start(dir, bundle.settings())) {
                    await().atMost(BundleProcess.PATIENCE).failFast("it ended by itself", other::hasEnded).until(() -> revisions(crm).contains(2));

                    long older = revisions(crm).stream().filter(revision -> revision == 1).count();
                    heldUp.resume();
                    heldUp.letGo();

                    await().atMost(BundleProcess.PATIENCE).until(() -> revisions(crm).stream().filter(revision -> revision == 1).count() > older);
                    await().atMost(BundleProcess.PATIENCE).until(() -> {
                        // it is held there each time
                        heldUp.letGo();
                        return revisions(crm).lastIndexOf(2) > revisions(crm).lastIndexOf(1);
                    });
                    await().atMost(BundleProcess.PATIENCE).until(() -> ledger.texts("SELECT state FROM delivery").equals(Set.of("reported")));
                }
            }
            assertThat(simulator.counts().accepted()).isOne();
        }
    }

    private static List<Integer> revisions(PlainCrm crm) {
        return crm.asked().stream().map(request -> request.json().path("revision").asInt()).toList();
    }

    private RunningBundle bundle(Simulator simulator, SharedLedger ledger) {
        return new RunningBundle(dir, simulator).set("ledger.url", ledger.url()).set("dial.max-parallel", AT_ONCE);
    }

    private static Simulator simulator() {
        return Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(USUAL).withEveryCall(Outcome.ANSWERED)));
    }

    static void awaitBothDialling(SharedLedger ledger, BundleProcess one, BundleProcess other) {
        Set<String> seen = new HashSet<>();
        await().atMost(BundleProcess.PATIENCE).pollInterval(Duration.ofMillis(10)).failFast("one ended by itself", () -> one.hasEnded() || other.hasEnded())
                .until(() -> seen.addAll(ledger.dialling()) && seen.size() == 2);
    }

    private static void awaitSummary(RunningBundle bundle, String campaign, String list, BundleProcess last) {
        await().atMost(BundleProcess.PATIENCE).failFast("it ended by itself", last::hasEnded)
                .until(() -> Files.exists(bundle.outbox(campaign, list + ".summary.json")));
    }

    private static List<SimulatedCall> calls(Simulator simulator, int first, int count) {
        return simulator.calls().stream().filter(call -> call.number().compareTo(number(first)) >= 0 && call.number().compareTo(number(first + count)) < 0)
                .toList();
    }

    static long mostAtOnce(List<SimulatedCall> calls) {
        return calls.stream().map(SimulatedCall::created).mapToLong(moment -> calls.stream()
                .filter(call -> !call.created().isAfter(moment) && call.ends().map(moment::isBefore).orElse(true)).count()).max().orElse(0);
    }

    private static long mostWithin(Duration time, List<SimulatedCall> calls) {
        Stream<Instant> begins = calls.stream().map(SimulatedCall::created);
        return begins.mapToLong(begin -> calls.stream().map(SimulatedCall::created)
                .filter(created -> !created.isBefore(begin) && created.isBefore(begin.plus(time))).count()).max().orElse(0);
    }
}
