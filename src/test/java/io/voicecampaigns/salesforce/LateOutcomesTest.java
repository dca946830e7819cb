package io.voicecampaigns.salesforce;

import static io.voicecampaigns.salesforce.SalesforceFixture.outcome;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.On.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.simulator.salesforce.SalesforceFault;
import io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By the time that an outcome is written, Salesforce may have moved on: neither the outcome nor what was written since is lost. */
class LateOutcomesTest {
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
    void a_late_word_on_an_earlier_call_leaves_the_record_as_the_last_one_left_it() {
        String contact = salesforce.contact("Alonso");
        Map<String, String> settings = Map.of("fields", "{\"Last_Call__c\": \"${disposition}\"}", "doNotCall", "true");
        write(settings, outcome("a-1", contact, "voicemail"));
        write(settings, outcome("a-2", contact, "answered", "attempt", 2));

        write(settings, outcome("a-1", contact, "opted_out", "revision", 2, "latest", false, "recording_url", "https://media.example/1"));

        assertThat(salesforce.org.find(contact).orElseThrow()).containsEntry("Last_Call__c", "answered").containsEntry("DoNotCall", true);
        assertThat(tasks().iterator().next().get("Description")).asString().contains("https://media.example/1");
    }

    @Test
    void who_was_converted_since_the_call_gets_its_task_its_recording_and_its_do_not_call_as_a_contact() {
        String campaign = salesforce.org.create("Campaign", Map.of("Name", "Renewals"));
        String lead = salesforce.org.create("Lead", Map.of("LastName", "Lorca"));
        String member = salesforce.org.create("CampaignMember", Map.of("CampaignId", campaign, "LeadId", lead));
        Map<String, String> settings = Map.of("fields", "{\"Status\": \"${disposition}\"}", "doNotCall", "true");
        write(settings, outcome("a-1", member + "/" + lead + "/" + campaign, "voicemail"));
        String contact = salesforce.contact("Lorca");
        salesforce.org.update(lead, Map.of("IsConverted", true, "ConvertedContactId", contact));

        Map<String, Map<String, Object>> answers = write(settings,
                outcome("a-1", member + "/" + lead + "/" + campaign, "voicemail", "revision", 2, "latest", false, "recording_url", "https://media.example/1"),
                outcome("a-2", member + "/" + lead + "/" + campaign, "opted_out", "attempt", 2));

        assertThat(answers).allSatisfy((ref, answer) -> assertThat(answer).containsEntry("ok", true));
        assertThat(tasks()).hasSize(2).allSatisfy(task -> assertThat(task).containsEntry("WhoId", contact).containsEntry("TaskSubtype", "Call"));
        assertThat(tasks().iterator().next().get("Description")).asString().contains("https://media.example/1");
        assertThat(salesforce.org.find(contact).orElseThrow()).containsEntry("DoNotCall", true);
        assertThat(salesforce.org.find(member).orElseThrow()).containsEntry("Status", "opted_out");
        assertThat(salesforce.org.requests(WRITE) + salesforce.org.requests(SalesforceFault.On.QUERY)).isEqualTo(4);
    }

    @Test
    void a_converted_lead_whose_contact_nobody_tells_is_told_in_salesforce_s_words() {
        String lead = salesforce.org.create("Lead", Map.of("LastName", "Lorca"));
        String other = salesforce.contact("Alonso");
        salesforce.org.update(lead, Map.of("IsConverted", true));

        Map<String, Map<String, Object>> answers = write(Map.of(), outcome("a-1", lead, "answered"), outcome("a-2", other, "answered"));

        assertThat(answers.get("a-1")).containsEntry("retry", false).containsEntry("error", "CANNOT_UPDATE_CONVERTED_LEAD: cannot reference converted lead");
        assertThat(answers.get("a-2")).containsEntry("ok", true);
    }

    @Test
    void a_call_that_another_request_is_writing_at_the_moment_is_sent_again_and_stays_one() {
        String contact = salesforce.contact("Alonso");
        salesforce.org.faults(SalesforceFault.of(WRITE, Kind.TWIN_ROW, 1).ofRecord("a-1"));

        assertThat(write(Map.of(), outcome("a-1", contact, "answered")).get("a-1")).containsEntry("ok", false).containsEntry("retry", true);
        assertThat(write(Map.of(), outcome("a-1", contact, "answered")).get("a-1")).containsEntry("ok", true);
        assertThat(tasks()).hasSize(1);
    }

    @Test
    void the_reserve_is_not_touched_by_the_second_request_of_a_batch_either() {
        List<Map<String, Object>> outcomes = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            outcomes.add(outcome("a-" + i, salesforce.contact("Nr " + i), "answered"));
        }
        salesforce.org.limit(1_000);
        salesforce.org.used(899);

        Map<String, Map<String, Object>> answers = salesforce.answers(salesforce.write(Map.of(), outcomes));

        // the answer to the second request is the first to tell of it
        assertThat(salesforce.org.requests(WRITE)).isEqualTo(2);
        assertThat(tasks()).hasSize(400);
        assertThat(answers.values()).filteredOn(answer -> Boolean.TRUE.equals(answer.get("retry"))).hasSize(200)
                .allSatisfy(answer -> assertThat(answer.get("error")).asString().contains("too few requests left (901 of 1000"));
    }

    @SafeVarargs
    private Map<String, Map<String, Object>> write(Map<String, String> settings, Map<String, Object>... outcomes) {
        return salesforce.answers(salesforce.write(settings, List.of(outcomes)));
    }

    private Collection<Map<String, Object>> tasks() {
        return salesforce.org.all("Task");
    }
}
