package io.voicecampaigns.provider;

import static io.voicecampaigns.provider.DigaMapping.ATTEMPT;
import static io.voicecampaigns.provider.DigaMapping.CALL;
import static io.voicecampaigns.provider.DigaMapping.NOW;
import static io.voicecampaigns.provider.DigaMapping.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.provider.StartAnswer.Result;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartCallAnswersTest {
    private final ProviderCalls calls = DigaMapping.calls();

    @Test
    void the_request_speaks_digas_words_and_carries_our_attempt() throws Exception {
        JsonNode body = Json.MAPPER.readTree(calls.startBody(aRequest(), "diga"));

        assertThat(body).isEqualTo(Json.MAPPER.readTree("""
                {"from_number": "+34910000000", "to_number": "+34600111222", "agent_version_id": "v-7",
                 "dynamic_variables": {"customer_name": "Íñigo", "call_attempt_id": "%s"}}""".formatted(ATTEMPT)));
    }

    @Test
    void an_absent_version_is_left_out_and_no_variable_takes_the_place_of_the_attempt() throws Exception {
        StartRequest request = new StartRequest(ATTEMPT, "renewal", "phone-1", "+34600111222", Optional.empty(), Optional.empty(),
                Map.of("call_attempt_id", UUID.randomUUID().toString(), "offer", "{to-number}"));

        JsonNode body = Json.MAPPER.readTree(calls.startBody(request, "diga"));

        assertThat(body.has("agent_version_id")).isFalse();
        assertThat(body.at("/dynamic_variables/call_attempt_id").asText()).isEqualTo(ATTEMPT.toString());
        assertThat(body.at("/dynamic_variables/offer").asText()).isEqualTo("{to-number}");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void any_success_with_an_id_is_a_call(int status) {
        StartAnswer answer = calls.startAnswer("diga", status, null, DigaMapping.aCall().toString());

        assertThat(answer).isEqualTo(StartAnswer.accepted(CALL));
    }

    @Test
    void an_answer_is_read_from_bytes_streams_and_maps() {
        byte[] bytes = DigaMapping.aCall().toString().getBytes(StandardCharsets.UTF_8);

        assertThat(calls.startAnswer("diga", 201, null, bytes).callId()).contains(CALL);
        assertThat(calls.startAnswer("diga", 201, null, new ByteArrayInputStream(bytes)).callId()).contains(CALL);
        assertThat(calls.startAnswer("diga", 201, null, Map.of("id", CALL)).callId()).contains(CALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"id\": null}", "{\"id\": \"\"}", "{\"id\": {}}", "{\"id\": \"../../x\"}",
            "{\"id\": \"abc", "<html>id</html>", "[]", "\"id\""})
    void a_success_without_a_readable_id_may_be_a_call(String body) {
        assertThat(calls.startAnswer("diga", 201, null, body)).isEqualTo(StartAnswer.unknown("201 without a readable id"));
        assertThat(calls.startAnswer("diga", 201, null, null).result()).isEqualTo(Result.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 204, 301, 302, 307, 308, 408, 409, 418, 500, 502, 503, 504, 599})
    void whatever_nobody_explained_may_be_a_call(int status) {
        assertThat(calls.startAnswer("diga", status, "5", "{\"error_code\": \"NON_SPANISH_PHONE_NUMBER\"}").result())
                .isEqualTo(Result.UNKNOWN);
        assertThat(calls.startAnswer("diga", status, null, "<html>").result()).isEqualTo(Result.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
            "400, NON_SPANISH_PHONE_NUMBER, INVALID_NUMBER",
            "400, INVALID_PHONE_NUMBER,     INVALID_NUMBER",
            "400, NUMBER_BLOCKED,           BLOCKED",
            "400, WHATEVER,                 FAILED"})
    void the_contacts_fault_ends_the_attempt(int status, String code, Disposition disposition) {
        assertThat(error(status, code)).isEqualTo(StartAnswer.refused(disposition, status + " " + code));
    }

    @ParameterizedTest
    @CsvSource({"401, INVALID_API_KEY", "403, INTERNAL_SERVER_ERROR", "404, PHONE_NUMBER_NOT_FOUND", "412, SIP_CONFIG_NOT_SET"})
    void the_campaigns_fault_is_told_by_the_status(int status, String code) {
        assertThat(error(status, code)).isEqualTo(StartAnswer.campaignRefused(status + " " + code));
        assertThat(calls.startAnswer("diga", status, null, "<html>no JSON"))
                .isEqualTo(StartAnswer.campaignRefused(Integer.toString(status)));
    }

    @Test
    void a_field_of_the_contact_is_the_contacts_fault() {
        assertThat(invalid("to_number")).isEqualTo(StartAnswer.refused(Disposition.INVALID_NUMBER, "422 body.to_number"));
        assertThat(invalid("dynamic_variables.customer_name"))
                .isEqualTo(StartAnswer.refused(Disposition.FAILED, "422 body.dynamic_variables.customer_name"));
    }

    @Test
    void any_other_field_is_the_campaigns_fault() {
        assertThat(invalid("agent_version_id")).isEqualTo(StartAnswer.campaignRefused("422 body.agent_version_id"));
        assertThat(invalid("to_number", "from_number"))
                .isEqualTo(StartAnswer.campaignRefused("422 body.from_number, body.to_number"));
        assertThat(calls.startAnswer("diga", 422, null, "{}")).isEqualTo(StartAnswer.campaignRefused("422"));
    }

    @Test
    void a_reason_holds_no_text_that_could_be_about_a_person() {
        String body = """
                {"error_code": "NUMBER +34600111222 IS BAD", "message": "Phone number +34600111222 of Íñigo",
                 "detail": [{"loc": ["body", "dynamic_variables", "600111222"], "msg": "Íñigo"}]}""";

        assertThat(calls.startAnswer("diga", 422, null, body).reason()).isEqualTo("422 (hidden) (hidden)");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "absent", value = {
            "absent,                          30",
            "'',                              30",
            "soon,                            30",
            "-5,                              30",
            "0,                                1",
            "7,                                7",
            "7.5,                              8",
            "86400,                         3600",
            "99999999999999999999,          3600",
            "'Fri, 20 Nov 2026 10:02:00 GMT', 120",
            "'Fri, 20 Nov 2026 09:00:00 GMT',   1",
            "'Fri, 20 Nov 2099 09:00:00 GMT', 3600"})
    void come_back_later_says_when(String retryAfter, long seconds) {
        StartAnswer answer = calls.startAnswer("diga", 429, retryAfter, "<html>");

        assertThat(answer).isEqualTo(StartAnswer.later(NOW.plus(Duration.ofSeconds(seconds)), "429"));
    }

    private StartAnswer error(int status, String code) {
        return calls.startAnswer("diga", status, null, Map.of("status", "error", "error_code", code, "message", "+34600111222"));
    }

    private StartAnswer invalid(String... fields) {
        List<Map<String, Object>> detail = List.of(fields).stream().<Map<String, Object>>map(field -> Map.of("loc",
                field.contains(".") ? List.of("body", field.substring(0, field.indexOf('.')),
                        field.substring(field.indexOf('.') + 1))
                        : List.of("body", field), "msg", "+34600111222", "type", "value_error")).toList();
        return calls.startAnswer("diga", 422, null, Map.of("detail", detail));
    }
}
