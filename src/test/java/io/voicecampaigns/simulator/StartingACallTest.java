package io.voicecampaigns.simulator;

import static io.voicecampaigns.simulator.Caller.ANA;
import static io.voicecampaigns.simulator.Caller.FROM;
import static io.voicecampaigns.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartingACallTest {
    private static final String VERSION = "3c90c3cc-0d44-4b50-8888-8dd25736052a";

    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey("the-key"));
    private final Caller caller = new Caller(simulator).withAuthorization("Bearer the-key");

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void listens_on_the_loopback_address_only() {
        assertThat(simulator.baseUri().getHost()).isEqualTo("127.0.0.1");
        assertThat(simulator.baseUri().getPort()).isPositive();
    }

    @Test
    void an_accepted_call_is_answered_with_201_and_is_dialing() throws Exception {
        HttpResponse<String> response = caller.post("/v1/call/", """
                {"from_number": "+34910000000", "to_number": "+34612000001", "agent_version_id": "%s",
                 "dynamic_variables": {"call_attempt_id": "a-1", "customer_name": "Ñandú \\"J\\"", "nested": {"n": [1, 2.50]}}}
                """.formatted(VERSION));

        assertThat(response.statusCode()).isEqualTo(201);
        JsonNode call = json(response);
        assertThat(UUID.fromString(call.get("id").asText())).isNotNull();
        assertThat(call.get("status").asText()).isEqualTo("dialing");
        assertThat(call.get("type").asText()).isEqualTo("outbound");
        assertThat(call.get("contact").get("identifier").asText()).isEqualTo(ANA);
        assertThat(call.get("agent_version_id").asText()).isEqualTo(VERSION);
        assertThat(call.get("dynamic_variables"))
                .isEqualTo(json("{\"call_attempt_id\":\"a-1\",\"customer_name\":\"Ñandú \\\"J\\\"\",\"nested\":{\"n\":[1,2.50]}}"));
        assertThat(simulator.calls()).singleElement().satisfies(accepted -> {
            assertThat(accepted.id()).isEqualTo(call.get("id").asText());
            assertThat(accepted.attemptId()).contains("a-1");
            assertThat(accepted.number()).isEqualTo(ANA);
            assertThat(accepted.fromNumber()).isEqualTo(FROM);
            assertThat(accepted.agentVersion()).contains(VERSION);
            assertThat(accepted.variables()).containsEntry("customer_name", "Ñandú \"J\"");
        });
    }

    @Test
    void without_variables_and_version_the_published_version_takes_the_call() throws Exception {
        HttpResponse<String> response = caller.post("/v1/call/", "{\"from_number\":\"" + FROM + "\",\"to_number\":\"" + ANA + "\"}");

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(json(response).get("dynamic_variables").isNull()).isTrue();
        assertThat(json(response).get("agent_version_id").asText()).isEqualTo(Agents.FIRST_VERSION.toString());
        assertThat(simulator.calls()).singleElement().satisfies(call -> assertThat(call.attemptId()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "Bearer wrong-key", "Basic the-key", "the-key"})
    void a_wrong_key_is_answered_with_401_and_calls_nobody(String header) throws Exception {
        caller.withAuthorization(header.isEmpty() ? null : header);

        HttpResponse<String> start = caller.tryStart(ANA);
        HttpResponse<String> list = caller.get("/v1/call/");

        assertThat(start.statusCode()).isEqualTo(401);
        assertThat(json(start)).isEqualTo(json(
                "{\"status\":\"error\",\"error_code\":\"INVALID_API_KEY\",\"message\":\"Invalid or missing API key\"}"));
        assertThat(list.statusCode()).isEqualTo(401);
        assertThat(simulator.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"from_number":"+34910000000"}                                                              | to_number         | missing
            {"from_number":"+34910000000","to_number":null}                                             | to_number         | missing
            {"to_number":"+34612000001"}                                                                | from_number       | missing
            {"from_number":"+34910000000","to_number":612000001}                                        | to_number         | string_type
            {"from_number":"+34910000000","to_number":"612000001"}                                      | to_number         | value_error
            {"from_number":"+34910000000","to_number":"+34 612 000 001"}                                | to_number         | value_error
            {"from_number":"+34910000000","to_number":"+34612000001","dynamic_variables":[1]}           | dynamic_variables | dict_type
            {"from_number":"+34910000000","to_number":"+34612000001","agent_version_id":"v1"}           | agent_version_id  | uuid_parsing
            """)
    void what_is_missing_or_malformed_is_named_in_a_422(String body, String field, String type) throws Exception {
        HttpResponse<String> response = caller.post("/v1/call/", body);

        assertThat(response.statusCode()).isEqualTo(422);
        JsonNode problem = json(response).get("detail").get(0);
        assertThat(problem.get("loc")).isEqualTo(json("[\"body\",\"" + field + "\"]"));
        assertThat(problem.get("type").asText()).isEqualTo(type);
        assertThat(problem.get("msg").asText()).isNotEmpty();
        assertThat(simulator.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"from_number\":\"+34910000000\",\"to_number\":\"+34612000001\"} more"})
    void a_body_that_is_no_json_object_is_a_422(String body) throws Exception {
        HttpResponse<String> response = caller.post("/v1/call/", body);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).get("detail").get(0).get("loc").get(0).asText()).isEqualTo("body");
        assertThat(simulator.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+12025550123", "+351912345678", "+3461200000", "+34112000001"})
    void only_spanish_numbers_can_be_called(String number) throws Exception {
        HttpResponse<String> response = caller.tryStart(number);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("error_code").asText()).isEqualTo("NON_SPANISH_PHONE_NUMBER");
        assertThat(simulator.calls()).isEmpty();
    }

    @Test
    void a_from_number_that_is_not_owned_is_a_404() throws Exception {
        simulator.behave(behaviour -> behaviour.withFromNumbers(Set.of("+34911111111")));

        HttpResponse<String> response = caller.tryStart(ANA);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).get("error_code").asText()).isEqualTo("PHONE_NUMBER_NOT_FOUND");
        assertThat(simulator.calls()).isEmpty();
    }

    @Test
    void an_owned_number_calls_by_its_id_too() throws Exception {
        simulator.behave(behaviour -> behaviour.withFromNumbers(Set.of(FROM)));
        String phoneId = json(caller.get("/v1/phone/")).get("data").get(0).get("id").asText();

        HttpResponse<String> byId = caller.post("/v1/call/", "{\"from_number\":\"" + phoneId + "\",\"to_number\":\"" + ANA + "\"}");
        HttpResponse<String> byNumber = caller.tryStart(ANA);
        HttpResponse<String> byStrangeId = caller.post("/v1/call/", "{\"from_number\":\"" + VERSION + "\",\"to_number\":\"" + ANA + "\"}");

        assertThat(byId.statusCode()).isEqualTo(201);
        assertThat(json(byId).get("phone_register_id").asText()).isEqualTo(phoneId);
        assertThat(json(byNumber).get("phone_register_id").asText()).isEqualTo(phoneId);
        assertThat(byStrangeId.statusCode()).isEqualTo(404);
    }

    @Test
    void a_version_that_is_not_known_is_a_422_naming_it_unless_it_was_launched_here() throws Exception {
        simulator.behave(behaviour -> behaviour.withAgentVersions(Set.of(VERSION)));
        String launched = json(caller.post("/v1/agent/" + Agents.DEFAULT_AGENT + "/version", "{}")).get("version_id").asText();
        String body = "{\"from_number\":\"" + FROM + "\",\"to_number\":\"" + ANA + "\",\"agent_version_id\":\"%s\"}";

        HttpResponse<String> unknown = caller.post("/v1/call/", body.formatted(UUID.randomUUID()));

        assertThat(unknown.statusCode()).isEqualTo(422);
        assertThat(json(unknown).get("detail").get(0).get("loc")).isEqualTo(json("[\"body\",\"agent_version_id\"]"));
        assertThat(caller.post("/v1/call/", body.formatted(VERSION)).statusCode()).isEqualTo(201);
        assertThat(caller.post("/v1/call/", body.formatted(launched)).statusCode()).isEqualTo(201);
    }

    @Test
    void a_request_without_content_length_is_a_411_and_calls_nobody() throws Exception {
        HttpResponse<String> response = caller.postChunked("/v1/call/", Caller.bodyFor(ANA, "a-1"));

        assertThat(response.statusCode()).isEqualTo(411);
        assertThat(simulator.calls()).isEmpty();
    }

    @Test
    void a_scripted_number_is_refused_as_it_is_told() throws Exception {
        simulator.behave(behaviour -> behaviour.withScript(ANA, NumberScript.refusing(403))
                .withScript(Caller.BEA, NumberScript.refusing(400, "{\"error_code\":\"BLOCKED\"}")));

        HttpResponse<String> usual = caller.tryStart(ANA);
        HttpResponse<String> own = caller.tryStart(Caller.BEA);

        assertThat(usual.statusCode()).isEqualTo(403);
        assertThat(json(usual).get("error_code").asText()).isEqualTo("INTERNAL_SERVER_ERROR");
        assertThat(own.statusCode()).isEqualTo(400);
        assertThat(own.body()).isEqualTo("{\"error_code\":\"BLOCKED\"}");
        assertThat(simulator.calls()).isEmpty();
    }

    @Test
    void a_poisonous_number_answers_500_every_time_and_is_never_called() throws Exception {
        simulator.behave(behaviour -> behaviour.withScript(ANA, NumberScript.poisonous()));

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(caller.tryStart(ANA).statusCode()).isEqualTo(500);
        }

        assertThat(caller.tryStart(Caller.BEA).statusCode()).isEqualTo(201);
        assertThat(simulator.calls()).extracting(SimulatedCall::number).containsExactly(Caller.BEA);
    }
}
