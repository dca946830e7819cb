package io.voicecampaigns.simulator;

import static io.voicecampaigns.simulator.Caller.ANA;
import static io.voicecampaigns.simulator.Caller.BEA;
import static io.voicecampaigns.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountingTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withClock(clock)
            .behaving(behaviour -> behaviour.withTiming(Timing.exactly(1_000, 2_000)).withEveryCall(Outcome.ANSWERED)));
    private final Caller caller = new Caller(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void who_was_dialled_twice_shows() throws Exception {
        caller.start(ANA, "a-1");
        caller.start(BEA, "a-2");
        SimulatorCounts before = simulator.counts();
        caller.start(ANA, "a-1");

        assertThat(before.mostPerAttempt()).isEqualTo(1);
        assertThat(before.mostPerNumber()).isEqualTo(1);
        assertThat(simulator.counts().mostPerAttempt()).isEqualTo(2);
        assertThat(simulator.counts().mostPerNumber()).isEqualTo(2);
        assertThat(simulator.counts().accepted()).isEqualTo(3);
    }

    @Test
    void calls_without_an_attempt_id_are_no_attempt() throws Exception {
        String body = "{\"from_number\":\"+34910000000\",\"to_number\":\"" + ANA + "\"}";
        caller.post("/v1/call/", body);
        caller.post("/v1/call/", body);

        assertThat(simulator.counts().mostPerAttempt()).isZero();
        assertThat(simulator.counts().mostPerNumber()).isEqualTo(2);
    }

    @Test
    void most_at_once_is_the_height_of_the_flood_not_its_volume() throws Exception {
        caller.start(ANA);
        caller.start(BEA);
        clock.advance(Duration.ofMillis(3_000));
        caller.start(ANA);
        clock.advance(Duration.ofMillis(2_999));
        caller.start(ANA);
        clock.advance(Duration.ofMillis(1));
        caller.start(ANA);

        assertThat(simulator.counts().accepted()).isEqualTo(5);
        assertThat(simulator.counts().mostAtOnce()).isEqualTo(2);
        assertThat(simulator.counts().mostAtOnceToOneNumber()).isEqualTo(2);
    }

    @Test
    void two_calls_at_once_to_different_numbers_are_one_each() throws Exception {
        caller.start(ANA);
        caller.start(BEA);

        assertThat(simulator.counts().mostAtOnce()).isEqualTo(2);
        assertThat(simulator.counts().mostAtOnceToOneNumber()).isEqualTo(1);
    }

    @Test
    void requests_are_counted_by_kind_and_status() throws Exception {
        String id = caller.start(ANA);
        caller.tryStart("+12025550123");
        caller.list("");
        caller.list("");
        caller.call(id);
        caller.get("/v1/recording/" + id);
        caller.get("/v1/agent/");
        caller.get("/simulator/counts");

        SimulatorCounts counts = simulator.counts();

        assertThat(counts.starts()).isEqualTo(2);
        assertThat(counts.lists()).isEqualTo(2);
        assertThat(counts.gets()).isEqualTo(1);
        assertThat(counts.recordings()).isEqualTo(1);
        assertThat(counts.byStatus()).isEqualTo(Map.of("start", Map.of("201", 1L, "400", 1L), "list", Map.of("200", 2L),
                "get", Map.of("200", 1L), "recording", Map.of("404", 1L), "agents", Map.of("200", 1L)));
    }

    @Test
    void requests_at_the_same_time_are_all_counted() {
        List<CompletableFuture<Integer>> starts = IntStream.range(0, 200)
                .mapToObj(number -> caller.startAsync("+346%08d".formatted(number), Duration.ofSeconds(10))
                        .thenApply(response -> response.statusCode())).toList();

        starts.forEach(CompletableFuture::join);

        assertThat(simulator.counts().accepted()).isEqualTo(200);
        assertThat(simulator.counts().of(RequestKind.START, 201)).isEqualTo(200);
        assertThat(simulator.counts().mostAtOnce()).isEqualTo(200);
        assertThat(simulator.calls().stream().map(SimulatedCall::id).distinct()).hasSize(200);
    }

    @Test
    void counts_and_calls_are_told_over_http_without_a_key() throws Exception {
        caller.start(ANA, "a-1");
        caller.start(BEA, "a-2");
        caller.withAuthorization(null);

        JsonNode counts = json(caller.get("/simulator/counts"));
        List<JsonNode> calls = caller.get("/simulator/calls").body().lines().map(Caller::json).toList();

        assertThat(counts.get("accepted").asInt()).isEqualTo(2);
        assertThat(counts.get("mostPerAttempt").asInt()).isEqualTo(1);
        assertThat(counts.get("byStatus").get("start").get("201").asInt()).isEqualTo(2);
        assertThat(calls).hasSize(2);
        assertThat(calls.get(0).get("attempt_id").asText()).isEqualTo("a-1");
        assertThat(calls.get(0).get("number").asText()).isEqualTo(ANA);
        assertThat(calls.get(0).get("created").asText()).isEqualTo("2026-11-20T10:00:00Z");
        assertThat(calls.get(0).get("outcome").asText()).isEqualTo("answered");
        assertThat(calls.get(0).get("variables")).isEqualTo(json("{\"call_attempt_id\":\"a-1\"}"));
    }

    @Test
    void a_reset_makes_it_as_freshly_started() throws Exception {
        caller.start(ANA);
        simulator.faults(FaultRule.of(RequestKind.LIST, FaultKind.HTML));
        simulator.behave(behaviour -> behaviour.withEveryCall(Outcome.BUSY));

        assertThat(caller.post("/simulator/reset", "").statusCode()).isEqualTo(204);

        assertThat(simulator.counts().starts()).isZero();
        assertThat(simulator.calls()).isEmpty();
        assertThat(simulator.faults()).isEmpty();
        assertThat(caller.list("").get("data")).isEmpty();
        caller.start(ANA);
        assertThat(simulator.calls()).extracting(SimulatedCall::outcome).containsExactly(Outcome.ANSWERED);
    }

    @Test
    void behaviour_is_changed_over_http_field_by_field() throws Exception {
        Behaviour before = simulator.behaviour();

        int status = caller.send("PUT", "/simulator/settings", """
                {"seed": 42, "vocabulary": "old", "mix": {"busy": 1}, "timing": {"listLagMs": 250},
                 "scripts": {"%s": {"outcome": "no_answer"}, "%s": {"poison": true}}}
                """.formatted(ANA, BEA)).statusCode();

        assertThat(status).isEqualTo(204);
        assertThat(simulator.behaviour()).isEqualTo(before.withSeed(42).withVocabulary(Vocabulary.OLD).withEveryCall(Outcome.BUSY)
                .withTiming(before.timing().withListLagMs(250))
                .withScript(ANA, NumberScript.ending(Outcome.NO_ANSWER)).withScript(BEA, NumberScript.poisonous()));
        assertThat(json(caller.get("/simulator/settings")).get("mix")).isEqualTo(json("{\"busy\":1.0}"));
    }

    @Test
    void changes_that_make_no_sense_are_refused_and_change_nothing() throws Exception {
        Behaviour before = simulator.behaviour();

        for (String changes : List.of("[]", "{\"sede\":1}", "{\"mix\":{}}", "{\"mix\":{\"bored\":1}}", "{\"timing\":{\"ring\":{\"from\":9,\"to\":1}}}",
                "{\"timing\":null}", "{\"scripts\":{\"+34612000001\":{\"refusalStatus\":7}}}")) {
            assertThat(caller.send("PUT", "/simulator/settings", changes).statusCode()).as(changes).isEqualTo(422);
        }

        assertThat(simulator.behaviour()).isEqualTo(before);
    }

    @Test
    void nothing_personal_is_in_what_could_be_logged() throws Exception {
        caller.start(ANA, "a-1");
        Behaviour behaviour = simulator.behaviour().withScript(ANA, NumberScript.poisonous());

        assertThat(simulator.calls().get(0).toString()).doesNotContain("612000001");
        assertThat(behaviour.toString()).doesNotContain("612000001");
        assertThat(SimulatorSettings.defaults().withApiKey("the-key").behaving(any -> behaviour).toString())
                .doesNotContain("612000001", "the-key");
        assertThat(FaultRule.answering(RequestKind.START, 500).toNumber(ANA).toString()).doesNotContain("612000001");
    }
}
