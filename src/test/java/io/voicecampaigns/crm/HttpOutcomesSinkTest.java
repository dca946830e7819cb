package io.voicecampaigns.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.SettableClock;
import io.voicecampaigns.standin.PlainCrm;
import io.voicecampaigns.standin.StandIn.Answer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpOutcomesSinkTest {
    private static final String RECORD = "{\"outcome\": \"{disposition}\", \"seconds\": \"{duration_seconds}\", \"said\": \"{disposition | upper}: {error}\","
            + " \"at\": \"{started_at, now}\", \"recording\": \"{recording_url | https}\", \"final\": \"{final}\"}";
    private static final Map<String, String> BATCH = Map.of("method", "POST", "record", "{\"ref\": \"{ref}\", \"outcome\": \"{disposition}\"}",
            "batch", "{\"calls\": \"{records}\"}", "results", "$", "resultOk", "success", "errorMessage", "errors[0].message",
            "errorCode", "errors[0].statusCode", "retryOn", "LOCKED, BUSY");

    private PlainCrm crm;
    private Kamelets kamelets;

    @BeforeAll
    void start() throws Exception {
        kamelets = new Kamelets(new SettableClock(Instant.parse("2026-11-20T10:00:00Z")));
        crm = new PlainCrm(10);
    }

    @AfterAll
    void stop() {
        kamelets.close();
        crm.close();
    }

    @AfterEach
    void forget() {
        crm.forget();
    }

    @Test
    void an_outcome_is_written_under_its_ref_and_a_repeat_changes_nothing() throws Exception {
        Map<String, Object> outcome = new HashMap<>(outcome("a 1", "answered"));
        outcome.putAll(Map.of("duration_seconds", 42, "recording_url", "http://10.0.0.1/inside.mp3", "final", true));

        JsonNode answers = write(Map.of("record", RECORD), List.of(outcome));
        write(Map.of("record", RECORD), List.of(outcome));

        assertThat(answers.toString()).isEqualTo("[{\"ref\":\"a 1\",\"ok\":true}]");
        assertThat(crm.calls().get("a 1").toString()).isEqualTo(
                "{\"outcome\":\"answered\",\"seconds\":42,\"said\":\"ANSWERED: \",\"at\":\"2026-11-20T10:00:00Z\",\"final\":true}");
        assertThat(crm.asked("PUT", "/calls/a 1")).hasSize(2).allSatisfy(request -> assertThat(request.headers())
                .containsEntry("authorization", PlainCrm.KEY).containsEntry("content-type", "application/json").doesNotContainKey("transfer-encoding"));
    }

    @Test
    void a_template_may_be_nested_if_no_two_braces_close_at_once() throws Exception {
        write(Map.of("record", "{\"a\": {\"b\": [{\"c\": \"{disposition}\"}], \"d\": {\"e\": \"{key}\"} } }"), List.of(outcome("n1", "answered")));

        assertThat(crm.calls().get("n1").toString()).isEqualTo("{\"a\":{\"b\":[{\"c\":\"answered\"}],\"d\":{}}}");
    }

    @Test
    void the_credential_stands_in_any_header() throws Exception {
        write(Map.of("record", RECORD, "authHeader", "X-Key"), List.of(outcome("b1", "answered")));

        assertThat(crm.asked().get(0).headers()).containsEntry("x-key", PlainCrm.KEY).doesNotContainKey("authorization");
    }

    @Test
    void what_the_crm_will_not_have_is_refused_for_good_with_its_reason_masked() throws Exception {
        JsonNode answers = write(Map.of("record", "{\"seconds\": \"n/a\"}"), List.of(outcome("c1", "answered")));

        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.path("ok").asBoolean()).isFalse();
            assertThat(answer.path("retry").asBoolean()).isFalse();
            assertThat(answer.path("error").asText()).startsWith("127.0.0.1 answered 422: seconds of ").doesNotContain("600000001");
        });
    }

    @Test
    void a_batch_is_one_request_and_each_record_fares_as_the_crm_says() throws Exception {
        JsonNode answers = write(BATCH, List.of(outcome("d1", "answered"), outcome("d2", "unknown"), outcome("d3", "busy"), outcome("d4", "failed")));

        assertThat(crm.asked("POST", "/calls")).hasSize(1);
        assertThat(answers.toString()).isEqualTo("[{\"ref\":\"d1\",\"ok\":true},{\"ref\":\"d2\",\"ok\":false,\"retry\":false,\"error\":\"BAD no unknown\"},"
                + "{\"ref\":\"d3\",\"ok\":false,\"retry\":true,\"error\":\"LOCKED no busy\"},{\"ref\":\"d4\",\"ok\":true}]");
    }

    @Test
    void a_batch_that_one_record_spoils_is_halved_until_that_one_stands_alone() throws Exception {
        List<Map<String, Object>> outcomes = IntStream.range(0, 16).mapToObj(i -> i == 11 ? Map.<String, Object>of("ref", "e11") : outcome("e" + i, "answered"))
                .toList();

        JsonNode answers = write(BATCH, outcomes);

        assertThat(answers).hasSize(16).filteredOn(answer -> !answer.path("ok").asBoolean()).singleElement()
                .satisfies(answer -> assertThat(answer.toString())
                        .isEqualTo("{\"ref\":\"e11\",\"ok\":false,\"retry\":false,\"error\":\"127.0.0.1 answered 400: a call without outcome\"}"));
        assertThat(crm.asked("POST", "/calls")).hasSizeLessThanOrEqualTo(9);
        assertThat(crm.calls().keySet()).filteredOn(ref -> ref.startsWith("e")).hasSize(15);
    }

    @Test
    void a_batch_is_cut_to_what_the_crm_takes_at_once_and_to_one_of_each() throws Exception {
        Map<String, String> given = new HashMap<>(BATCH);
        given.putAll(Map.of("most", "3", "oneEach", "key"));

        write(given, IntStream.range(0, 8).mapToObj(i -> Map.<String, Object>of("ref", "f" + i, "disposition", "answered", "key", i < 5 ? "K" + i : "K5"))
                .toList());

        assertThat(crm.asked("POST", "/calls")).extracting(request -> request.json().path("calls").size()).containsExactly(3, 3, 1, 1);
    }

    @Test
    void outcomes_that_lack_what_is_needed_are_passed_over() throws Exception {
        JsonNode answers = write(Map.of("record", RECORD, "onlyWith", "contact_ref"), List.of(outcome("g1", "answered")));

        assertThat(answers.toString()).isEqualTo("[{\"ref\":\"g1\",\"ok\":true}]");
        assertThat(crm.asked()).isEmpty();
    }

    @Test
    void a_crm_that_is_down_or_does_not_know_us_fails_the_whole() {
        for (Answer answer : List.of(new Answer(503, ""), new Answer(401, "{\"message\": \"who are you?\"}"), new Answer(403, "{}"),
                new Answer(302, "", "Location", crm.url() + "/elsewhere"), new Answer(200, "<html>", "Content-Type", "text/html"))) {
            crm.next("/calls", answer);
            assertThatThrownBy(() -> write(BATCH, List.of(outcome("h1", "answered"), outcome("h2", "answered"))))
                    .isInstanceOf(CrmException.class).hasMessageContaining("127.0.0.1 answered " + answer.status());
        }
        assertThat(crm.asked()).as("no redirect is followed").hasSize(5);
    }

    @Test
    void what_was_written_before_the_crm_went_down_stays_written() throws Exception {
        Map<String, String> given = new HashMap<>(BATCH);
        given.put("most", "1");
        crm.next("/calls", Answer.json(200, List.of(Map.of("success", true))));
        crm.next("/calls", new Answer(500, ""));

        JsonNode answers = write(given, List.of(outcome("i1", "answered"), outcome("i2", "answered"), outcome("i3", "answered")));

        assertThat(answers.toString()).isEqualTo("[{\"ref\":\"i1\",\"ok\":true},{\"ref\":\"i2\",\"ok\":false,\"retry\":true,\"error\":\"127.0.0.1 answered 500\"},"
                + "{\"ref\":\"i3\",\"ok\":false,\"retry\":true,\"error\":\"127.0.0.1 answered 500\"}]");
        assertThat(crm.asked()).hasSize(2);
    }

    @Test
    void a_place_that_names_nothing_is_told_before_anything_is_sent() {
        assertThatThrownBy(() -> write(Map.of("record", "{\"a\": \"{dispositon}\"}"), List.of(outcome("j1", "answered"))))
                .hasStackTraceContaining("property record: there is nothing named dispositon");
        assertThat(crm.asked()).isEmpty();
    }

    private JsonNode write(Map<String, String> given, List<Map<String, Object>> outcomes) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("url", crm.url() + (given.containsKey("batch") ? "/calls" : "/calls/{ref}"), "credential", PlainCrm.KEY));
        all.putAll(given);
        return kamelets.write("http-outcomes-sink", all, outcomes);
    }

    private static Map<String, Object> outcome(String ref, String disposition) {
        return Map.of("ref", ref, "disposition", disposition, "revision", 1);
    }
}
