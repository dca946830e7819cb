package io.voicecampaigns.salesforce;

import static io.voicecampaigns.salesforce.SalesforceFixture.outcome;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.EXPIRED_SESSION;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.LIMIT_EXCEEDED;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.LOCKED_ROW;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.LOST_ANSWER;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.REFUSED_ROW;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.UNAVAILABLE;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.On.ANY;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.On.QUERY;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.On.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.health.SalesforceHealth;
import io.voicecampaigns.simulator.salesforce.Field;
import io.voicecampaigns.simulator.salesforce.SalesforceFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outcomes go back to Salesforce: each call a Task, never two, and what a campaign wants in the record it was read from. */
class OutcomesSinkTest {
    private SalesforceFixture salesforce;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        salesforce = new SalesforceFixture(dir).start();
    }

    @AfterEach
    void stop() {
        salesforce.close();
    }

    @Test
    void a_call_becomes_a_completed_task_of_its_contact() {
        String contact = salesforce.contact("Alonso");
        String campaign = salesforce.org.create("Campaign", Map.of("Name", "Renewals"));

        Map<String, Map<String, Object>> answers = write(Map.of("recordingField", "AI_Recording_URL__c"),
                outcome("a-1", contact + "//" + campaign, "answered", "recording_url", "https://media.example/1"));

        assertThat(answers.get("a-1")).containsEntry("ok", true);
        assertThat(tasks()).singleElement().satisfies(task -> assertThat(task).containsEntry("AI_Call_Id__c", "a-1").containsEntry("Status", "Completed")
                .containsEntry("TaskSubtype", "Call").containsEntry("CallType", "Outbound").containsEntry("CallDurationInSeconds", 42)
                .containsEntry("CallDisposition", "answered").containsEntry("CallObject", "call-of-a-1").containsEntry("Subject", "AI call: answered")
                .containsEntry("WhoId", contact).containsEntry("WhatId", campaign).containsEntry("AI_Recording_URL__c", "https://media.example/1")
                // 12:30 UTC is the next day in the campaign's zone
                .containsEntry("ActivityDate", "2026-11-21"));
    }

    @Test
    void a_lead_s_task_has_no_related_record_since_salesforce_refuses_one() {
        String lead = salesforce.org.create("Lead", Map.of("LastName", "Lorca"));
        String campaign = salesforce.org.create("Campaign", Map.of("Name", "Renewals"));
        String member = salesforce.org.create("CampaignMember", Map.of("CampaignId", campaign, "LeadId", lead));

        write(Map.of(), outcome("a-1", member + "/" + lead + "/" + campaign, "busy"));

        assertThat(tasks()).singleElement().satisfies(task -> assertThat(task).containsEntry("WhoId", lead).doesNotContainKey("WhatId"));
    }

    @Test
    void the_same_outcome_twice_is_one_task_and_a_late_recording_changes_it() {
        String contact = salesforce.contact("Alonso");
        write(Map.of(), outcome("a-1", contact, "answered"));

        Map<String, Map<String, Object>> again = write(Map.of(), outcome("a-1", contact, "answered"));
        Map<String, Map<String, Object>> late = write(Map.of(), outcome("a-1", contact, "answered", "revision", 2, "recording_url", "https://media.example/1"));
        Map<String, Map<String, Object>> first = write(Map.of(), outcome("a-2", contact, "answered", "revision", 2));

        assertThat(List.of(again.get("a-1"), late.get("a-1"), first.get("a-2"))).allSatisfy(answer -> assertThat(answer).containsEntry("ok", true));
        assertThat(tasks()).hasSize(2).allSatisfy(task -> assertThat(task).containsEntry("TaskSubtype", "Call"));
        assertThat(tasks().iterator().next().get("Description")).asString().contains("https://media.example/1");
        // a repeat of the first revision takes one more, everything else one
        assertThat(salesforce.org.requests(WRITE)).isEqualTo(5);
    }

    @Test
    void a_thousand_outcomes_with_changes_of_their_records_take_five_requests() {
        List<Map<String, Object>> outcomes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            outcomes.add(outcome("a-" + i, salesforce.contact("Nr " + i), i % 2 == 0 ? "answered" : "busy"));
        }

        Map<String, Map<String, Object>> answers = salesforce.answers(salesforce.write(Map.of("fields", "{\"Last_Call__c\": \"${disposition}\"}"), outcomes));

        assertThat(answers).hasSize(1_000).allSatisfy((ref, answer) -> assertThat(answer).containsEntry("ok", true));
        assertThat(tasks()).hasSize(1_000);
        assertThat(salesforce.org.requests(ANY) - salesforce.org.requests(io.voicecampaigns.simulator.salesforce.SalesforceFault.On.LOGIN)).isEqualTo(5);
        assertThat(salesforce.org.all("Contact")).extracting(contact -> contact.get("Last_Call__c")).contains("answered", "busy").doesNotContainNull();
    }

    @Test
    void fields_of_the_source_record_take_what_the_campaign_says_and_an_opt_out_sets_do_not_call() {
        String campaign = salesforce.org.create("Campaign", Map.of("Name", "Renewals"));
        String contact = salesforce.contact("Alonso");
        String member = salesforce.org.create("CampaignMember", Map.of("CampaignId", campaign, "ContactId", contact, "Status", "Sent"));
        Map<String, String> settings = Map.of("fields", "{\"Status\": {\"answered\": \"Responded\", \"otherwise\": \"Tried ${attempt}\"} }", "doNotCall", "true");

        write(settings, outcome("a-1", member + "/" + contact, "busy"));
        assertThat(salesforce.org.find(member).orElseThrow()).containsEntry("Status", "Tried 1");
        assertThat(salesforce.org.find(contact).orElseThrow()).containsEntry("DoNotCall", false);
        write(settings, outcome("a-2", member + "/" + contact, "opted_out"), outcome("a-3", member + "/" + contact, "answered"));

        assertThat(salesforce.org.find(member).orElseThrow()).containsEntry("Status", "Responded");
        assertThat(salesforce.org.find(contact).orElseThrow()).containsEntry("DoNotCall", true);
        assertThat(tasks()).hasSize(3);
    }

    @Test
    void only_records_that_failed_are_to_be_sent_again_and_what_never_will_succeed_is_told_in_salesforce_s_words() {
        String fine = salesforce.contact("Alonso");
        String gone = salesforce.contact("Gil");
        salesforce.org.delete(gone);
        salesforce.org.faults(SalesforceFault.of(WRITE, LOCKED_ROW, 1).ofRecord("a-2"), SalesforceFault.of(WRITE, REFUSED_ROW, 1).ofRecord("a-3"));

        Map<String, Map<String, Object>> answers = write(Map.of(), outcome("a-1", fine, "answered"), outcome("a-2", fine, "answered"),
                outcome("a-3", fine, "answered"), outcome("a-4", gone, "answered"), outcome("a-5", "901", "answered"));

        assertThat(answers.get("a-1")).containsEntry("ok", true);
        assertThat(answers.get("a-2")).containsEntry("retry", true).containsEntry("error", "UNABLE_TO_LOCK_ROW: unable to obtain exclusive access to this record");
        assertThat(answers.get("a-3")).containsEntry("retry", false).containsEntry("error", "FIELD_CUSTOM_VALIDATION_EXCEPTION: a validation rule of the org says no");
        assertThat(answers.get("a-4")).containsEntry("retry", false).containsEntry("error", "INVALID_CROSS_REFERENCE_KEY: invalid cross reference id");
        assertThat(answers.get("a-5")).containsEntry("retry", false);
        assertThat(tasks()).hasSize(1);
        assertThat(write(Map.of(), outcome("a-2", fine, "answered")).get("a-2")).containsEntry("ok", true);
        assertThat(tasks()).hasSize(2);
    }

    @Test
    void a_source_record_that_cannot_be_changed_is_told_though_its_task_is_written() {
        String contact = salesforce.contact("Alonso");

        Map<String, Object> answer = write(Map.of("fields", "{\"Last_Call__c\": \"" + "x".repeat(41) + "\"}"), outcome("a-1", contact, "answered")).get("a-1");

        assertThat(answer).containsEntry("ok", false).containsEntry("retry", false)
                .containsEntry("error", "STRING_TOO_LONG: Last_Call__c: data value too large: … (max length=40)");
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void a_request_that_fails_as_a_whole_fails_the_batch_and_a_lost_answer_makes_no_second_task() {
        String contact = salesforce.contact("Alonso");

        salesforce.org.faults(SalesforceFault.of(WRITE, UNAVAILABLE, 1));
        assertThat(failure(outcome("a-1", contact, "answered"))).isEqualTo("the org salesforce answered 503 SERVER_UNAVAILABLE");
        assertThat(tasks()).isEmpty();
        salesforce.org.faults(SalesforceFault.of(WRITE, LOST_ANSWER, 1));
        assertThat(failure(outcome("a-1", contact, "answered"))).startsWith("the org salesforce cannot be reached (");
        assertThat(tasks()).hasSize(1);
        salesforce.org.faults(SalesforceFault.of(WRITE, EXPIRED_SESSION, 1));
        assertThat(write(Map.of(), outcome("a-1", contact, "answered")).get("a-1")).containsEntry("ok", true);

        assertThat(tasks()).hasSize(1);
    }

    @Test
    void what_was_written_before_a_request_failed_stays_accepted() {
        List<Map<String, Object>> outcomes = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            outcomes.add(outcome("a-" + i, salesforce.contact("Nr " + i), "answered"));
        }
        write(Map.of(), outcomes.get(0));
        salesforce.org.limit(2);
        salesforce.org.used(1);

        Map<String, Map<String, Object>> answers = salesforce.answers(salesforce.write(Map.of(), outcomes.subList(1, 250)));

        assertThat(answers.values().stream().filter(answer -> Boolean.TRUE.equals(answer.get("ok")))).hasSize(200);
        assertThat(answers.values().stream().filter(answer -> Boolean.TRUE.equals(answer.get("retry")))).hasSize(49);
    }

    @Test
    void writing_waits_before_the_reserve_is_touched_and_after_salesforce_refused() {
        String contact = salesforce.contact("Alonso");
        salesforce.org.limit(1_000);
        salesforce.org.used(900);
        write(Map.of(), outcome("a-1", contact, "answered"));

        assertThat(failure(outcome("a-2", contact, "answered"))).contains("too few requests left (901 of 1000").contains("nothing is written");
        // also to whoever asks for no details
        assertThat(new SalesforceHealth(salesforce.quota).call().getMessage()).hasValue("degraded: org salesforce: 901 of 1000 daily requests are used; nothing is read or written");
        assertThat(salesforce.org.requests(WRITE)).isEqualTo(1);
        salesforce.org.used(0);
        salesforce.clock.advance(SalesforceQuota.LOOK_AGAIN);
        assertThat(write(Map.of(), outcome("a-2", contact, "answered")).get("a-2")).containsEntry("ok", true);
        salesforce.org.faults(SalesforceFault.of(WRITE, LIMIT_EXCEEDED, 1));
        assertThat(failure(outcome("a-3", contact, "answered"))).isEqualTo("the org salesforce answered 403 REQUEST_LIMIT_EXCEEDED");
        assertThat(failure(outcome("a-3", contact, "answered"))).contains("its daily requests are used up");
        salesforce.clock.advance(SalesforceQuota.LOOK_AGAIN);
        assertThat(write(Map.of(), outcome("a-3", contact, "answered")).get("a-3")).containsEntry("ok", true);

        assertThat(tasks()).hasSize(3);
    }

    @Test
    void where_activities_cannot_have_an_external_id_calls_are_found_by_call_object() {
        String contact = salesforce.contact("Alonso");
        Map<String, String> settings = Map.of("externalId", "");
        write(settings, outcome("a-1", contact, "answered"), outcome("a-2", contact, "failed", "call_id", null));

        Map<String, Map<String, Object>> answers = write(settings, outcome("a-1", contact, "answered", "revision", 2, "recording_url", "https://media.example/1"),
                outcome("a-2", contact, "failed", "call_id", null), outcome("a-3", contact, "busy"));

        assertThat(answers).allSatisfy((ref, answer) -> assertThat(answer).containsEntry("ok", true));
        assertThat(tasks()).extracting(task -> task.get("CallObject")).containsExactly("call-of-a-1", "a-2", "call-of-a-3");
        assertThat(tasks().iterator().next().get("Description")).asString().contains("https://media.example/1");
        assertThat(salesforce.org.requests(QUERY)).isEqualTo(2);
        assertThat(salesforce.org.requests(WRITE)).isEqualTo(2);
    }

    @Test
    void two_hundred_calls_are_looked_up_with_an_address_that_salesforce_takes() {
        List<Map<String, Object>> outcomes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String id = new UUID(0x0123456789abcdefL, i).toString();
            outcomes.add(outcome(id, salesforce.contact("Nr " + i), "answered", "call_id", new UUID(0xfedcba9876543210L, i).toString()));
        }

        for (int i = 0; i < 2; i++) {
            assertThat(salesforce.answers(salesforce.write(Map.of("externalId", ""), outcomes))).allSatisfy((ref, answer) -> assertThat(answer).containsEntry("ok", true));
        }

        assertThat(tasks()).hasSize(200);
    }

    @Test
    void a_recording_that_is_longer_than_its_field_costs_no_task() {
        String recording = "https://media.example/1?signature=" + "x".repeat(300);

        write(Map.of("recordingField", "AI_Recording_URL__c"), outcome("a-1", salesforce.contact("Alonso"), "answered", "recording_url", recording));

        assertThat(tasks()).singleElement().satisfies(task -> assertThat(task).doesNotContainKey("AI_Recording_URL__c")
                .extractingByKey("Description").asString().contains(recording));
    }

    @Test
    void calls_may_be_records_of_a_custom_object() {
        salesforce.org.object("AI_Call__c", "a0X", Map.of(), Field.text("Attempt__c", 36).external(), Field.text("Result__c", 255), Field.text("Who__c", 18));
        String contact = salesforce.contact("Alonso");
        Map<String, String> settings = Map.of("taskObject", "AI_Call__c", "externalId", "Attempt__c",
                "callFields", "{\"Result__c\": \"${disposition} after ${duration_seconds} s\", \"Who__c\": \"${who}\"}");

        write(settings, outcome("a-1", contact, "answered"));
        write(settings, outcome("a-1", contact, "answered", "revision", 2));

        assertThat(salesforce.org.all("AI_Call__c")).singleElement().satisfies(call -> assertThat(call).containsEntry("Attempt__c", "a-1")
                .containsEntry("Result__c", "answered after 42 s").containsEntry("Who__c", contact));
    }

    @SafeVarargs
    private Map<String, Map<String, Object>> write(Map<String, String> settings, Map<String, Object>... outcomes) {
        List.of(outcomes).forEach(outcome -> outcome.values().removeIf(java.util.Objects::isNull));
        return salesforce.answers(salesforce.write(settings, List.of(outcomes)));
    }

    private String failure(Map<String, Object> outcome) {
        Exchange exchange = salesforce.write(Map.of(), List.of(outcome));
        Throwable failure = exchange.getException();
        while (!(failure instanceof SalesforceException)) {
            failure = failure.getCause();
        }
        return failure.getMessage();
    }

    private Collection<Map<String, Object>> tasks() {
        return salesforce.org.all("Task");
    }
}
