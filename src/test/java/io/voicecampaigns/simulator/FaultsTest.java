package io.voicecampaigns.simulator;

import static io.voicecampaigns.simulator.Caller.ANA;
import static io.voicecampaigns.simulator.Caller.BEA;
import static io.voicecampaigns.simulator.Caller.ids;
import static io.voicecampaigns.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults());
    private final Caller caller = new Caller(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void a_lost_answer_leaves_a_call_behind() {
        simulator.faults(FaultRule.of(RequestKind.START, FaultKind.LOSE_ANSWER));

        assertThatThrownBy(() -> caller.tryStart(ANA)).isInstanceOf(IOException.class);

        assertThat(simulator.calls()).extracting(SimulatedCall::number).containsExactly(ANA);
        assertThat(simulator.counts().byStatus().get("start")).containsEntry("closed", 1L);
    }

    @Test
    void a_connection_closed_before_leaves_no_call() {
        simulator.faults(FaultRule.of(RequestKind.START, FaultKind.CLOSE_BEFORE));

        assertThatThrownBy(() -> caller.tryStart(ANA)).isInstanceOf(IOException.class);

        assertThat(simulator.calls()).isEmpty();
        assertThat(simulator.counts().starts()).isEqualTo(1);
    }

    @Test
    void a_500_after_acceptance_leaves_a_call_behind() throws Exception {
        simulator.faults(FaultRule.of(RequestKind.START, FaultKind.ERROR_AFTER_ACCEPT));

        assertThat(caller.tryStart(ANA).statusCode()).isEqualTo(500);

        assertThat(simulator.calls()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"401, INVALID_API_KEY", "403, INTERNAL_SERVER_ERROR", "404, PHONE_NUMBER_NOT_FOUND", "412, SIP_CONFIG_NOT_SET",
        "429, TOO_MANY_REQUESTS", "500, INTERNAL_SERVER_ERROR", "503, INTERNAL_SERVER_ERROR"})
    void a_status_comes_with_its_usual_body_and_leaves_no_call(int status, String code) throws Exception {
        simulator.faults(FaultRule.answering(RequestKind.START, status));

        HttpResponse<String> response = caller.tryStart(ANA);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).get("error_code").asText()).isEqualTo(code);
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
        assertThat(simulator.calls()).isEmpty();
        assertThat(simulator.counts().of(RequestKind.START, status)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "Fri, 20 Nov 2026 10:00:00 GMT", "99999999999999999999", "soon"})
    void retry_after_is_sent_word_for_word(String retryAfter) throws Exception {
        simulator.faults(FaultRule.answering(RequestKind.START, 429).withRetryAfter(retryAfter).withBody("slow down"));

        HttpResponse<String> response = caller.tryStart(ANA);

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains(retryAfter);
        assertThat(response.body()).isEqualTo("slow down");
    }

    @Test
    void a_redirect_leads_to_the_same_place_and_leaves_no_call() throws Exception {
        simulator.faults(FaultRule.of(RequestKind.ANY, FaultKind.REDIRECT_307));

        HttpResponse<String> start = caller.tryStart(ANA);
        HttpResponse<String> list = caller.get("/v1/call/?limit=3");

        assertThat(start.statusCode()).isEqualTo(307);
        assertThat(start.headers().firstValue("Location")).contains(simulator.baseUri() + "/v1/call/");
        assertThat(list.headers().firstValue("Location")).contains(simulator.baseUri() + "/v1/call/?limit=3");
        assertThat(simulator.calls()).isEmpty();
    }

    @Test
    void a_slow_request_is_accepted_after_its_caller_gave_up() {
        simulator.faults(FaultRule.slow(RequestKind.START, 400));

        CompletableFuture<HttpResponse<String>> impatient = caller.startAsync(ANA, Duration.ofMillis(100));

        assertThatThrownBy(impatient::join).hasCauseInstanceOf(HttpTimeoutException.class);
        assertThat(simulator.calls()).isEmpty();
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(simulator.calls()).hasSize(1));
    }

    @Test
    void a_slow_request_that_is_waited_for_is_answered_as_usual() throws Exception {
        simulator.faults(FaultRule.slow(RequestKind.START, 150));
        long before = System.nanoTime();

        HttpResponse<String> response = caller.tryStart(ANA);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void latency_comes_after_acceptance() {
        simulator.behave(behaviour -> behaviour.withTiming(behaviour.timing().withLatencyMs(60_000)));

        CompletableFuture<HttpResponse<String>> start = caller.startAsync(ANA, Duration.ofSeconds(30));

        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(simulator.calls()).hasSize(1));
        assertThat(start).isNotDone();
    }

    @Test
    void hundreds_of_requests_can_hang_while_others_are_answered() throws Exception {
        simulator.faults(FaultRule.slow(RequestKind.START, 60_000));
        List<CompletableFuture<HttpResponse<String>>> hanging = IntStream.range(0, 300)
                .mapToObj(number -> caller.startAsync("+346%08d".formatted(number), Duration.ofSeconds(30))).toList();

        assertThat(caller.get("/v1/call/").statusCode()).isEqualTo(200);

        assertThat(hanging).noneMatch(CompletableFuture::isDone);
        assertThat(simulator.calls()).isEmpty();
    }

    @Test
    void a_truncated_answer_leaves_a_call_behind() {
        simulator.faults(FaultRule.of(RequestKind.START, FaultKind.TRUNCATE));

        assertThatThrownBy(() -> caller.tryStart(ANA)).isInstanceOf(IOException.class).isNotInstanceOf(HttpTimeoutException.class);

        assertThat(simulator.calls()).hasSize(1);
    }

    @Test
    void a_web_page_in_place_of_an_answer_leaves_a_call_behind() throws Exception {
        simulator.faults(FaultRule.of(RequestKind.START, FaultKind.HTML));

        HttpResponse<String> response = caller.tryStart(ANA);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(response.body()).startsWith("<!DOCTYPE html>");
        assertThat(simulator.calls()).hasSize(1);
    }

    @Test
    void an_answer_without_an_id_leaves_a_call_behind() throws Exception {
        simulator.faults(FaultRule.of(RequestKind.START, FaultKind.NO_ID));

        HttpResponse<String> response = caller.tryStart(ANA);

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).has("id")).isFalse();
        assertThat(json(response).get("status").asText()).isEqualTo("dialing");
        assertThat(simulator.calls()).hasSize(1);
    }

    @Test
    void a_repeating_page_ignores_cursors_and_promises_more() throws Exception {
        List<String> ids = caller.startCalls(3);
        simulator.faults(FaultRule.of(RequestKind.LIST, FaultKind.REPEAT_PAGE));

        JsonNode page = caller.list("?order=asc&limit=2");
        JsonNode next = caller.list("?order=asc&limit=2&after=" + page.get("last_id").asText());

        assertThat(ids(page)).isEqualTo(ids.subList(0, 2));
        assertThat(next).isEqualTo(page);
        assertThat(next.get("has_more").asBoolean()).isTrue();
    }

    @Test
    void a_fault_happens_to_the_requests_it_names_only() throws Exception {
        String id = caller.start(ANA);
        simulator.faults(FaultRule.answering(RequestKind.GET, 503));

        assertThat(caller.get("/v1/call/" + id).statusCode()).isEqualTo(503);
        assertThat(caller.get("/v1/call/").statusCode()).isEqualTo(200);
        assertThat(caller.get("/v1/recording/" + id).statusCode()).isEqualTo(404);
        assertThat(caller.tryStart(BEA).statusCode()).isEqualTo(201);
    }

    @Test
    void a_fault_of_one_number_spares_the_others() throws Exception {
        String ana = caller.start(ANA);
        String bea = caller.start(BEA);
        simulator.faults(FaultRule.answering(RequestKind.ANY, 503).toNumber(ANA));

        assertThat(caller.tryStart(ANA).statusCode()).isEqualTo(503);
        assertThat(caller.get("/v1/call/" + ana).statusCode()).isEqualTo(503);
        assertThat(caller.tryStart(BEA).statusCode()).isEqualTo(201);
        assertThat(caller.get("/v1/call/" + bea).statusCode()).isEqualTo(200);
        assertThat(caller.get("/v1/call/").statusCode()).isEqualTo(200);
    }

    @Test
    void a_fault_ends_after_its_times_and_the_next_rule_takes_over() throws Exception {
        simulator.faults(FaultRule.answering(RequestKind.START, 503).times(2), FaultRule.answering(RequestKind.START, 429).times(1));

        assertThat(statuses(4)).containsExactly(503, 503, 429, 201);
    }

    @Test
    void a_probable_fault_happens_as_often_as_told_and_the_same_way_for_a_seed() throws Exception {
        FaultRule rule = FaultRule.answering(RequestKind.START, 503).withProbability(0.25);
        simulator.faults(rule);
        List<Integer> first = statuses(200);
        simulator.faults(rule);
        List<Integer> again = statuses(200);
        simulator.behave(behaviour -> behaviour.withSeed(99));
        simulator.faults(rule);
        List<Integer> otherSeed = statuses(200);

        assertThat(first.stream().filter(status -> status == 503).count()).isBetween(30L, 70L);
        assertThat(again).isEqualTo(first);
        assertThat(otherSeed).isNotEqualTo(first);
    }

    private List<Integer> statuses(int requests) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int request = 0; request < requests; request++) {
            statuses.add(caller.tryStart(ANA).statusCode());
        }
        return statuses;
    }

    @Test
    void faults_are_switched_over_http() throws Exception {
        caller.withAuthorization(null);
        HttpResponse<String> put = caller.send("PUT", "/simulator/faults",
                "[{\"on\":\"start\",\"kind\":\"status\",\"status\":429,\"retryAfter\":\"7\",\"times\":3},{\"on\":\"list\",\"kind\":\"slow\",\"ms\":5,\"probability\":0.5}]");

        assertThat(put.statusCode()).isEqualTo(204);
        assertThat(simulator.faults()).containsExactly(FaultRule.answering(RequestKind.START, 429).withRetryAfter("7").times(3),
                FaultRule.slow(RequestKind.LIST, 5).withProbability(0.5));
        assertThat(json(caller.get("/simulator/faults")).get(0).get("kind").asText()).isEqualTo("status");
        assertThat(caller.send("DELETE", "/simulator/faults", "").statusCode()).isEqualTo(204);
        assertThat(simulator.faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[{\"on\":\"start\"}]", "[{\"on\":\"start\",\"kind\":\"explode\"}]", "[{\"on\":\"start\",\"kind\":\"status\"}]",
        "[{\"on\":\"list\",\"kind\":\"no_id\"}]", "[{\"on\":\"start\",\"kind\":\"repeat_page\"}]", "[{\"on\":\"any\",\"kind\":\"html\",\"probability\":2}]",
        "[{\"on\":\"any\",\"kind\":\"html\",\"time\":2}]", "[null]"})
    void rules_that_make_no_sense_are_refused_and_the_old_ones_stay(String rules) throws Exception {
        simulator.faults(FaultRule.of(RequestKind.GET, FaultKind.HTML));

        HttpResponse<String> put = caller.send("PUT", "/simulator/faults", rules);

        assertThat(put.statusCode()).isEqualTo(422);
        assertThat(simulator.faults()).containsExactly(FaultRule.of(RequestKind.GET, FaultKind.HTML));
    }
}
