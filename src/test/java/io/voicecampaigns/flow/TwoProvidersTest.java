package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.americans;
import static io.voicecampaigns.RunningBundle.featherCampaign;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Campaigns of two providers run beside each other, and what ails one provider is no matter of the other's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoProvidersTest {
    private static final int MANY = 3_000;
    private static final int SLOTS = 4;
    private static final double LEAST_SHARE = 0.9;
    /** Long enough that the other provider's answer, and not this machine, decides how many calls there are. */
    private static final int LATENCY_MS = 200;
    private static final Duration MEASURED = Duration.ofSeconds(2);
    /** This machine may stumble in one of them, a provider that holds up another does in all. */
    private static final int WINDOWS = 8;

    @TempDir
    private static Path dir;
    private final SimulatorSettings settings = SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
            .behaving(usual -> usual.withTiming(Timing.exactly(20, 60_000).withLatencyMs(LATENCY_MS)).withEveryCall(Outcome.ANSWERED));
    private Simulator diga;
    private Simulator feather;
    private RunningBundle bundle;
    private long alone;

    @BeforeAll
    void start() {
        diga = Simulator.start(settings);
        feather = Simulator.start(settings);
        bundle = new RunningBundle(dir.resolve("dialling"), diga).withFeather(feather).set("dial.max-parallel", SLOTS).set("dial.threads", 2 * (SLOTS + 1))
                .campaign("spain", plainCampaign()).campaign("america", featherCampaign()).start();
        bundle.drop("spain", "list.csv", people(1, MANY));
        await().atMost(PATIENCE).until(() -> diga.counts().accepted() > 5 * SLOTS);
        alone = callsIn(MEASURED, diga);
        bundle.drop("america", "list.csv", americans(1, MANY));
        await().atMost(PATIENCE).until(() -> feather.counts().accepted() > 0);
    }

    @AfterAll
    void stop() {
        bundle.close();
        feather.close();
        diga.close();
    }

    /** In this order: the last one ends in a pause of the campaign. */
    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of("is slow", List.of(FaultRule.slow(RequestKind.ANY, 1_500))),
                Arguments.of("times out", List.of(FaultRule.slow(RequestKind.ANY, 60_000))),
                Arguments.of("limits", List.of(FaultRule.answering(RequestKind.ANY, 429).withRetryAfter("1"))),
                Arguments.of("is unauthorised", List.of(FaultRule.answering(RequestKind.ANY, 401))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void while_one_provider_is_in_trouble_the_other_keeps_its_pace(String trouble, List<FaultRule> faults) {
        long before = feather.counts().starts();
        feather.faults(faults);
        await().atMost(PATIENCE).until(() -> open(bundle) > SLOTS || feather.counts().starts() > before);
        long beside = 0;
        for (int window = 0; window < WINDOWS && beside < alone * LEAST_SHARE; window++) {
            beside = callsIn(MEASURED, diga);
        }

        assertThat(beside).as("calls in %s, of %s alone, while the other %s", MEASURED, alone, trouble)
                .isGreaterThanOrEqualTo((long) (alone * LEAST_SHARE));
        assertThat(feather.counts().mostPerNumber()).isLessThanOrEqualTo(1);
    }

    @Test
    void while_one_provider_does_not_tell_of_its_calls_the_other_is_asked_at_its_pace() {
        SimulatorSettings shortCalls = settings.behaving(usual -> usual.withTiming(Timing.exactly(20, 100).withDurationScale(60).withLatencyMs(LATENCY_MS)));
        String curious = "report: {transcript: true}\n";
        try (Simulator one = Simulator.start(shortCalls); Simulator other = Simulator.start(shortCalls);
                RunningBundle both = new RunningBundle(dir.resolve("telling"), one).withFeather(other).set("dial.max-parallel", SLOTS)
                        .campaign("spain", plainCampaign() + curious).campaign("america", featherCampaign() + curious).start()) {
            both.drop("spain", "list.csv", people(1, MANY));
            await().atMost(PATIENCE).until(() -> told(both) > SLOTS);
            long toldAlone = toldIn(MEASURED, both);
            assertThat(toldAlone).isPositive();

            other.faults(FaultRule.slow(RequestKind.GET, 60_000), FaultRule.slow(RequestKind.CONVERSATION, 60_000));
            both.drop("america", "list.csv", americans(1, MANY));
            await().atMost(PATIENCE).until(() -> other.counts().accepted() > SLOTS && !unanswered(both).isEmpty());
            long beside = 0;
            for (int window = 0; window < WINDOWS && beside < toldAlone * LEAST_SHARE; window++) {
                beside = toldIn(MEASURED, both);
            }

            assertThat(beside).as("conversations in %s, of %s alone", MEASURED, toldAlone).isGreaterThanOrEqualTo((long) (toldAlone * LEAST_SHARE));
        }
    }

    /** What was said in calls of Diga's, as far as it is known. */
    private static long told(RunningBundle bundle) {
        return bundle.ledger().<Long>read(tx -> tx.number("SELECT COUNT(*) FROM conversation WHERE provider = 'diga' AND transcript IS NOT NULL"));
    }

    private static List<Long> unanswered(RunningBundle bundle) {
        return bundle.ledger().read(tx -> tx.list("SELECT attempt_id FROM conversation WHERE provider = 'feather' AND transcript IS NULL LIMIT 1", row -> row.number(1)));
    }

    private static long toldIn(Duration time, RunningBundle bundle) {
        long before = told(bundle);
        pass(time);
        return told(bundle) - before;
    }

    private static int open(RunningBundle bundle) {
        return bundle.bundle().bean("dialing", Dialing.class).open();
    }

    private static long callsIn(Duration time, Simulator simulator) {
        long before = simulator.counts().accepted();
        pass(time);
        return simulator.counts().accepted() - before;
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plus(PATIENCE)).pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() >= end);
    }
}
