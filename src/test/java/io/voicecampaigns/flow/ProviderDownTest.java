package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.ledger.CampaignProgress;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorCounts;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that cannot be reached, or answers nothing but errors, burns nobody. */
class ProviderDownTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @TempDir
    private Path dir;
    private final MovableClock clock = new MovableClock();
    private final SimulatorSettings settings = SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(clock)
            .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED));

    @Test
    void a_refused_connection_leaves_nothing_uncertain_and_everybody_due() {
        Simulator first = Simulator.start(settings);
        try (RunningBundle bundle = new RunningBundle(dir, first).withClock(clock).campaign("renovaciones", plainCampaign()).start()) {
            await().atMost(PATIENCE).until(() -> first.counts().lists() > 0 && !dialing(bundle).holds().containsKey("renovaciones"));
            first.close();

            bundle.drop("renovaciones", "lista.csv", people(1, 20));
            await().atMost(PATIENCE).until(() -> dialing(bundle).holds().containsKey("renovaciones") && dialing(bundle).open() == 0);
            pass(clock, Duration.ofMinutes(1), bundle);

            CampaignProgress down = bundle.progress("renovaciones");
            assertThat(down.waiting()).isEqualTo(20);
            assertThat(down.attempts()).isZero();

            try (Simulator again = Simulator.start(settings.withPort(first.baseUri().getPort()))) {
                clock.advance(Duration.ofMinutes(5));
                bundle.awaitSummary("renovaciones", "lista");

                assertThat(again.counts().accepted()).isEqualTo(20);
                assertThat(again.counts().mostPerNumber()).isEqualTo(1);
                assertThat(bundle.rows("renovaciones", "lista.results.csv")).hasSize(20).allSatisfy(row -> assertThat(row)
                        .containsEntry("call_state", "ended").containsEntry("call_attempts", "1").containsEntry("call_error", ""));
            }
        }
    }

    @Test
    void ten_minutes_of_503_leave_a_handful_in_review_and_everybody_else_is_called() {
        int people = 120;
        int atOnce = 10;
        try (Simulator simulator = Simulator.start(settings);
                RunningBundle bundle = new RunningBundle(dir, simulator).withClock(clock)
                        .campaign("renovaciones", plainCampaign("max-concurrent: " + atOnce)).start()) {
            simulator.faults(FaultRule.answering(RequestKind.START, 503));
            bundle.drop("renovaciones", "lista.csv", people(1, people));
            await().atMost(PATIENCE).until(() -> dialing(bundle).holds().getOrDefault("renovaciones", "").contains("503"));

            for (Duration passed = Duration.ZERO; passed.compareTo(TEN_MINUTES) < 0; passed = passed.plusSeconds(20)) {
                pass(clock, Duration.ofSeconds(20), bundle);
            }

            long burnt = simulator.counts().starts();
            // one full hand, and probes at 5, 10, 20, … s, at most every five minutes
            assertThat(burnt).isGreaterThan(atOnce).isLessThanOrEqualTo(atOnce + 8);
            assertThat(bundle.progress("renovaciones").waiting()).isEqualTo(people - burnt);

            simulator.faults(List.of());
            clock.advance(Duration.ofMinutes(6));
            bundle.awaitSummary("renovaciones", "lista");

            SimulatorCounts counts = simulator.counts();
            assertThat(counts.accepted()).isEqualTo(people - burnt);
            assertThat(counts.mostPerNumber()).isEqualTo(1);
            assertThat(counts.mostAtOnce()).isLessThanOrEqualTo(atOnce);
            assertThat(bundle.rows("renovaciones", "lista.results.csv")).hasSize(people)
                    .filteredOn(row -> row.get("call_state").equals("review")).hasSize((int) burnt);
        }
    }

    /** Lets time pass, then gives the routes a moment to do what is due. */
    private static void pass(MovableClock clock, Duration time, RunningBundle bundle) {
        clock.advance(time);
        await().pollDelay(Duration.ofMillis(250)).atMost(PATIENCE).until(() -> dialing(bundle).open() == 0);
    }

    private static Dialing dialing(RunningBundle bundle) {
        return bundle.bundle().bean("dialing", Dialing.class);
    }
}
