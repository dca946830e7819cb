package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One list on which every answer is lost in a way of its own, and two people whose answers arrive. */
class LostAnswerTest {
    private static final int SLOW = FaultKind.values().length;
    private static final int SILENT = SLOW + 1;
    private static final int EVERYBODY = SLOW + 4;

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static RunningBundle bundle;

    @BeforeAll
    static void call() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(50, 100)).withEveryCall(Outcome.ANSWERED)));
        simulator.faults(losing(FaultKind.LOSE_ANSWER), losing(FaultKind.ERROR_AFTER_ACCEPT), losing(FaultKind.TRUNCATE),
                losing(FaultKind.HTML), losing(FaultKind.NO_ID), losing(FaultKind.REDIRECT_307), losing(FaultKind.CLOSE_BEFORE),
                FaultRule.slow(RequestKind.START, 3_000).toNumber(number(SLOW)),
                FaultRule.slow(RequestKind.START, 120_000).toNumber(number(SILENT)));
        bundle = new RunningBundle(dir, simulator).campaign("renovaciones", plainCampaign())
                .set("http.response-timeout", "2000").provider("settle", "6s").provider("request-timeout", "4s").start();

        bundle.drop("renovaciones", "lista.csv", people(0, EVERYBODY));
        bundle.awaitSummary("renovaciones", "lista");
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    private static FaultRule losing(FaultKind kind) {
        return FaultRule.of(RequestKind.START, kind).toNumber(number(kind.ordinal()));
    }

    @Test
    void a_lost_answer_is_never_redialled() {
        // the silent one's request is held up before it is counted
        assertThat(simulator.counts().starts()).isEqualTo(EVERYBODY - 1L);
        assertThat(simulator.counts().mostPerAttempt()).isEqualTo(1);
        assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER", "ERROR_AFTER_ACCEPT", "TRUNCATE", "HTML", "NO_ID"})
    void a_call_whose_answer_was_lost_is_found_in_the_list_and_reported(FaultKind kind) {
        assertFound(kind.ordinal());
    }

    @Test
    void a_call_that_began_after_its_request_timed_out_is_found_in_the_list_and_reported() {
        assertFound(SLOW);
    }

    @ParameterizedTest
    @EnumSource(names = {"REDIRECT_307", "CLOSE_BEFORE"})
    void what_was_not_accepted_and_cannot_be_known_ends_in_review(FaultKind kind) {
        assertInReview(kind.ordinal());
    }

    @Test
    void a_request_that_nobody_answers_ends_in_review() {
        assertInReview(SILENT);
    }

    @Test
    void nobody_is_missing_in_the_results() {
        assertThat(bundle.rows("renovaciones", "lista.results.csv")).hasSize(EVERYBODY)
                .allSatisfy(row -> assertThat(row.get("call_state")).isIn("ended", "review"));
    }

    private static void assertFound(int person) {
        assertThat(calls(person)).hasSize(1);
        assertThat(row(person)).containsEntry("call_state", "ended").containsEntry("call_disposition", "answered")
                .containsEntry("call_attempts", "1").containsEntry("call_id", calls(person).get(0).id()).containsEntry("call_error", "");
    }

    private static void assertInReview(int person) {
        assertThat(calls(person)).isEmpty();
        assertThat(row(person)).containsEntry("call_state", "review").containsEntry("call_attempts", "1").containsEntry("call_id", "")
                .containsEntry("call_error", "the provider lists no call for it");
    }

    private static Map<String, String> row(int person) {
        return bundle.result("renovaciones", "lista", "K" + person);
    }

    private static List<SimulatedCall> calls(int person) {
        return simulator.calls().stream().filter(call -> call.number().equals(number(person))).toList();
    }
}
