package io.voicecampaigns.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.SettableClock;
import io.voicecampaigns.standin.PlainCrm;
import io.voicecampaigns.standin.StandIn.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpContactsSourceTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final PlainCrm crm = new PlainCrm(10).withPeople(1, 25);
    private Kamelets kamelets;

    @BeforeAll
    void start() throws Exception {
        kamelets = new Kamelets(clock);
    }

    @AfterAll
    void stop() {
        kamelets.close();
        crm.close();
    }

    @BeforeEach
    void forget() {
        crm.forget();
    }

    @Test
    void a_record_becomes_a_contact_with_all_its_plain_values() throws Exception {
        JsonNode contact = read(Map.of("url", crm.url() + "/people", "changed", "updated", "keyField", "phones[0].number")).get(0);

        assertThat(contact.toString()).isEqualTo("""
                {"ref":"P1","key":"+34600000001","columns":{"id":"P1","updated":"2026-11-20T10:00:01Z","points":"1",\
                "name.first":"Persona 1","phones.0.kind":"mobile","phones.0.number":"+34600000001"}}""");
    }

    @Test
    void columns_can_be_chosen_and_named() throws Exception {
        JsonNode contact = read(Map.of("url", crm.url() + "/people",
                "columns", "name; mobile=$.phones[?(@.kind=='mobile')].number; none=nowhere; points")).get(0);

        assertThat(contact.path("columns").toString())
                .isEqualTo("{\"first\":\"Persona 1\",\"mobile\":\"+34600000001\",\"points\":\"1\"}");
    }

    @ParameterizedTest
    @CsvSource({"token,/people?after={page},next.after", "number,/people?page={page},", "link,/people,next.link", "link,/people,"})
    void every_page_is_read_and_then_the_end(String paging, String path, String next) throws Exception {
        List<JsonNode> read = read(Map.of("url", crm.url() + path, "paging", paging, "next", next == null ? "" : next, "firstPage", "0"));

        assertThat(read).hasSize(26);
        assertThat(read.subList(0, 25)).extracting(contact -> contact.path("ref").asText()).doesNotHaveDuplicates().contains("P1", "P25");
        assertThat(read.get(25).toString()).isEqualTo("{\"list\":\"people\",\"end\":true}");
    }

    @Test
    void what_has_no_value_is_left_out_of_the_query() throws Exception {
        read(Map.of("url", crm.url() + "/people?since={cursor}&after={page}&all=1", "paging", "token", "next", "next.after"));

        assertThat(crm.asked()).extracting(request -> request.query().keySet().toString()).containsExactly("[all]", "[after, all]", "[after, all]");
    }

    @Test
    void the_next_reading_asks_for_what_changed_since() throws Exception {
        List<JsonNode> first = read(Map.of("url", crm.url() + "/people?since={cursor}", "changed", "updated", "paging", "link", "next", "next.link"));
        String cursor = first.get(25).path("cursor").asText();
        List<JsonNode> second = read(Map.of("url", crm.url() + "/people?since={cursor}", "changed", "updated", "cursor", cursor));

        assertThat(cursor).isEqualTo("2026-11-20T10:00:25Z");
        assertThat(first.subList(0, 25)).as("in no order that could be relied on").allSatisfy(contact -> assertThat(contact.has("cursor")).isFalse());
        assertThat(second).extracting(contact -> contact.path("ref").asText()).containsExactly("P25", "");
        assertThat(second.get(1).path("cursor").asText()).isEqualTo(cursor);
    }

    @Test
    void a_reading_in_the_order_of_change_can_go_on_from_each_contact() throws Exception {
        List<JsonNode> read = read(Map.of("url", crm.url() + "/people", "changed", "updated", "sorted", "true"));

        assertThat(read.get(3).path("cursor").asText()).isEqualTo("2026-11-20T10:00:04Z");
    }

    @Test
    void a_token_is_fetched_once_and_renewed_when_it_expires_or_is_refused() throws Exception {
        Map<String, String> client = Map.of("url", crm.url() + "/people?after={page}", "paging", "token", "next", "next.after", "credential", "",
                "tokenUrl", crm.url() + "/token", "clientId", "client-17", "clientSecret", PlainCrm.CLIENT_SECRET);

        assertThat(read(client)).hasSize(26);
        assertThat(read(client)).hasSize(26);
        assertThat(crm.asked("POST", "/token")).as("one token for all pages of both").hasSize(1);

        clock.advance(Duration.ofSeconds(575));
        read(client);
        assertThat(crm.asked("POST", "/token")).as("shortly before it expires").hasSize(2);

        crm.forgetTokens();
        assertThat(read(client)).hasSize(26);
        assertThat(crm.asked("POST", "/token")).as("after a refusal").hasSize(3);
        assertThat(crm.asked("GET", "/people")).hasSize(3 + 3 + 3 + 4);
    }

    @Test
    void a_token_that_is_refused_again_is_not_fetched_for_ever() {
        Answer refused = Answer.json(401, Map.of("message", "not you"));
        crm.next("/people", refused);
        crm.next("/people", refused);

        assertThatThrownBy(() -> read(Map.of("url", crm.url() + "/people", "credential", "", "tokenUrl", crm.url() + "/token", "clientIn", "body",
                "clientId", "client-17", "clientSecret", PlainCrm.CLIENT_SECRET, "scope", "people:read calls:write")))
                .isInstanceOf(CrmException.class).hasMessage("127.0.0.1 answered 401: not you");
        assertThat(crm.asked("GET", "/people")).hasSize(2);
        assertThat(crm.asked("POST", "/token").get(0).body()).contains("&scope=people%3Aread+calls%3Awrite&");
    }

    @Test
    void a_client_without_a_right_to_a_token_is_told_so() {
        assertThatThrownBy(() -> read(Map.of("url", crm.url() + "/people", "tokenUrl", crm.url() + "/token", "clientId", "other",
                "clientSecret", "of-the-other"))).isInstanceOf(CrmException.class).hasMessage("no token: 127.0.0.1 answered 400: invalid_client");
        assertThat(crm.asked("GET", "/people")).isEmpty();
    }

    @Test
    void a_short_pause_that_the_crm_asks_for_is_made() throws Exception {
        crm.next("/people", new Answer(429, "", "Retry-After", "1"));
        long begun = System.nanoTime();

        assertThat(read(Map.of("url", crm.url() + "/people"))).hasSize(11);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(crm.asked()).hasSize(2);
    }

    @Test
    void a_long_pause_ends_the_reading() {
        crm.next("/people", new Answer(429, "", "Retry-After", "60"));

        assertFails(Map.of("url", crm.url() + "/people"), "127.0.0.1 answered 429");
        assertThat(crm.asked()).hasSize(1);
    }

    @Test
    void a_redirect_is_not_followed() {
        crm.next("/people", new Answer(302, "", "Location", "https://elsewhere.example/people?key=1"));

        assertFails(Map.of("url", crm.url() + "/people"), "127.0.0.1 answered 302, a redirect to elsewhere.example, which is not followed");
        assertThat(crm.asked()).hasSize(1);
    }

    @Test
    void html_is_named() {
        crm.next("/people", new Answer(200, "<html>log in, +34600000001</html>", "Content-Type", "text/html"));

        assertFails(Map.of("url", crm.url() + "/people"), "127.0.0.1 answered 200 with HTML where JSON was expected");
    }

    @Test
    void something_else_than_a_list_is_named() {
        assertFails(Map.of("url", crm.url() + "/people", "items", "nobody"), "page 1 holds no list where property items looks for one");
    }

    @Test
    void an_answer_without_end_is_cut_off() {
        crm.next("/people", new Answer(200, "[\"" + "x".repeat(33 * 1024 * 1024) + "\"]"));

        assertThatThrownBy(() -> read(Map.of("url", crm.url() + "/people"))).hasStackTraceContaining("the answer is longer than");
    }

    @Test
    void pages_that_lead_in_a_circle_are_named() {
        for (int i = 0; i < 3; i++) {
            crm.next("/people", Answer.json(200, Map.of("people", List.of(), "next", Map.of("after", i % 2 + 7))));
        }

        assertFails(Map.of("url", crm.url() + "/people?after={page}", "paging", "token", "next", "next.after"),
                "page 3 names a next page that was read before");
    }

    @Test
    void the_credential_is_not_taken_to_another_host_by_a_link() {
        crm.next("/people", Answer.json(200, Map.of("people", List.of(), "next", Map.of("link", "http://localhost:1/people"))));

        assertFails(Map.of("url", crm.url() + "/people", "paging", "link", "next", "next.link"),
                "page 1 names a next page at localhost, another host, which is not followed");
        assertThat(crm.asked()).hasSize(1);
    }

    @Test
    void a_record_that_is_none_is_rejected_and_the_others_are_taken() throws Exception {
        crm.next("/people", Answer.json(200, Map.of("people", List.of("junk", Map.of("name", "Persona"), Map.of("id", 7)))));

        assertThat(read(Map.of("url", crm.url() + "/people"))).extracting(JsonNode::toString).containsExactly(
                "{\"ref\":\"page 1, record 1\",\"reject\":\"it is no record\"}",
                "{\"ref\":\"page 1, record 2\",\"reject\":\"the record has no ref\"}",
                "{\"ref\":\"7\",\"columns\":{\"id\":\"7\"}}",
                "{\"list\":\"people\",\"end\":true}");
    }

    @ParameterizedTest
    @CsvSource({"url,http://crm.example/people,expected https: plain http is for this machine alone",
        "url,https://crm.example/{pages},there is nothing named pages", "items,$.[?,no JSONPath", "paging,tokens,'expected none, token, number or link'",
        "paging,token,is missing beside paging: token", "body,{a,no JSON", "tokenUrl,https://crm.example/token,is missing beside tokenUrl"})
    void a_property_that_is_wrong_is_named(String property, String value, String problem) {
        Map<String, String> given = new HashMap<>(Map.of("url", crm.url() + "/people"));
        given.put(property, value);

        assertThatThrownBy(() -> read(given)).hasStackTraceContaining(problem);
        assertThat(crm.asked()).isEmpty();
    }

    private void assertFails(Map<String, String> given, String message) {
        assertThatThrownBy(() -> read(given)).isInstanceOf(CrmException.class).hasMessage(message);
    }

    private List<JsonNode> read(Map<String, String> given) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("credential", PlainCrm.KEY, "items", "people", "refField", "id", "list", "people"));
        all.putAll(given);
        return kamelets.read("http-contacts-source", all);
    }
}
