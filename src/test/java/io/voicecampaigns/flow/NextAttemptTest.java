package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.NumberScript;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who was not reached is called again as the policy says, and never are more calls made at once than it allows. */
class NextAttemptTest {
    private static final int AT_ONCE = 4;

    @TempDir
    private static Path dir;
    private static final MovableClock CLOCK = new MovableClock();
    private static Simulator simulator;
    private static RunningBundle bundle;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(CLOCK)
                .behaving(usual -> usual.withTiming(Timing.exactly(60, 90)).withEveryCall(Outcome.ANSWERED)));
        String policy = "retry: {no_answer: 2h, busy: 15m}";
        bundle = new RunningBundle(dir, simulator).withClock(CLOCK).set("providers.diga.max-concurrent", AT_ONCE)
                .campaign("renovaciones", plainCampaign("attempts: 3", policy))
                .campaign("recobro", plainCampaign("attempts: 3", policy)).start();
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @Test
    void a_contact_is_called_again_after_the_delay_of_its_disposition_until_its_attempts_are_used_up() {
        ends(101, Outcome.NO_ANSWER);
        ends(102, Outcome.BUSY);
        ends(103, Outcome.VOICEMAIL);
        ends(104, Outcome.FAILED);
        bundle.drop("renovaciones", "lista.csv", people(101, 5));

        await().atMost(PATIENCE).until(() -> bundle.progress("renovaciones").done().size() == 3);
        assertThat(callsTo(101, 102, 103, 104, 105)).containsExactly(1, 1, 1, 1, 1);

        CLOCK.advance(Duration.ofMinutes(16));
        await().atMost(PATIENCE).until(() -> bundle.attempts("renovaciones", "lista", "K102").size() == 2
                && bundle.progress("renovaciones").inCall() == 0);
        assertThat(callsTo(101, 102, 103, 104, 105)).containsExactly(1, 2, 1, 1, 1);

        CLOCK.advance(Duration.ofMinutes(121));
        await().atMost(PATIENCE).until(() -> bundle.attempts("renovaciones", "lista", "K101").size() == 2
                && bundle.progress("renovaciones").inCall() == 0);
        CLOCK.advance(Duration.ofMinutes(121));
        bundle.awaitSummary("renovaciones", "lista");

        assertThat(callsTo(101, 102, 103, 104, 105)).containsExactly(3, 3, 1, 1, 1);
        assertThat(bundle.result("renovaciones", "lista", "K101")).containsEntry("call_state", "ended")
                .containsEntry("call_disposition", "no_answer").containsEntry("call_attempts", "3");
        assertThat(bundle.attempts("renovaciones", "lista", "K102")).extracting(row -> row.get("call_attempt") + " " + row.get("call_disposition"))
                .containsExactly("1 busy", "2 busy", "3 busy");
        assertThat(bundle.result("renovaciones", "lista", "K103")).containsEntry("call_disposition", "voicemail").containsEntry("call_attempts", "1");
        assertThat(simulator.counts().mostPerAttempt()).isEqualTo(1);
    }

    @Test
    void neither_the_account_nor_a_number_has_more_calls_at_once_than_allowed() {
        int people = 25;
        bundle.drop("renovaciones", "muchos.csv", people(201, people)).drop("recobro", "los-mismos.csv", people(201, people));

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            // a number that is in a call is left alone for half a minute
            CLOCK.advance(Duration.ofMillis(500));
            for (List<Map<String, String>> rows : List.of(bundle.rows("renovaciones", "muchos.results.csv"),
                    bundle.rows("recobro", "los-mismos.results.csv"))) {
                assertThat(rows).hasSize(people).allSatisfy(row -> assertThat(row).containsEntry("call_disposition", "answered"));
            }
        });

        assertThat(simulator.counts().mostAtOnce()).isBetween(2, AT_ONCE);
        assertThat(simulator.counts().mostAtOnceToOneNumber()).isEqualTo(1);
        assertThat(callsTo(201, 201 + people - 1)).containsExactly(2, 2);
    }

    private static void ends(int person, Outcome outcome) {
        simulator.behave(usual -> usual.withScript(number(person), NumberScript.ending(outcome)));
    }

    private static List<Integer> callsTo(int... people) {
        return Arrays.stream(people)
                .mapToObj(person -> (int) simulator.calls().stream().filter(call -> call.number().equals(number(person))).count()).toList();
    }
}
