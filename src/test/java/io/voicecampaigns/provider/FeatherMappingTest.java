package io.voicecampaigns.provider;

import static io.voicecampaigns.provider.DigaMapping.ATTEMPT;
import static io.voicecampaigns.provider.DigaMapping.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.outcome.Disposition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The mapping as it is shipped. */
class FeatherMappingTest {
    private final ProviderCalls calls = DigaMapping.calls();

    @Test
    void our_id_stands_where_the_contact_has_no_lead_and_a_name_stands_always() throws Exception {
        JsonNode bare = Json.MAPPER.readTree(calls.startBody(request(Map.of()), "feather"));
        JsonNode full = Json.MAPPER.readTree(calls.startBody(
                request(Map.of("lead_id", "lead-9", "first_name", "Ann", "customer_name", "Ann Lee", "last_name", "Lee")), "feather"));

        assertThat(bare).isEqualTo(Json.MAPPER.readTree("""
                {"versionId": "v-7", "outboundPhoneNumberId": "phone-1", "leadId": "%1$s", "toPhoneNumber": "+16172000001", "firstName": "",
                 "customer": {"firstName": "", "lastName": ""}, "variables": {"call_attempt_id": "%1$s"}, "mode": "audio"}""".formatted(ATTEMPT)));
        assertThat(full.at("/leadId").asText()).isEqualTo("lead-9");
        assertThat(full.at("/firstName").asText()).isEqualTo("Ann");
        assertThat(full.at("/customer/lastName").asText()).isEqualTo("Lee");
        assertThat(full.at("/variables/call_attempt_id").asText()).isEqualTo(ATTEMPT.toString());
    }

    @Test
    void no_call_is_started_without_the_agent_to_call() {
        assertThat(calls.agent(request(Map.of()))).isEqualTo("agent-1");
        assertThatThrownBy(() -> calls.agent(new StartRequest(ATTEMPT, "c", "p", "+1", Optional.of("../x"), Optional.empty(), Map.of())))
                .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("../x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "201 | {\"id\": \"d-1\", \"status\": \"queued\"}             | accepted         |",
            "201 | {\"status\": \"queued\"}                                | unknown          |",
            "429 | {}                                                      | later            |",
            "400 | {\"code\": \"INVALID_PHONE_NUMBER\"}                    | refused          | invalid_number",
            "422 | {\"errors\": [{\"field\": \"toPhoneNumber\"}]}            | refused          | invalid_number",
            "422 | {\"errors\": [{\"field\": \"variables.offer\"}]}          | refused          | failed",
            "422 | {\"errors\": [{\"field\": \"versionId\"}]}                | campaign_refused |",
            "400 | {\"code\": \"DNC\"}                                     | refused          | opted_out",
            "400 | nonsense                                                | refused          | failed",
            "401 | {}                                                      | campaign_refused |",
            "404 | {\"code\": \"AGENT_NOT_FOUND\"}                         | campaign_refused |",
            "408 | {}                                                      | unknown          |",
            "500 | {}                                                      | unknown          |"})
    void answers_to_a_start_are_understood(int status, String body, String result, String disposition) {
        StartAnswer answer = calls.startAnswer("feather", status, null, body);

        assertThat(answer.result().word()).isEqualTo(result);
        assertThat(answer.disposition().map(Disposition::word)).isEqualTo(Optional.ofNullable(disposition));
    }

    @Test
    void a_call_is_recognised_by_its_variables_or_else_by_its_lead() {
        String other = "0d5f1c9e-5d1a-4b5e-9a44-3c0f5a1e2b77";

        assertThat(read("\"variables\": {\"call_attempt_id\": \"%s\"}, \"leadId\": \"lead-9\"".formatted(ATTEMPT)).attemptId()).contains(ATTEMPT);
        assertThat(read("\"leadId\": \"%s\"".formatted(ATTEMPT)).attemptId()).contains(ATTEMPT);
        assertThat(read("\"leadId\": \"%s\"".formatted(other)).attemptId()).as("a lead's own id").isEmpty();
    }

    @Test
    void a_call_that_nobody_has_picked_up_has_no_time_yet() {
        ProviderCall call = read("\"toPhoneNumber\": \"+16172000001\"");

        assertThat(call.createdAt()).isEmpty();
        assertThat(call.ended()).isFalse();
        assertThat(read("\"callStartedAt\": \"2026-11-20T10:00:00Z\"").createdAt()).contains(NOW);
    }

    @Test
    void what_was_said_is_read_in_each_shape() {
        assertThat(said("\"transcript\": \"user: Yes\", \"summary\": \"Renews\", \"structuredPostCallAnalysis\": {\"a\": true, \"b\": [\"x\", \"y\"]}"))
                .isEqualTo(new Conversation(Optional.of("user: Yes"), Optional.of("Renews"), Map.of("a", "true", "b", "x, y")));
        assertThat(said("\"transcript\": [{\"role\": \"user\", \"content\": \"Yes\"}, {\"role\": \"tool\"}], "
                + "\"structuredPostCallAnalysis\": [{\"variableName\": \"a\", \"value\": 3}]"))
                .isEqualTo(new Conversation(Optional.of("user: Yes"), Optional.empty(), Map.of("a", "3")));
        assertThat(said("\"transcript\": null, \"summary\": \"\", \"structuredPostCallAnalysis\": {}")).isEqualTo(Conversation.NOTHING)
                .hasToString("Conversation[transcript absent, summary absent, analysis absent]");
        assertThat(calls.conversation("diga", 200, null, "{\"data\": [{\"role\": \"assistant\", \"content\": \"Hola\"}, "
                + "{\"role\": \"tool\", \"content\": null}, {\"role\": \"user\", \"content\": \"Sí\"}]}").transcript()).contains("assistant: Hola\nuser: Sí");
    }

    @Test
    void a_version_is_found_page_by_page_with_what_it_wants() {
        VersionRequest request = new VersionRequest("agent-1", "v-7", Optional.of("n 1"));
        String page = """
                {"agent": {"versions": [{"id": "%s", "prompt": {"variables": [{"name": "a", "required": true, "defaultValue": null},
                  {"name": "b", "required": true, "defaultValue": "x"}, {"name": "c", "required": false}]}}]}, "pagination": {"nextCursor": "n2"}}""";

        assertThat(calls.versionQuery(request, "feather")).isEqualTo("limit=100&cursor=n%201");
        assertThat(calls.version("feather", request, 200, null, page.formatted("v-6"))).isEqualTo(new VersionAnswer(Optional.empty(), Optional.of("n2")));
        assertThat(calls.version("feather", request, 200, null, page.formatted("v-7")).version()).contains(new AgentVersion("v-7", List.of(
                new AgentVersion.Variable("a", true, false), new AgentVersion.Variable("b", true, true), new AgentVersion.Variable("c", false, false))));
        assertThatThrownBy(() -> calls.version("feather", request, 200, null, "{}")).isInstanceOf(ProviderException.class);
    }

    private ProviderCall read(String fields) {
        return calls.call("feather", 200, null, "{\"agentCall\": {\"id\": \"c1\", \"status\": \"PENDING\", " + fields + "}}").call().orElseThrow();
    }

    private Conversation said(String fields) {
        return calls.conversation("feather", 200, null, "{\"agentCall\": {\"id\": \"c1\", " + fields + "}}");
    }

    private static StartRequest request(Map<String, String> variables) {
        return new StartRequest(ATTEMPT, "renewal", "phone-1", "+16172000001", Optional.of("agent-1"), Optional.of("v-7"), variables);
    }
}
