package io.voicecampaigns.crash;

import static io.voicecampaigns.RunningBundle.americans;
import static io.voicecampaigns.RunningBundle.featherCampaign;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Behaviour;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.FeatherManners;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider outlives the process: it knows who was really called. */
class KilledAgainAndAgainTest {
    private static final int DIGAS_PEOPLE = 2_000;
    /** Fewer, and killed sooner: the same places, in less time. */
    private static final int FEATHERS_PEOPLE = 600;
    private static final Timing USUAL = Timing.exactly(100, 200).withDurationScale(60).withRecordingLagMs(300).withListLagMs(50).withLatencyMs(50);

    /** Where it is killed, in this order; each place once more after a restart that finds the traces of another. */
    private static final List<String> CRASH_POINTS = List.of(
            "before enrich 2", "before enrich 1",
            "before start 100", "after start 100",
            "after list 5 since dialling", "after accept 3",
            "before start 120", "after start 120",
            "before list 6 since dialling", "before accept 4");
    /** Where it matters which provider it is: around a request and a reading of its list. */
    private static final List<String> CRASH_POINTS_OF_FEW = List.of(
            "before start 30", "after start 30", "after list 2 since dialling", "before list 3 since dialling");
    private static final int KILLED_WITH_ANSWERS_ON_THE_WAY = 2;

    @TempDir
    private Path dir;

    @Test
    void a_bundle_that_is_killed_wherever_it_hurts_dials_nobody_twice_and_loses_nothing() {
        try (Simulator simulator = unreliable(usual -> usual)) {
            RunningBundle bundle = patient(new RunningBundle(dir, simulator))
                    .campaign("renovaciones", plainCampaign("attempts: 2", "retry: {no_answer: 1s, busy: 1s}"))
                    .drop("renovaciones", "lista.csv", people(1, DIGAS_PEOPLE));

            killAgainAndAgain(bundle, CRASH_POINTS, DIGAS_PEOPLE);
        }
    }

    /** With all that is harder there: dispatches have ids of their own, and the list knows no dates. */
    @Test
    void and_so_it_is_through_feather() {
        try (Simulator simulator = unreliable(usual -> usual.withFeather(FeatherManners.USUAL.withDispatchIds(true)))) {
            RunningBundle bundle = patient(new RunningBundle(dir, simulator).withFeather(simulator))
                    .set("providers.diga.base-url", "").set("providers.diga.api-key", "")
                    .campaign("renovaciones", featherCampaign("attempts: 2", "retry: {no_answer: 1s, busy: 1s}"))
                    .drop("renovaciones", "lista.csv", americans(1, FEATHERS_PEOPLE));

            killAgainAndAgain(bundle, CRASH_POINTS_OF_FEW, FEATHERS_PEOPLE);
        }
    }

    private static Simulator unreliable(UnaryOperator<Behaviour> manners) {
        Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> manners.apply(usual.withTiming(USUAL).withSeed(11))));
        simulator.faults(FaultRule.of(RequestKind.START, FaultKind.LOSE_ANSWER).withProbability(0.02),
                FaultRule.of(RequestKind.START, FaultKind.ERROR_AFTER_ACCEPT).withProbability(0.01));
        return simulator;
    }

    /** A lease that outlasts the test: whoever waited for it would not come to an end. */
    private static RunningBundle patient(RunningBundle bundle) {
        return bundle.set("dial.lease", "10m").set("dial.max-parallel", 8);
    }

    private void killAgainAndAgain(RunningBundle bundle, List<String> places, int people) {
        for (String place : places) {
            killAt(place, bundle);
        }
        for (int i = 0; i < KILLED_WITH_ANSWERS_ON_THE_WAY; i++) {
            killWithAnswersOnTheWay(bundle);
        }
        try (BundleProcess last = BundleProcess.start(dir, bundle.settings())) {
            awaitTheEnd(bundle, last);
        }

        Reckoning reckoning = Reckoning.of(bundle, "renovaciones", "lista");
        reckoning.nobodyWasDialledTwice().everyContactIsThere(1, people).everyCallIsThereWithItsOutcome();
        assertThat(bundle.simulator().counts().mostPerAttempt()).isOne();
        assertThat(bundle.simulator().counts().byStatus().get("start")).as("answers that were lost, and errors after acceptance")
                .containsKeys("closed", "500");
        assertThat(reckoning.inReview()).as("killed between commit and request: nobody can tell but the provider").isPositive();
    }

    private void killAt(String place, RunningBundle bundle) {
        try (BundleProcess process = BundleProcess.start(dir, bundle.settings(), place)) {
            process.awaitCrashPoint().kill();
        }

        DeadLedger left = DeadLedger.in(bundle.data(), dir);
        assertThat(left.attemptsIn("dialing")).as("attempts in dialing when killed %s", place).isPositive();
        if (place.contains("enrich")) {
            assertThat(left.isStillEnrolling()).as("half enrolled when killed %s", place).isTrue();
        } else if (place.contains("list")) {
            assertThat(left.attemptsIn("in_call")).as("calls in flight when killed %s", place).isPositive();
        } else if (place.contains("accept")) {
            assertThat(left.outcomesOwed()).as("outcomes under way when killed %s", place).isPositive();
        }
    }

    private void killWithAnswersOnTheWay(RunningBundle bundle) {
        Simulator simulator = bundle.simulator();
        try (BundleProcess process = BundleProcess.start(dir, bundle.settings())) {
            long before = simulator.counts().accepted();
            await().atMost(BundleProcess.PATIENCE).until(() -> simulator.counts().accepted() > before + 20);
            simulator.behave(usual -> usual.withTiming(USUAL.withLatencyMs(1_500)));
            long accepted = simulator.counts().accepted();
            await().atMost(BundleProcess.PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> simulator.counts().accepted() > accepted + 3);

            process.kill();
        }

        simulator.behave(usual -> usual.withTiming(USUAL));
        assertThat(DeadLedger.in(bundle.data(), dir).attemptsIn("dialing")).as("attempts in dialing with answers on the way").isPositive();
    }

    private static void awaitTheEnd(RunningBundle bundle, BundleProcess last) {
        await().atMost(BundleProcess.PATIENCE).failFast("the bundle ended by itself", last::hasEnded)
                .until(() -> Files.exists(bundle.outbox("renovaciones", "lista.summary.json"))
                        && Reckoning.of(bundle, "renovaciones", "lista").hasAllRecordings());
    }
}
