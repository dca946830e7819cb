package io.voicecampaigns.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.simulator.salesforce.Field;
import io.voicecampaigns.simulator.salesforce.SalesforceStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the simulated org refuses, Salesforce refuses: a connector that gets by here must not have been let through. */
class SalesforceStandInTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SalesforceStandIn org = SalesforceStandIn.start(Clock.systemUTC(), 0);
    private final HttpClient http = HttpClient.newHttpClient();
    private String token;
    private String contact;

    @BeforeEach
    void logIn() throws Exception {
        org.field("Task", Field.text("AI_Call_Id__c", 36).external());
        contact = org.create("Contact", Map.of("LastName", "Alonso"));
        HttpResponse<String> login = http.send(HttpRequest.newBuilder(org.baseUri().resolve("/services/oauth2/token"))
                .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&client_id="
                        + SalesforceStandIn.CLIENT_ID + "&client_secret=" + SalesforceStandIn.CLIENT_SECRET)).build(), HttpResponse.BodyHandlers.ofString());
        token = JSON.readTree(login.body()).get("access_token").asText();
    }

    @AfterEach
    void stop() {
        org.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"Nope\": 1                                | INVALID_FIELD",
        "\"Status\": \"Done\"                       | INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "\"CallDurationInSeconds\": \"long\"        | JSON_PARSER_ERROR",
        "\"ActivityDate\": \"20/11/2026\"           | JSON_PARSER_ERROR",
        "\"WhoId\": \"003\"                         | MALFORMED_ID",
        "\"WhoId\": \"0035g0000000999AAC\"          | INVALID_CROSS_REFERENCE_KEY",
        "\"SystemModstamp\": \"2026-11-20T10:00:00Z\" | INVALID_FIELD_FOR_INSERT_UPDATE",
    })
    void a_field_that_salesforce_would_refuse_is_refused(String field, String code) throws Exception {
        JsonNode answer = send("PATCH", "/composite/sobjects/Task/AI_Call_Id__c", "{\"records\": [" + task("a-1", field) + "," + task("a-2", "\"Subject\": \"x\"") + "]}");

        assertThat(answer.get(0).path("errors").path(0).path("statusCode").asText()).isEqualTo(code);
        assertThat(answer.get(1).path("success").asBoolean()).as("the other record").isTrue();
    }

    @Test
    void a_text_that_is_too_long_is_refused_and_a_subtype_cannot_be_changed() throws Exception {
        assertThat(send("PATCH", "/composite/sobjects/Task/AI_Call_Id__c", records(task("a-1", "\"Subject\": \"" + "x".repeat(256) + "\"")))
                .at("/0/errors/0/statusCode").asText()).isEqualTo("STRING_TOO_LONG");
        assertThat(send("PATCH", "/composite/sobjects/Task/AI_Call_Id__c", records(task("a-1", "\"TaskSubtype\": \"Call\""))).at("/0/created").asBoolean()).isTrue();
        assertThat(send("PATCH", "/composite/sobjects/Task/AI_Call_Id__c", records(task("a-1", "\"TaskSubtype\": \"Call\""))).at("/0/errors/0/statusCode").asText())
                .isEqualTo("INVALID_FIELD_FOR_INSERT_UPDATE");
        assertThat(send("PATCH", "/composite/sobjects/Task/AI_Call_Id__c", records(task("a-1", "\"Subject\": \"y\""))).at("/0/created").asBoolean()).isFalse();
        assertThat(org.all("Task")).hasSize(1);
    }

    @Test
    void more_than_200_records_are_refused_as_a_whole_and_so_is_the_same_record_twice() throws Exception {
        String many = IntStream.range(0, 201).mapToObj(i -> task("a-" + i, "\"Subject\": \"x\"")).collect(Collectors.joining(","));
        assertThat(send("PATCH", "/composite/sobjects/Task/AI_Call_Id__c", "{\"records\": [" + many + "]}").at("/0/errorCode").asText()).isEqualTo("EXCEEDED_ID_LIMIT");
        assertThat(org.all("Task")).isEmpty();
        String change = "{\"attributes\": {\"type\": \"Contact\"}, \"id\": \"" + contact + "\", \"LastName\": \"Vega\"}";
        assertThat(send("PATCH", "/composite/sobjects", records(change + "," + change)).at("/1/errors/0/statusCode").asText()).isEqualTo("DUPLICATE_VALUE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "SELECT Id, Nope FROM Contact | INVALID_FIELD", "SELECT Id FROM Nope | INVALID_TYPE", "SELECT Id FROM Contact WHERE | MALFORMED_QUERY",
        "SELECT Id FROM Contact WHERE LastName = 'a' AND LastName = 'b' OR LastName = 'c' | MALFORMED_QUERY",
        "SELECT Nope.Name FROM Contact | INVALID_FIELD", "SELECT Id FROM Contact WHERE LastName = Alonso | MALFORMED_QUERY"})
    void a_query_that_salesforce_would_refuse_is_refused(String soql, String code) throws Exception {
        assertThat(query(soql).at("/0/errorCode").asText()).isEqualTo(code);
    }

    @Test
    void queries_follow_relations_compare_and_sort() throws Exception {
        String account = org.create("Account", Map.of("Name", "Aguas SL"));
        org.create("Contact", Map.of("LastName", "Bello", "AccountId", account));

        JsonNode records = query("SELECT LastName, Account.Name FROM Contact WHERE (Account.Name LIKE 'Ag%' OR Account.Name = null) AND LastName IN ('Alonso', 'Bello')"
                + " AND SystemModstamp <= 2099-01-01T00:00:00Z ORDER BY LastName DESC").get("records");

        assertThat(records).hasSize(2);
        assertThat(records.at("/0/Account/Name").asText()).isEqualTo("Aguas SL");
        assertThat(records.at("/1/Account").isNull()).isTrue();
    }

    @Test
    void each_answer_tells_of_the_quota_and_nobody_gets_in_without_a_token() throws Exception {
        org.limit(2);
        assertThat(query("SELECT Id FROM Contact").get("totalSize").asInt()).isEqualTo(1);
        HttpResponse<String> second = answer("GET", "/query?q=SELECT%20Id%20FROM%20Contact", null);
        assertThat(second.headers().firstValue("Sforce-Limit-Info")).hasValue("api-usage=2/2");
        assertThat(answer("GET", "/query?q=SELECT%20Id%20FROM%20Contact", null).body()).contains("REQUEST_LIMIT_EXCEEDED");
        token = "another";
        assertThat(answer("GET", "/limits", null).statusCode()).isEqualTo(401);
    }

    private static String task(String id, String field) {
        return "{\"attributes\": {\"type\": \"Task\"}, \"AI_Call_Id__c\": \"" + id + "\", " + field + "}";
    }

    private static String records(String records) {
        return "{\"allOrNone\": false, \"records\": [" + records + "]}";
    }

    private JsonNode query(String soql) throws Exception {
        return JSON.readTree(answer("GET", "/query?q=" + URLEncoder.encode(soql, StandardCharsets.UTF_8), null).body());
    }

    private JsonNode send(String method, String path, String body) throws Exception {
        return JSON.readTree(answer(method, path, body).body());
    }

    private HttpResponse<String> answer(String method, String path, String body) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(org.baseUri() + "/services/data/v60.0" + path)).header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json").method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build(), HttpResponse.BodyHandlers.ofString());
    }
}
