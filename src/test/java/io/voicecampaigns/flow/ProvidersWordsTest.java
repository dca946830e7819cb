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
import io.voicecampaigns.simulator.Vocabulary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Endings are understood in both of the provider's vocabularies, and words that nobody knows decide nothing. */
class ProvidersWordsTest {
    private static final Outcome[] OUTCOMES = Outcome.values();

    @TempDir
    private static Path dir;
    private static final MovableClock CLOCK = new MovableClock();
    private static Simulator simulator;
    private static RunningBundle bundle;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(CLOCK)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 600)).withEveryCall(Outcome.ANSWERED)));
        bundle = new RunningBundle(dir, simulator).withClock(CLOCK).campaign("renovaciones", plainCampaign()).start();
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @ParameterizedTest
    @EnumSource
    void every_ending_is_understood_in_both_vocabularies(Vocabulary vocabulary) {
        int first = 100 * (vocabulary.ordinal() + 1);
        simulator.behave(usual -> usual.withVocabulary(vocabulary));
        for (Outcome outcome : OUTCOMES) {
            simulator.behave(usual -> usual.withScript(number(first + outcome.ordinal()), NumberScript.ending(outcome)));
        }

        bundle.drop("renovaciones", vocabulary + ".csv", people(first, OUTCOMES.length));
        bundle.awaitSummary("renovaciones", vocabulary.toString());

        for (Outcome outcome : OUTCOMES) {
            assertThat(bundle.result("renovaciones", vocabulary.toString(), "K" + (first + outcome.ordinal())))
                    .containsEntry("call_state", "ended").containsEntry("call_disposition", outcome.name().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void an_end_reason_that_nobody_knows_is_kept_and_read_by_whether_somebody_talked() {
        simulator.behave(usual -> usual.withVocabulary(Vocabulary.NEW)
                .withScript(number(301), NumberScript.ending(Outcome.ANSWERED, null, "gone_fishing"))
                .withScript(number(302), NumberScript.ending(Outcome.NO_ANSWER, null, "gone_fishing")));

        bundle.drop("renovaciones", "pesca.csv", people(301, 2));
        bundle.awaitSummary("renovaciones", "pesca");

        assertThat(bundle.result("renovaciones", "pesca", "K301")).containsEntry("call_disposition", "answered")
                .containsEntry("call_end_reason", "gone_fishing").containsEntry("call_status", "completed");
        assertThat(bundle.result("renovaciones", "pesca", "K302")).containsEntry("call_disposition", "unknown")
                .containsEntry("call_end_reason", "gone_fishing");
    }

    @Test
    void a_status_that_nobody_knows_ends_no_call_before_its_deadline() {
        simulator.behave(usual -> usual.withScript(number(401), NumberScript.ending(Outcome.ANSWERED, "being_reviewed", null)));
        bundle.drop("renovaciones", "raro.csv", people(401, 1));
        await().atMost(PATIENCE).until(() -> simulator.calls().stream().anyMatch(call -> call.number().equals(number(401))));

        CLOCK.advance(Duration.ofMinutes(30));
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE)
                .until(() -> "in_call".equals(bundle.result("renovaciones", "raro", "K401").get("call_state")));
        assertThat(bundle.attempts("renovaciones", "raro", "K401")).extracting(row -> row.get("call_state")).containsExactly("in_call");

        long gets = simulator.counts().gets();
        CLOCK.advance(Duration.ofHours(4));
        // it is asked for by its id before it is given up
        await().atMost(PATIENCE).until(() -> simulator.counts().gets() > gets);
        CLOCK.advance(Duration.ofMinutes(2));
        bundle.awaitSummary("renovaciones", "raro");
        assertThat(bundle.result("renovaciones", "raro", "K401")).containsEntry("call_state", "ended")
                .containsEntry("call_disposition", "unknown").containsEntry("call_error", "no ending seen in time");
    }
}
