package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.MovableClock;
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
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that answers 429 is left alone for as long as it asks, within reason. */
class ComeBackLaterTest {
    @TempDir
    private static Path dir;
    private static final MovableClock CLOCK = new MovableClock();
    private static Simulator simulator;
    private static RunningBundle bundle;
    private static int people;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(CLOCK)
                .behaving(usual -> usual.withTiming(Timing.exactly(50, 100)).withEveryCall(Outcome.ANSWERED)));
        bundle = new RunningBundle(dir, simulator).withClock(CLOCK).campaign("renovaciones", plainCampaign())
                .provider("retry-after", "30s").start();
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @AfterEach
    void nobody_was_dialled_twice_and_no_attempt_was_counted_twice() {
        assertThat(simulator.counts().accepted()).isEqualTo(people);
        assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
        assertThat(bundle.rows("renovaciones", "lista-" + people + ".attempts.csv")).hasSize(2)
                .allSatisfy(row -> assertThat(row).containsEntry("call_attempt", "1").containsEntry("call_state", "ended"));
    }

    @Test
    void a_pause_in_seconds_is_kept() {
        assertThatItWaits(FaultRule.answering(RequestKind.START, 429).withRetryAfter("120"), Duration.ofSeconds(120));
    }

    @Test
    void a_pause_until_a_date_is_kept() {
        String inTwoMinutes = DateTimeFormatter.RFC_1123_DATE_TIME.format(CLOCK.instant().plusSeconds(120).atOffset(ZoneOffset.UTC));

        assertThatItWaits(FaultRule.answering(RequestKind.START, 429).withRetryAfter(inTwoMinutes), Duration.ofSeconds(120));
    }

    @Test
    void a_provider_that_does_not_say_how_long_is_asked_again_after_the_configured_pause() {
        assertThatItWaits(FaultRule.answering(RequestKind.START, 429), Duration.ofSeconds(30));
    }

    @Test
    void an_absurd_pause_is_cut_to_an_hour() {
        assertThatItWaits(FaultRule.answering(RequestKind.START, 429).withRetryAfter("99999999999999999999"), Duration.ofHours(1));
    }

    private static void assertThatItWaits(FaultRule fault, Duration pause) {
        long before = simulator.counts().accepted();
        simulator.faults(fault.times(2));

        people += 2;
        bundle.drop("renovaciones", "lista-" + people + ".csv", people(people, 2));
        await().atMost(PATIENCE).until(() -> dialing().holds().getOrDefault("renovaciones", "").contains("429"));
        await().atMost(PATIENCE).until(() -> dialing().open() == 0);
        CLOCK.advance(pause.minus(Duration.ofSeconds(20)));

        await().during(Duration.ofMillis(400)).atMost(PATIENCE).until(() -> simulator.counts().accepted() == before);

        CLOCK.advance(Duration.ofSeconds(21));
        bundle.awaitSummary("renovaciones", "lista-" + people);
    }

    private static Dialing dialing() {
        return bundle.bundle().bean("dialing", Dialing.class);
    }
}
