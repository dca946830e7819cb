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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Campaigns of two providers run beside each other, and what ails one provider is no matter of the other's. */
class TwoProvidersTest {
    private static final int MANY = 1_000;
    private static final int SLOTS = 4;
    private static final double LEAST_SHARE = 0.9;
    /** Long enough that the other provider's answer, and not this machine, decides how many calls there are. */
    private static final int LATENCY_MS = 200;
    private static final Duration MEASURED = Duration.ofSeconds(2);
    /** This machine may stumble in one of them, a provider that holds up another does in all. */
    private static final int WINDOWS = 4;

    @TempDir
    private Path dir;
    private final SimulatorSettings settings = SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
            .behaving(usual -> usual.withTiming(Timing.exactly(20, 60_000).withLatencyMs(LATENCY_MS)).withEveryCall(Outcome.ANSWERED));

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of("is slow", List.of(FaultRule.slow(RequestKind.ANY, 1_500))),
                Arguments.of("times out", List.of(FaultRule.slow(RequestKind.ANY, 60_000))),
                Arguments.of("is unauthorised", List.of(FaultRule.answering(RequestKind.ANY, 401))),
                Arguments.of("limits", List.of(FaultRule.answering(RequestKind.ANY, 429).withRetryAfter("1"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void while_one_provider_is_in_trouble_the_other_keeps_its_pace(String trouble, List<FaultRule> faults) {
        try (Simulator diga = Simulator.start(settings); Simulator feather = Simulator.start(settings);
                RunningBundle bundle = new RunningBundle(dir, diga).withFeather(feather)
                        .set("dial.max-parallel", SLOTS).set("dial.threads", 2 * (SLOTS + 1))
                        .campaign("spain", plainCampaign()).campaign("america", featherCampaign()).start()) {
            bundle.drop("spain", "list.csv", people(1, MANY));
            await().atMost(PATIENCE).until(() -> diga.counts().accepted() > 5 * SLOTS);
            long alone = callsIn(MEASURED, diga);

            feather.faults(faults);
            bundle.drop("america", "list.csv", americans(1, MANY));
            await().atMost(PATIENCE).until(() -> open(bundle) > SLOTS || feather.counts().starts() > 0);
            long beside = 0;
            for (int window = 0; window < WINDOWS && beside < alone * LEAST_SHARE; window++) {
                beside = callsIn(MEASURED, diga);
            }

            assertThat(beside).as("calls in %s, of %s alone, while the other %s", MEASURED, alone, trouble)
                    .isGreaterThanOrEqualTo((long) (alone * LEAST_SHARE));
            assertThat(feather.counts().mostPerNumber()).isLessThanOrEqualTo(1);
        }
    }

    private static int open(RunningBundle bundle) {
        return bundle.bundle().bean("dialing", Dialing.class).open();
    }

    private static long callsIn(Duration time, Simulator simulator) {
        long before = simulator.counts().accepted();
        long end = System.nanoTime() + time.toNanos();
        await().atMost(time.plus(PATIENCE)).pollInterval(Duration.ofMillis(20)).until(() -> System.nanoTime() >= end);
        return simulator.counts().accepted() - before;
    }
}
