package io.voicecampaigns.salesforce;

import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.CONCURRENT_LIMIT;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.EXPIRED_SESSION;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.HTML;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.LIMIT_EXCEEDED;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.SLOW;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind.UNAVAILABLE;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.On.LOGIN;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.On.QUERY;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.On.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.salesforce.SalesforceFixture.Run;
import io.voicecampaigns.simulator.salesforce.Field;
import io.voicecampaigns.simulator.salesforce.FieldType;
import io.voicecampaigns.simulator.salesforce.SalesforceFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contacts come from Salesforce: all of them, once, and none that must not be called. */
class ContactsSourceTest {
    private static final String CONTACTS = "SELECT Id, LastName, Phone FROM Contact";

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
    void members_of_a_campaign_are_read_with_their_contact_or_lead() throws Exception {
        String campaign = salesforce.org.create("Campaign", Map.of("Name", "Renewals"));
        String account = salesforce.org.create("Account", Map.of("Name", "Aguas SL"));
        String contact = salesforce.contact("Alonso", "Phone", "600 000 001", "AccountId", account);
        String lead = salesforce.org.create("Lead", Map.of("LastName", "Lorca", "Phone", "600 000 002", "Company", "Luz SA"));
        String first = salesforce.org.create("CampaignMember", Map.of("CampaignId", campaign, "ContactId", contact, "Status", "Sent"));
        String second = salesforce.org.create("CampaignMember", Map.of("CampaignId", campaign, "LeadId", lead, "Status", "Sent"));
        later();

        Run run = salesforce.read(Map.of("campaignId", campaign, "what", "CampaignId"));

        assertThat(run.failures()).isEmpty();
        assertThat(run.contacts()).extracting(item -> item.get("ref")).containsExactly(first + "/" + contact + "/" + campaign, second + "/" + lead + "/" + campaign);
        assertThat(run.contacts()).extracting(item -> item.get("key")).containsExactly(first, second);
        assertThat(columns(run.contacts().get(0))).containsEntry("Contact.Account.Name", "Aguas SL").containsEntry("LastName", "Alonso")
                .containsEntry("Phone", "600 000 001").containsEntry("Status", "Sent");
        assertThat(columns(run.contacts().get(1))).containsEntry("Company", "Luz SA").containsEntry("LastName", "Lorca");
        assertThat(run.items().get(2)).containsEntry("end", true).containsEntry("list", "CampaignMember");
    }

    @Test
    void whoever_must_not_be_called_is_rejected_with_the_reason() throws Exception {
        String campaign = salesforce.org.create("Campaign", Map.of("Name", "Renewals"));
        String silent = salesforce.contact("Silva", "DoNotCall", true);
        String gone = salesforce.contact("Gil");
        String lead = salesforce.org.create("Lead", Map.of("LastName", "Lorca"));
        for (String contact : List.of(silent, gone)) {
            salesforce.org.create("CampaignMember", Map.of("CampaignId", campaign, "ContactId", contact));
        }
        salesforce.org.create("CampaignMember", Map.of("CampaignId", campaign, "LeadId", lead));
        salesforce.org.delete(gone);
        salesforce.org.update(lead, Map.of("IsConverted", true));
        later();

        Run run = salesforce.read(Map.of("campaignId", campaign));

        assertThat(run.contacts()).isEmpty();
        assertThat(run.items()).extracting(item -> item.get("reject")).containsExactly("DoNotCall is set in Salesforce",
                "the contact or lead was deleted in Salesforce", "the lead was converted in Salesforce", null);
    }

    @Test
    void deleted_records_are_not_read_and_do_not_call_is_asked_for_whatever_the_query_says() throws Exception {
        salesforce.org.delete(salesforce.contact("Gil"));
        salesforce.contact("Silva", "DoNotCall", true);
        salesforce.contact("Mora");
        later();

        Run run = salesforce.read(Map.of("soql", "SELECT LastName FROM Contact WHERE LastName != 'it''s (AND) ORDER'".replace("''", "\\'")));

        assertThat(run.failures()).isEmpty();
        assertThat(run.contacts()).extracting(item -> columns(item).get("LastName")).containsExactly("Mora");
        assertThat(run.items()).hasSize(3);
    }

    @Test
    void pages_of_2000_take_one_request_each() throws Exception {
        for (int i = 0; i < 4_500; i++) {
            salesforce.contact("Nr " + i);
        }
        later();

        Run run = salesforce.read(Map.of("soql", CONTACTS));

        assertThat(run.pages()).hasSize(3);
        assertThat(run.contacts()).hasSize(4_500);
        assertThat(salesforce.org.requests(QUERY)).isEqualTo(3);
        assertThat(salesforce.org.requests(WRITE)).isZero();
    }

    @Test
    void a_hundred_thousand_members_stream_through_in_the_memory_of_a_page() throws Exception {
        String campaign = salesforce.org.create("Campaign", Map.of("Name", "Renewals"));
        List<String> people = java.util.stream.IntStream.range(0, 100).mapToObj(i -> salesforce.contact("Nr " + i)).toList();
        for (int i = 0; i < 100_000; i++) {
            salesforce.org.create("CampaignMember", Map.of("CampaignId", campaign, "ContactId", people.get(i % 100)));
        }
        later();
        List<Long> usedMb = new ArrayList<>();
        Set<Object> refs = new HashSet<>();

        salesforce.readThrough(Map.of("campaignId", campaign), page -> {
            page.forEach(item -> refs.add(String.valueOf(item.get("ref")).hashCode()));
            if (refs.size() / 20_000 > usedMb.size()) {
                System.gc();
                usedMb.add((Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
            }
        });

        assertThat(salesforce.org.requests(QUERY)).isEqualTo(50);
        assertThat(usedMb).hasSizeGreaterThanOrEqualTo(4);
        // what the test itself keeps of each contact comes to 4 MB
        assertThat(usedMb.get(usedMb.size() - 1) - usedMb.get(0)).as("MB more at the end than after a fifth: %s", usedMb).isLessThan(25);
    }

    @Test
    void nothing_is_skipped_or_taken_twice_where_a_reading_breaks_off_among_equal_timestamps() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            // seconds pass elsewhere than pages end
            salesforce.contact("Nr " + i);
            if (i % 1_500 == 1_499) {
                salesforce.clock.advance(Duration.ofSeconds(1));
            }
        }
        later();
        Set<Object> taken = new HashSet<>();
        List<Object> all = new ArrayList<>();

        Run first = salesforce.read(Map.of("soql", CONTACTS), page -> {
            if (!all.isEmpty()) {
                throw new IllegalStateException("the ledger is away");
            }
            page.forEach(item -> all.add(item.get("ref")));
        });
        Run second = salesforce.read(Map.of("soql", CONTACTS, "cursor", first.cursor()));
        second.contacts().forEach(item -> all.add(item.get("ref")));
        taken.addAll(all);

        assertThat(first.failures()).hasSize(1);
        assertThat(first.contacts()).hasSize(2_000);
        assertThat(all).hasSize(5_000);
        assertThat(taken).hasSize(5_000);
    }

    @Test
    void the_next_reading_asks_only_for_what_changed() throws Exception {
        String first = salesforce.contact("Alonso");
        salesforce.contact("Bello");
        later();
        Run before = salesforce.read(Map.of("soql", CONTACTS));
        salesforce.org.update(first, Map.of("LastName", "Alonso Vega"));
        String third = salesforce.contact("Cano");
        later();

        Run after = salesforce.read(Map.of("soql", CONTACTS, "cursor", before.cursor()));

        assertThat(after.contacts()).extracting(item -> item.get("ref")).containsExactly(first, third);
        assertThat(salesforce.read(Map.of("soql", CONTACTS, "cursor", after.cursor())).contacts()).isEmpty();
    }

    @Test
    void own_writes_bring_back_what_was_written_and_no_more_or_nothing_where_that_is_wanted() throws Exception {
        for (int i = 0; i < 500; i++) {
            salesforce.contact("Nr " + i);
        }
        later();
        Run before = salesforce.read(Map.of("soql", CONTACTS));
        List<Map<String, Object>> written = before.contacts().subList(0, 100);
        salesforce.answers(salesforce.write(Map.of("fields", "{\"Last_Call__c\": \"${disposition}\"}"), written.stream()
                .map(item -> SalesforceFixture.outcome("ref-" + item.get("ref"), String.valueOf(item.get("ref")), "answered")).toList()));
        String createdByUs = salesforce.contact("Nuevo");
        later();

        Map<String, String> usual = Map.of("soql", CONTACTS, "cursor", before.cursor());
        Map<String, String> skipping = Map.of("soql", CONTACTS, "cursor", before.cursor(), "skipOwnChanges", "true");

        assertThat(salesforce.read(usual).contacts()).hasSize(101);
        assertThat(salesforce.read(skipping).contacts()).extracting(item -> item.get("ref")).containsExactly(createdByUs);
    }

    @Test
    void what_changed_a_moment_ago_is_left_to_the_next_reading() throws Exception {
        salesforce.contact("Alonso");

        assertThat(salesforce.read(Map.of("soql", CONTACTS)).contacts()).isEmpty();
        assertThat(salesforce.read(Map.of("soql", CONTACTS, "settleSeconds", "0")).contacts()).hasSize(1);
    }

    @Test
    void an_expired_session_logs_in_again() throws Exception {
        salesforce.contact("Alonso");
        later();
        salesforce.read(Map.of("soql", CONTACTS));
        salesforce.org.faults(SalesforceFault.of(QUERY, EXPIRED_SESSION, 1));

        Run run = salesforce.read(Map.of("soql", CONTACTS));

        assertThat(run.failures()).isEmpty();
        assertThat(run.contacts()).hasSize(1);
        assertThat(salesforce.org.requests(LOGIN)).isEqualTo(2);
    }

    @Test
    void what_goes_wrong_is_told_in_words_without_the_answer() throws Exception {
        salesforce.contact("Alonso");
        later();

        assertThat(failure(UNAVAILABLE)).isEqualTo("the org salesforce answered 503 SERVER_UNAVAILABLE");
        assertThat(failure(HTML)).isEqualTo("Salesforce answered something else than JSON");
        salesforce.org.faults(SalesforceFault.of(QUERY, SLOW, 1).lasting(60_000));
        assertThat(reason(salesforce.read(Map.of("soql", CONTACTS, "org", "impatient")))).startsWith("the org impatient cannot be reached (");
        salesforce.org.faults();
        assertThat(reason(salesforce.read(Map.of("soql", "SELECT Nope__c FROM Contact")))).isEqualTo("the org salesforce answered 400 INVALID_FIELD");
        assertThat(reason(salesforce.read(Map.of("soql", CONTACTS + " ORDER BY Name")))).startsWith("soql says ORDER; leave it out");
        assertThat(reason(salesforce.read(Map.of()))).startsWith("the source says neither soql nor campaign-id");
        assertThat(salesforce.read(Map.of("soql", CONTACTS)).contacts()).hasSize(1);
    }

    @Test
    void reading_stops_before_the_reserve_is_touched_and_looks_again_after_a_while() throws Exception {
        for (int i = 0; i < 4_100; i++) {
            salesforce.contact("Nr " + i);
        }
        salesforce.clock.advance(Duration.ofMinutes(20));
        // after the second page, less than a fifth is left
        salesforce.org.limit(1_000);
        salesforce.org.used(799);

        Run stopped = salesforce.read(Map.of("soql", CONTACTS));

        assertThat(stopped.contacts()).hasSize(4_000);
        assertThat(stopped.failures()).hasSize(1);
        assertThat(salesforce.quota.problems()).containsEntry("salesforce", "801 of 1000 daily requests are used; nothing is read");
        assertThat(failureOf(salesforce.read(Map.of("soql", CONTACTS)))).contains("too few requests left (801 of 1000 daily requests are used)");
        assertThat(salesforce.org.requests(QUERY)).isEqualTo(2);

        salesforce.org.used(10);
        salesforce.clock.advance(SalesforceQuota.LOOK_AGAIN);
        Run goesOn = salesforce.read(Map.of("soql", CONTACTS, "cursor", stopped.cursor()));

        assertThat(goesOn.contacts()).hasSize(100);
        assertThat(salesforce.quota.problems()).isEmpty();
    }

    @Test
    void when_salesforce_says_that_the_limit_is_exceeded_nothing_more_is_asked_for_a_while() throws Exception {
        salesforce.contact("Alonso");
        later();

        assertThat(failure(LIMIT_EXCEEDED)).isEqualTo("the org salesforce answered 403 REQUEST_LIMIT_EXCEEDED");
        assertThat(failureOf(salesforce.read(Map.of("soql", CONTACTS)))).contains("its daily requests are used up");
        assertThat(salesforce.org.requests(QUERY)).isEqualTo(1);
        salesforce.clock.advance(SalesforceQuota.LOOK_AGAIN);
        assertThat(salesforce.read(Map.of("soql", CONTACTS)).contacts()).hasSize(1);
    }

    @Test
    void too_many_requests_at_once_are_not_the_end_of_the_day() throws Exception {
        salesforce.contact("Alonso");
        later();

        assertThat(failure(CONCURRENT_LIMIT)).isEqualTo("the org salesforce answered 403 REQUEST_LIMIT_EXCEEDED");
        assertThat(salesforce.quota.problems()).isEmpty();
        assertThat(salesforce.read(Map.of("soql", CONTACTS)).contacts()).hasSize(1);
    }

    @Test
    void columns_that_a_campaign_names_need_not_stand_in_its_query_and_nobody_is_called_whom_they_do_not_name() throws Exception {
        salesforce.org.object("Visit__c", "a0V", Map.of(), Field.text("Phone__c", 40), Field.of("Person__c", FieldType.REFERENCE), Field.of("About__c", FieldType.REFERENCE));
        String person = salesforce.contact("Alonso");
        String account = salesforce.org.create("Account", Map.of("Name", "Aguas SL"));
        String visit = salesforce.org.create("Visit__c", Map.of("Phone__c", "600 000 001", "Person__c", person, "About__c", account));
        salesforce.org.create("Visit__c", Map.of("Phone__c", "600 000 002"));
        later();

        Run run = salesforce.read(Map.of("soql", "SELECT Phone__c FROM Visit__c", "who", "Person__c", "what", "About__c"));

        assertThat(run.contacts()).extracting(item -> item.get("ref")).containsExactly(visit + "/" + person + "/" + account);
        assertThat(run.items().get(1).get("reject")).isEqualTo("Person__c names neither a contact nor a lead, so nobody can tell whether there is a DoNotCall");
    }

    @Test
    void a_clock_finer_than_salesforce_s_times_makes_no_query_that_it_refuses() throws Exception {
        salesforce.contact("Alonso");
        salesforce.clock.advance(Duration.ofMinutes(2).plusNanos(123_456_789));
        String cursor = salesforce.read(Map.of("soql", CONTACTS)).cursor();
        String later = salesforce.contact("Bello");
        later();

        Run run = salesforce.read(Map.of("soql", CONTACTS, "cursor", cursor, "skipOwnChanges", "true"));

        assertThat(run.failures()).isEmpty();
        assertThat(run.contacts()).extracting(item -> item.get("ref")).containsExactly(later);
    }

    private String failure(SalesforceFault.Kind kind) throws Exception {
        salesforce.org.faults(SalesforceFault.of(QUERY, kind, 1));
        return reason(salesforce.read(Map.of("soql", CONTACTS)));
    }

    private static String reason(Run run) {
        assertThat(run.pages()).isEmpty();
        return failureOf(run);
    }

    private static String failureOf(Run run) {
        assertThat(run.failures()).hasSize(1);
        Throwable failure = run.failures().get(0);
        while (!(failure instanceof SalesforceException)) {
            failure = failure.getCause();
        }
        return failure.getMessage();
    }

    /** So that what was created may be read. */
    private void later() {
        salesforce.clock.advance(Duration.ofMinutes(2));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> columns(Map<String, Object> item) {
        return (Map<String, Object>) item.get("columns");
    }
}
