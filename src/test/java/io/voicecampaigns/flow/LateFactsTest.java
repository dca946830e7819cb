package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.simulator.Behaviour;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the provider tells late, or not in its list, or not for a while, arrives all the same. */
class LateFactsTest {
    private static final Timing SHORT = Timing.exactly(20, 600);
    private static final int PAGE = 3;

    @TempDir
    private static Path dir;
    private static final MovableClock CLOCK = new MovableClock();
    private static Simulator simulator;
    private static RunningBundle bundle;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(CLOCK)
                .behaving(usual -> usual.withTiming(SHORT).withEveryCall(Outcome.ANSWERED)));
        bundle = new RunningBundle(dir, simulator).withClock(CLOCK).provider("limit", String.valueOf(PAGE))
                .campaign("renovaciones", plainCampaign()).start();
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @AfterEach
    void nobody_was_dialled_twice() {
        assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
        simulator.faults(List.of());
        simulator.behave(usual -> usual.withTiming(SHORT));
    }

    @Test
    void a_recording_that_comes_late_is_reported_after_the_outcome() {
        simulator.behave(timed(SHORT.withRecordingLagMs(60_000)));

        bundle.drop("renovaciones", "grabada.csv", people(101, 2));
        bundle.awaitSummary("renovaciones", "grabada");
        assertThat(bundle.rows("renovaciones", "grabada.results.csv"))
                .allSatisfy(row -> assertThat(row).containsEntry("call_disposition", "answered").containsEntry("call_recording_url", ""));
        CLOCK.advance(Duration.ofSeconds(90));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bundle.rows("renovaciones", "grabada.results.csv")).hasSize(2)
                .allSatisfy(row -> assertThat(row.get("call_recording_url")).endsWith(row.get("call_id") + ".mp3")));
    }

    @Test
    void a_call_that_the_list_never_shows_is_asked_for_by_its_id() {
        simulator.behave(timed(SHORT.withListLagMs(86_400_000)));
        long gets = simulator.counts().gets();

        bundle.drop("renovaciones", "oculta.csv", people(201, 2));
        awaitCallsTo(201, 2);
        assertAllAnswered("oculta", 2);

        assertThat(simulator.counts().gets()).isGreaterThanOrEqualTo(gets + 2);
    }

    @Test
    void a_call_that_ends_after_its_deadline_is_reported_again() {
        simulator.behave(timed(Timing.exactly(20, 5 * 3_600_000)));

        bundle.drop("renovaciones", "larga.csv", people(301, 1));
        awaitCallsTo(301, 1);
        long gets = simulator.counts().gets();
        CLOCK.advance(Duration.ofMinutes(241));
        // it is asked for by its id before it is given up
        await().atMost(PATIENCE).until(() -> simulator.counts().gets() > gets);
        CLOCK.advance(Duration.ofMinutes(2));
        bundle.awaitSummary("renovaciones", "larga");
        assertThat(bundle.result("renovaciones", "larga", "K301")).containsEntry("call_disposition", "unknown");
        CLOCK.advance(Duration.ofMinutes(70));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bundle.result("renovaciones", "larga", "K301"))
                .containsEntry("call_disposition", "answered").containsEntry("call_duration_seconds", "18000").containsEntry("call_error", ""));
    }

    @Test
    void a_list_that_repeats_its_first_page_ends_no_reading_for_good() {
        simulator.faults(FaultRule.of(RequestKind.LIST, FaultKind.REPEAT_PAGE).times(6));

        bundle.drop("renovaciones", "vueltas.csv", people(401, 4 * PAGE));
        awaitCallsTo(401, 4 * PAGE);

        assertAllAnswered("vueltas", 4 * PAGE);
    }

    @Test
    void a_list_that_is_down_for_a_while_costs_nothing_but_time() {
        bundle.drop("renovaciones", "caida.csv", people(501, 4 * PAGE));
        awaitCallsTo(501, 1);
        simulator.faults(FaultRule.answering(RequestKind.LIST, 502).times(2), FaultRule.of(RequestKind.LIST, FaultKind.HTML).times(1),
                FaultRule.of(RequestKind.LIST, FaultKind.TRUNCATE).times(1), FaultRule.of(RequestKind.LIST, FaultKind.LOSE_ANSWER).times(1));

        assertAllAnswered("caida", 4 * PAGE);
    }

    @Test
    void a_list_that_asks_for_a_pause_gets_it() {
        bundle.drop("renovaciones", "pausa.csv", people(601, 4));
        simulator.faults(FaultRule.answering(RequestKind.LIST, 429).withRetryAfter("120").times(1));
        await().atMost(PATIENCE).until(() -> simulator.counts().of(RequestKind.LIST, 429) == 1);
        long lists = simulator.counts().lists();

        // in two steps: the first may come before the answer is read
        for (int step = 0; step < 2; step++) {
            CLOCK.advance(Duration.ofSeconds(50));
            await().during(Duration.ofMillis(400)).atMost(PATIENCE).until(() -> simulator.counts().lists() == lists);
        }

        assertAllAnswered("pausa", 4);
    }

    private static UnaryOperator<Behaviour> timed(Timing timing) {
        return usual -> usual.withTiming(timing);
    }

    private static void awaitCallsTo(int first, int people) {
        await().atMost(PATIENCE).until(() -> bundle.bundle().bean("dialing", Dialing.class).open() == 0 && IntStream.range(first, first + people)
                .allMatch(person -> simulator.calls().stream().anyMatch(call -> call.number().equals(number(person)))));
    }

    /** Lets time pass quickly: a reading that failed is followed by a pause, and missing calls are asked for only after a while. */
    private static void assertAllAnswered(String list, int people) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
            CLOCK.advance(Duration.ofSeconds(5));
            assertThat(bundle.rows("renovaciones", list + ".results.csv")).hasSize(people).allSatisfy(row -> assertThat(row)
                    .containsEntry("call_state", "ended").containsEntry("call_disposition", "answered").containsEntry("call_attempts", "1"));
        });
    }
}
