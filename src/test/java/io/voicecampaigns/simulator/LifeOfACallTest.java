package io.voicecampaigns.simulator;

import static io.voicecampaigns.simulator.Caller.ANA;
import static io.voicecampaigns.simulator.Caller.BEA;
import static io.voicecampaigns.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LifeOfACallTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withClock(clock)
            .behaving(behaviour -> behaviour.withTiming(Timing.exactly(1_000, 2_000)).withEveryCall(Outcome.ANSWERED)));
    private final Caller caller = new Caller(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void rings_then_talks_then_ends() throws Exception {
        String id = caller.start(ANA);
        JsonNode created = caller.call(id);
        clock.advance(Duration.ofMillis(600));
        JsonNode queued = caller.call(id);
        clock.advance(Duration.ofMillis(400));
        JsonNode talking = caller.call(id);
        clock.advance(Duration.ofMillis(1_999));
        JsonNode stillTalking = caller.call(id);
        clock.advance(Duration.ofMillis(1));
        JsonNode ended = caller.call(id);

        assertThat(created.get("status").asText()).isEqualTo("dialing");
        assertThat(created.get("created_date").asText()).isEqualTo("2026-11-20T10:00:00Z");
        assertThat(queued.get("status").asText()).isEqualTo("in_queue");
        assertThat(talking.get("status").asText()).isEqualTo("in_progress");
        assertThat(talking.get("start_time").asText()).isEqualTo("2026-11-20T10:00:01Z");
        assertThat(stillTalking.get("status").asText()).isEqualTo("in_progress");
        assertThat(List.of("end_time", "duration", "end_reason", "recording_url")).allMatch(field -> stillTalking.get(field).isNull());
        assertThat(ended.get("status").asText()).isEqualTo("completed");
        assertThat(ended.get("end_time").asText()).isEqualTo("2026-11-20T10:00:03Z");
        assertThat(ended.get("duration").asInt()).isEqualTo(2);
        assertThat(ended.get("end_reason").asText()).isEqualTo("user_hangup");
    }

    @ParameterizedTest
    @CsvSource({"answered, completed, user_hangup", "transferred, transferred, call_transferred", "voicemail, completed, voicemail_left",
        "no_answer, no_answer, no_answer", "busy, failed, user_busy", "failed, failed, call_failed",
        "invalid_number, failed, invalid_number"})
    void each_outcome_is_told_in_either_vocabulary(String outcome, String oldStatus, String reason) throws Exception {
        simulator.behave(behaviour -> behaviour.withScript(ANA, NumberScript.ending(Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)))));
        String id = caller.start(ANA);
        clock.advance(Duration.ofMillis(3_000));

        JsonNode inNewWords = caller.call(id);
        simulator.behave(behaviour -> behaviour.withVocabulary(Vocabulary.OLD));
        JsonNode inOldWords = caller.call(id);

        assertThat(inNewWords.get("status").asText()).isEqualTo("completed");
        assertThat(inNewWords.get("end_reason").asText()).isEqualTo(reason);
        assertThat(inOldWords.get("status").asText()).isEqualTo(oldStatus);
        boolean talks = Set.of("answered", "transferred", "voicemail").contains(outcome);
        assertThat(inNewWords.get("duration").asInt()).isEqualTo(talks ? 2 : 0);
        assertThat(inNewWords.get("start_time").isNull()).isEqualTo(!talks);
        assertThat(inNewWords.get("recording_url").isNull()).isEqualTo(!talks);
    }

    @Test
    void the_old_vocabulary_knows_no_queue() throws Exception {
        simulator.behave(behaviour -> behaviour.withVocabulary(Vocabulary.OLD));
        String id = caller.start(ANA);

        clock.advance(Duration.ofMillis(999));

        assertThat(caller.call(id).get("status").asText()).isEqualTo("dialing");
    }

    @Test
    void a_scaled_duration_agrees_with_the_times_told() throws Exception {
        simulator.behave(behaviour -> behaviour.withTiming(Timing.exactly(1_000, 2_000).withDurationScale(30)));
        String id = caller.start(ANA);

        clock.advance(Duration.ofMillis(3_000));

        JsonNode call = caller.call(id);
        assertThat(call.get("duration").asInt()).isEqualTo(60);
        Duration told = Duration.between(Instant.parse(call.get("start_time").asText()), Instant.parse(call.get("end_time").asText()));
        assertThat(told).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void ring_and_talk_stay_within_their_ranges_and_differ() throws Exception {
        simulator.behave(behaviour -> behaviour.withTiming(
                new Timing(new MillisRange(100, 200), new MillisRange(1_000, 9_000), 1, 0, 0, 0)));

        caller.startCalls(50);

        assertThat(simulator.calls()).allSatisfy(call -> assertThat(Duration.between(call.created(), call.ends().orElseThrow()))
                .isBetween(Duration.ofMillis(1_100), Duration.ofMillis(9_200)));
        assertThat(new HashSet<>(simulator.calls().stream().map(SimulatedCall::ends).toList())).hasSizeGreaterThan(40);
    }

    @Test
    void the_recording_comes_after_its_lag() throws Exception {
        simulator.behave(behaviour -> behaviour.withTiming(Timing.exactly(1_000, 2_000).withRecordingLagMs(500)));
        String id = caller.start(ANA);

        clock.advance(Duration.ofMillis(3_499));
        JsonNode ended = caller.call(id);
        int tooEarly = caller.get("/v1/recording/" + id).statusCode();
        clock.advance(Duration.ofMillis(1));
        JsonNode recorded = caller.call(id);

        assertThat(ended.get("status").asText()).isEqualTo("completed");
        assertThat(ended.get("recording_url").isNull()).isTrue();
        assertThat(tooEarly).isEqualTo(404);
        assertThat(recorded.get("recording_url").asText()).contains(id);
        assertThat(json(caller.get("/v1/recording/" + id)).get("recording_url")).isEqualTo(recorded.get("recording_url"));
    }

    @Test
    void variables_are_not_echoed_where_that_is_off() throws Exception {
        simulator.behave(behaviour -> behaviour.withEchoedVariables(false));

        String id = caller.start(ANA, "a-1");

        assertThat(caller.call(id).has("dynamic_variables")).isFalse();
        assertThat(caller.list("").get("data").get(0).has("dynamic_variables")).isFalse();
        assertThat(simulator.calls()).singleElement().satisfies(call -> assertThat(call.attemptId()).contains("a-1"));
    }

    @Test
    void some_calls_never_end() throws Exception {
        simulator.behave(behaviour -> behaviour.withScript(ANA, NumberScript.neverEnding()));
        String id = caller.start(ANA);

        clock.advance(Duration.ofMillis(Duration.ofDays(30).toMillis()));

        assertThat(caller.call(id).get("status").asText()).isEqualTo("in_progress");
        assertThat(simulator.calls()).singleElement().satisfies(call -> assertThat(call.ends()).isEmpty());
    }

    @Test
    void an_ending_can_be_told_in_words_nobody_knows() throws Exception {
        simulator.behave(behaviour -> behaviour.withScript(ANA, NumberScript.ending(Outcome.ANSWERED, "archived", "solar_flare")));
        String id = caller.start(ANA);

        clock.advance(Duration.ofMillis(3_000));

        assertThat(caller.call(id).get("status").asText()).isEqualTo("archived");
        assertThat(caller.call(id).get("end_reason").asText()).isEqualTo("solar_flare");
    }

    @Test
    void outcomes_follow_the_weights_of_the_mix() throws Exception {
        simulator.behave(behaviour -> behaviour.withSeed(7).withMix(Map.of(Outcome.ANSWERED, 3.0, Outcome.BUSY, 1.0, Outcome.FAILED, 0.0)));

        caller.startCalls(400);

        Map<Outcome, Integer> found = new EnumMap<>(Outcome.class);
        simulator.calls().forEach(call -> found.merge(call.outcome(), 1, Integer::sum));
        assertThat(found).containsOnlyKeys(Outcome.ANSWERED, Outcome.BUSY);
        assertThat(found.get(Outcome.ANSWERED)).isBetween(270, 330);
    }

    @Test
    void equal_seeds_give_equal_outcomes_in_whatever_order_numbers_are_called() throws Exception {
        SimulatorSettings settings = SimulatorSettings.defaults().behaving(behaviour -> behaviour.withSeed(7));
        List<String> numbers = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            numbers.add("+346%08d".formatted(number % 20));
        }

        Map<String, List<Outcome>> first = outcomes(settings, numbers);
        Collections.reverse(numbers);
        Map<String, List<Outcome>> again = outcomes(settings, numbers);
        Map<String, List<Outcome>> otherSeed = outcomes(settings.behaving(behaviour -> behaviour.withSeed(8)), numbers);

        assertThat(again).isEqualTo(first);
        assertThat(otherSeed).isNotEqualTo(first);
        assertThat(first.values()).as("a number's second call is decided anew").anyMatch(pair -> pair.get(0) != pair.get(1));
    }

    private static Map<String, List<Outcome>> outcomes(SimulatorSettings settings, List<String> numbers) throws Exception {
        try (Simulator other = Simulator.start(settings)) {
            Caller otherCaller = new Caller(other);
            for (String number : numbers) {
                otherCaller.start(number);
            }
            Map<String, List<Outcome>> outcomes = new HashMap<>();
            other.calls().forEach(call -> outcomes.computeIfAbsent(call.number(), any -> new ArrayList<>()).add(call.outcome()));
            return outcomes;
        }
    }

    @Test
    void calls_that_exist_go_on_as_they_were_decided_when_behaviour_changes() throws Exception {
        String before = caller.start(ANA);
        simulator.behave(behaviour -> behaviour.withTiming(Timing.exactly(10_000, 10_000)).withEveryCall(Outcome.BUSY));
        String after = caller.start(BEA);

        clock.advance(Duration.ofMillis(3_000));

        assertThat(caller.call(before).get("status").asText()).isEqualTo("completed");
        assertThat(caller.call(after).get("status").asText()).isEqualTo("dialing");
    }

    @Test
    void a_clock_that_jumps_back_does_not_break_the_order_of_calls() throws Exception {
        String first = caller.start(ANA);
        clock.advance(Duration.ofMillis(-60_000));
        String second = caller.start(BEA);

        assertThat(caller.call(second).get("created_date").asText()).isEqualTo("2026-11-20T10:00:00Z");
        assertThat(Caller.ids(caller.list("?order=asc&start_created_date=2026-11-20T10:00:00Z"))).containsExactly(first, second);
    }

    @Test
    void a_call_that_is_not_known_is_a_404_and_what_is_no_id_a_422() throws Exception {
        assertThat(caller.get("/v1/call/3c90c3cc-0d44-4b50-8888-8dd25736052a").statusCode()).isEqualTo(404);
        assertThat(json(caller.get("/v1/call/3c90c3cc-0d44-4b50-8888-8dd25736052a")).get("error_code").asText()).isEqualTo("CALL_NOT_FOUND");
        assertThat(caller.get("/v1/call/17").statusCode()).isEqualTo(422);
        assertThat(caller.get("/v1/recording/17").statusCode()).isEqualTo(422);
        assertThat(caller.get("/v1/recording/3c90c3cc-0d44-4b50-8888-8dd25736052a").statusCode()).isEqualTo(404);
    }
}
