package io.voicecampaigns.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.SettableClock;
import io.voicecampaigns.standin.HubSpot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HubSpotTest {
    private static final String UPSERT = "/crm/v3/objects/calls/batch/upsert";
    private static final String ASSOCIATE = "/crm/v4/associations/calls/contacts/batch/associate/default";
    private static final String UPDATE = "/crm/v3/objects/contacts/batch/update";
    private static final String SEARCH = "/crm/v3/objects/contacts/search";

    private Kamelets kamelets;
    private HubSpot hubspot;

    @BeforeAll
    void start() throws Exception {
        kamelets = new Kamelets(new SettableClock(Instant.parse("2026-11-20T12:00:00Z")));
    }

    @AfterAll
    void stop() {
        kamelets.close();
    }

    @BeforeEach
    void begin() {
        hubspot = new HubSpot();
    }

    @AfterEach
    void end() {
        hubspot.close();
    }

    @Test
    void a_search_finds_who_is_to_be_called_and_later_who_has_changed_since() throws Exception {
        hubspot.withContacts(1, 250).withProperty(105, "campaign", "renovaciones").withProperty(107, "campaign", "renovaciones");
        Map<String, String> search = Map.of("filterProperty", "campaign", "filterOperator", "EQ", "filterValue", "renovaciones",
                "properties", "firstname,phone");

        List<JsonNode> all = kamelets.read("hubspot-contacts-source", with(Map.of()));
        List<JsonNode> some = kamelets.read("hubspot-contacts-source", with(search));
        hubspot.withProperty(105, "lastmodifieddate", "2026-11-20T11:00:00.000Z");
        List<JsonNode> later = kamelets.read("hubspot-contacts-source", with(search, "cursor", some.get(2).path("cursor").asText()));

        assertThat(all).hasSize(251);
        assertThat(hubspot.asked().subList(0, 3)).extracting(request -> request.json().path("after").asText()).containsExactly("", "100", "200");
        assertThat(all.get(0).toString()).isEqualTo("{\"ref\":\"101\",\"key\":\"101\",\"columns\":{\"firstname\":\"Persona 1\",\"phone\":\"+34600000001\","
                + "\"lastmodifieddate\":\"2026-11-20T10:00:00.001Z\",\"hs_object_id\":\"101\"},\"cursor\":\"2026-11-20T10:00:00.001Z\"}");
        assertThat(some).extracting(contact -> contact.path("ref").asText()).containsExactly("105", "107", "");
        assertThat(later).extracting(contact -> contact.path("ref").asText()).containsExactly("107", "105", "");
        assertThat(later.get(2).toString()).isEqualTo("{\"list\":\"hubspot\",\"end\":true,\"cursor\":\"2026-11-20T11:00:00.000Z\"}");
    }

    @Test
    void a_search_gets_past_the_ten_thousand_that_hubspot_shows() throws Exception {
        hubspot.withContacts(1, 10_150);

        List<JsonNode> read = kamelets.read("hubspot-contacts-source", with(Map.of()));

        assertThat(read).hasSize(10_151);
        assertThat(read).extracting(contact -> contact.path("ref").asText()).doesNotHaveDuplicates();
        assertThat(hubspot.asked()).hasSize(100 + 2);
    }

    @Test
    void more_than_it_shows_that_changed_at_once_are_named() {
        hubspot.withContacts(1, 10_100);
        LongStream.rangeClosed(101, 10_200).forEach(id -> hubspot.withProperty(id, "lastmodifieddate", "2026-11-20T10:00:00.000Z"));

        assertThatThrownBy(() -> kamelets.read("hubspot-contacts-source", with(Map.of("cursor", "2026-11-20T10:00:00.000Z")))).isInstanceOf(CrmException.class)
                .hasMessage("more than 10000 records were changed at one time: the query cannot get past them");
    }

    @Test
    void the_contacts_of_a_list_are_read_and_who_was_deleted_is_rejected() throws Exception {
        hubspot.withContacts(1, 230).withList("77", LongStream.rangeClosed(101, 330).boxed().toArray(Long[]::new)).deleteContact(115);

        List<JsonNode> read = kamelets.read("hubspot-list-contacts-source", with(Map.of("listId", "77", "properties", "phone")));

        assertThat(read).hasSize(231);
        assertThat(read).filteredOn(contact -> contact.has("reject")).singleElement().satisfies(reject -> assertThat(reject.toString())
                .isEqualTo("{\"ref\":\"115\",\"reject\":\"the CRM lists the record and does not show it\"}"));
        assertThat(read).filteredOn(contact -> contact.path("ref").asText().equals("330")).singleElement().satisfies(contact -> assertThat(contact.toString())
                .isEqualTo("{\"ref\":\"330\",\"key\":\"330\",\"columns\":{\"phone\":\"+34600000230\",\"hs_object_id\":\"330\"}}"));
        assertThat(read.get(230).toString()).isEqualTo("{\"list\":\"hubspot-77\",\"end\":true}");
        assertThat(hubspot.asked()).hasSize(6);
    }

    @Test
    void a_list_that_is_not_there_and_a_token_that_is_not_valid_are_named() {
        assertThatThrownBy(() -> kamelets.read("hubspot-list-contacts-source", with(Map.of("listId", "78"))))
                .hasMessage("127.0.0.1 answered 404: List does not exist with ID 78.");
        assertThatThrownBy(() -> kamelets.read("hubspot-contacts-source", with(Map.of("token", "pat-eu1-wrong"))))
                .hasMessageStartingWith("127.0.0.1 answered 401: Authentication credentials not found.");
    }

    @Test
    void a_second_s_limit_is_waited_for() throws Exception {
        hubspot.withContacts(1, 3).next(SEARCH, HubSpot.tooMany());

        assertThat(kamelets.read("hubspot-contacts-source", with(Map.of()))).hasSize(4);
        assertThat(hubspot.asked()).hasSize(2);
    }

    @Test
    void an_attempt_becomes_a_call_of_its_contact_and_a_revision_changes_it() throws Exception {
        hubspot.withContacts(1, 2);
        Map<String, Object> outcome = outcome("a1", "101", "answered");

        JsonNode answers = write(List.of(outcome));
        outcome.putAll(Map.of("revision", 2, "recording_url", "https://recordings.simulator/1.mp3"));
        write(List.of(outcome));

        assertThat(answers.toString()).isEqualTo("[{\"ref\":\"a1\",\"ok\":true}]");
        assertThat(hubspot.calls()).hasSize(1);
        assertThat(hubspot.calls().get("a1")).containsExactlyInAnyOrderEntriesOf(Map.of("voice_attempt_id", "a1", "hs_timestamp", "2026-11-20T10:05:00Z",
                "hs_call_title", "Voice campaign renovaciones", "hs_call_direction", "OUTBOUND", "hs_call_status", "COMPLETED",
                "hs_call_disposition", "f240bbac-87c9-4f6e-bf70-924b57d47db7", "hs_call_duration", "42000",
                "hs_call_to_number", "+34600000001", "hs_call_recording_url", "https://recordings.simulator/1.mp3"));
        assertThat(hubspot.contactOf("a1")).isEqualTo("101");
        assertThat(hubspot.contact(101)).containsEntry("voice_last_outcome", "answered").containsEntry("voice_last_call", "2026-11-20T10:05:00Z");
        assertThat(hubspot.contact(102)).doesNotContainKey("voice_last_outcome");
    }

    @Test
    void a_late_recording_of_an_earlier_call_leaves_what_the_later_one_said_of_the_contact() throws Exception {
        hubspot.withContacts(1, 1);
        Map<String, Object> earlier = outcome("a1", "101", "voicemail");
        write(List.of(earlier));
        write(List.of(outcome("a2", "101", "answered")));

        earlier.putAll(Map.of("revision", 2, "latest", false, "recording_url", "https://recordings.simulator/1.mp3"));
        assertThat(write(List.of(earlier)).toString()).isEqualTo("[{\"ref\":\"a1\",\"ok\":true}]");

        assertThat(hubspot.calls().get("a1")).containsEntry("hs_call_recording_url", "https://recordings.simulator/1.mp3");
        assertThat(hubspot.contact(101)).containsEntry("voice_last_outcome", "answered");
    }

    @Test
    void a_recording_that_is_not_safe_to_play_and_a_call_that_never_began_are_logged_without() throws Exception {
        hubspot.withContacts(1, 1);
        Map<String, Object> unsafe = outcome("b1", "101", "no_answer");
        unsafe.put("recording_url", "http://169.254.169.254/latest/meta-data");
        unsafe.remove("started_at");
        unsafe.remove("duration_seconds");

        assertThat(write(List.of(unsafe)).toString()).isEqualTo("[{\"ref\":\"b1\",\"ok\":true}]");

        assertThat(hubspot.calls().get("b1")).containsEntry("hs_timestamp", "2026-11-20T12:00:00Z").containsEntry("hs_call_status", "NO_ANSWER")
                .doesNotContainKeys("hs_call_recording_url", "hs_call_duration");
    }

    @Test
    void outcomes_of_a_list_that_hubspot_does_not_know_are_calls_without_a_contact() throws Exception {
        Map<String, Object> outcome = outcome("c1", "101", "voicemail");
        outcome.remove("contact_ref");

        assertThat(write(List.of(outcome)).toString()).isEqualTo("[{\"ref\":\"c1\",\"ok\":true}]");

        assertThat(hubspot.calls()).containsOnlyKeys("c1");
        assertThat(hubspot.asked()).hasSize(1);
    }

    @Test
    void what_hubspot_does_not_take_is_told_record_by_record() throws Exception {
        hubspot.withContacts(1, 3).deleteContact(102);
        Map<String, Object> wrong = outcome("d3", "103", "answered");
        wrong.put("started_at", "yesterday");

        JsonNode answers = write(List.of(outcome("d1", "101", "answered"), outcome("d2", "102", "busy"), wrong));

        assertThat(answers.get(0).toString()).isEqualTo("{\"ref\":\"d1\",\"ok\":true}");
        assertThat(answers.get(1).toString()).isEqualTo(
                "{\"ref\":\"d2\",\"ok\":false,\"retry\":false,\"error\":\"OBJECT_NOT_FOUND One or more associations' objects do not exist\"}");
        assertThat(answers.get(2).path("ok").asBoolean()).isFalse();
        assertThat(answers.get(2).path("error").asText()).startsWith("VALIDATION_ERROR Property values were not valid");
        assertThat(hubspot.contact(101)).containsEntry("voice_last_outcome", "answered");
        assertThat(hubspot.contact(103)).as("its call was not logged").doesNotContainKey("voice_last_outcome");
    }

    @Test
    void two_attempts_at_one_contact_are_two_calls_and_the_contact_tells_the_last() throws Exception {
        hubspot.withContacts(1, 1);

        write(List.of(outcome("e1", "101", "no_answer"), outcome("e2", "101", "answered")));

        assertThat(hubspot.calls()).containsOnlyKeys("e1", "e2");
        assertThat(hubspot.asked("POST", UPSERT)).hasSize(1);
        assertThat(hubspot.asked("POST", UPDATE)).hasSize(2);
        assertThat(hubspot.contact(101)).containsEntry("voice_last_outcome", "answered");
    }

    @Test
    void a_hundred_go_in_one_request() throws Exception {
        hubspot.withContacts(1, 250);
        List<Map<String, Object>> outcomes = new ArrayList<>();
        for (int i = 1; i <= 250; i++) {
            outcomes.add(outcome("f" + i, "" + (100 + i), "answered"));
        }

        assertThat(write(outcomes)).hasSize(250).allSatisfy(answer -> assertThat(answer.path("ok").asBoolean()).isTrue());

        for (String path : List.of(UPSERT, ASSOCIATE, UPDATE)) {
            assertThat(hubspot.asked("POST", path)).extracting(request -> request.json().path("inputs").size()).containsExactly(100, 100, 50);
        }
    }

    @Test
    void a_token_that_is_not_valid_any_more_puts_all_off() {
        assertThatThrownBy(() -> kamelets.write("hubspot-outcomes-sink", with(Map.of("token", "pat-eu1-wrong")), List.of(outcome("g1", "101", "answered"))))
                .isInstanceOf(CrmException.class).hasMessageStartingWith("127.0.0.1 answered 401");
        assertThat(hubspot.calls()).isEmpty();
    }

    private JsonNode write(List<Map<String, Object>> outcomes) throws Exception {
        return kamelets.write("hubspot-outcomes-sink", with(Map.of()), outcomes);
    }

    private Map<String, String> with(Map<String, String> given, String... more) {
        Map<String, String> all = new HashMap<>(Map.of("baseUrl", hubspot.url(), "token", HubSpot.TOKEN));
        all.putAll(given);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static Map<String, Object> outcome(String ref, String contact, String disposition) {
        return new HashMap<>(Map.of("ref", ref, "contact_ref", contact, "disposition", disposition, "revision", 1, "latest", true, "campaign", "renovaciones",
                "phone", "+34600000001", "duration_seconds", 42, "started_at", "2026-11-20T10:05:00Z"));
    }
}
