package io.voicecampaigns.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.simulator.salesforce.Field;
import io.voicecampaigns.simulator.salesforce.FieldType;
import io.voicecampaigns.health.SalesforceHealth;
import io.voicecampaigns.simulator.salesforce.SalesforceFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before anybody is dialled, Salesforce is asked once more. */
class ContactsCheckTest {
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
    void contacts_leads_and_members_that_changed_their_mind_are_named_with_one_request() {
        String campaign = salesforce.org.create("Campaign", Map.of("Name", "Renewals"));
        String fine = salesforce.contact("Alonso");
        String silent = salesforce.contact("Silva");
        String gone = salesforce.contact("Gil");
        String lead = salesforce.org.create("Lead", Map.of("LastName", "Lorca"));
        String converted = salesforce.org.create("Lead", Map.of("LastName", "Cano"));
        String member = member(campaign, "ContactId", fine);
        String silentMember = member(campaign, "ContactId", silent);
        String goneMember = member(campaign, "ContactId", gone);
        String removedMember = member(campaign, "ContactId", fine);
        String leadMember = member(campaign, "LeadId", lead);
        String convertedMember = member(campaign, "LeadId", converted);
        salesforce.org.update(silent, Map.of("DoNotCall", true));
        salesforce.org.delete(gone);
        salesforce.org.delete(removedMember);
        salesforce.org.update(converted, Map.of("IsConverted", true));

        Exchange answer = salesforce.check(List.of(fine, silent, gone, lead, converted, member + "/" + fine, silentMember + "/" + silent + "/" + campaign,
                goneMember + "/" + gone, removedMember + "/" + fine, leadMember + "/" + lead, convertedMember + "/" + converted, "a0X5g0000000001AAC/" + fine,
                "a0X5g0000000002AAC/" + silent, "901"));

        assertThat(answer.getException()).isNull();
        assertThat(refs(answer)).containsExactly(silent, gone, converted, silentMember + "/" + silent + "/" + campaign, goneMember + "/" + gone,
                removedMember + "/" + fine, convertedMember + "/" + converted, "a0X5g0000000002AAC/" + silent, "901");
        assertThat(salesforce.org.requests(SalesforceFault.On.QUERY)).isEqualTo(1);
        assertThat(answer.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void two_hundred_take_one_request_and_are_asked_for_even_from_the_reserve() {
        List<String> refs = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            refs.add(salesforce.contact("Nr " + i));
        }
        salesforce.org.update(refs.get(150), Map.of("DoNotCall", true));
        salesforce.org.limit(1_000);
        salesforce.org.used(990);

        assertThat(refs(salesforce.check(refs))).containsExactly(refs.get(150));
        assertThat(refs(salesforce.check(refs))).containsExactly(refs.get(150));
        assertThat(salesforce.org.requests(SalesforceFault.On.QUERY)).isEqualTo(2);
        assertThat(new SalesforceHealth(salesforce.quota).call().getMessage()).as("health says so to whoever asks").hasValueSatisfying(message ->
                assertThat(message).startsWith("degraded: org salesforce: 99").endsWith("of 1000 daily requests are used; nothing is read or written"));
    }

    @Test
    void no_answer_is_an_exception_so_that_nobody_is_dialled() {
        String contact = salesforce.contact("Alonso");
        salesforce.org.faults(SalesforceFault.of(SalesforceFault.On.QUERY, SalesforceFault.Kind.UNAVAILABLE, 1));
        assertThat(salesforce.check(List.of(contact)).getException()).isInstanceOf(SalesforceException.class);
        salesforce.org.faults(SalesforceFault.of(SalesforceFault.On.QUERY, SalesforceFault.Kind.HTML, 1));
        assertThat(salesforce.check(List.of(contact)).getException()).isInstanceOf(SalesforceException.class);
        assertThat(refs(salesforce.check(List.of(contact)))).isEmpty();
    }

    @Test
    void whoever_was_merged_into_somebody_else_is_not_called_under_the_old_number() {
        String campaign = salesforce.org.create("Campaign", Map.of("Name", "Renewals"));
        String loser = salesforce.contact("Alonso");
        String winner = salesforce.contact("Alonso Vega");
        String member = member(campaign, "ContactId", loser);
        salesforce.org.delete(loser);
        salesforce.org.update(member, Map.of("ContactId", winner));

        assertThat(refs(salesforce.check(List.of(member + "/" + loser, member + "/" + winner)))).containsExactly(member + "/" + loser);
    }

    @Test
    void ids_of_fifteen_characters_are_those_of_eighteen() {
        String fine = salesforce.contact("Alonso").substring(0, 15);
        String silent = salesforce.contact("Silva", "DoNotCall", true).substring(0, 15);

        assertThat(refs(salesforce.check(List.of("a0X5g0000000001AAC/" + fine, "a0X5g0000000002AAC/" + silent)))).containsExactly("a0X5g0000000002AAC/" + silent);
    }

    @Test
    void records_that_nobody_can_be_asked_about_take_no_request_and_deleted_accounts_are_named() {
        assertThat(refs(salesforce.check(List.of("a0X5g0000000001AAC")))).isEmpty();
        assertThat(salesforce.org.requests(SalesforceFault.On.ANY)).isZero();
        String account = salesforce.org.create("Account", Map.of("Name", "Aguas SL"));
        assertThat(refs(salesforce.check(List.of(account)))).isEmpty();
        salesforce.org.delete(account);
        assertThat(refs(salesforce.check(List.of(account)))).containsExactly(account);
    }

    @Test
    void records_of_a_custom_object_are_asked_for_by_the_query_that_listed_them() {
        salesforce.org.object("Visit__c", "a0V", Map.of(), Field.of("Person__c", FieldType.REFERENCE));
        String person = salesforce.contact("Alonso");
        String silent = salesforce.contact("Silva", "DoNotCall", true);
        String visit = salesforce.org.create("Visit__c", Map.of("Person__c", person));
        String gone = salesforce.org.create("Visit__c", Map.of("Person__c", person));
        String unwanted = salesforce.org.create("Visit__c", Map.of("Person__c", silent));
        salesforce.org.delete(gone);

        Exchange answer = salesforce.check(Map.of("soql", "SELECT Phone__c FROM Visit__c"), List.of(visit + "/" + person, gone + "/" + person, unwanted + "/" + silent));

        assertThat(answer.getException()).isNull();
        assertThat(refs(answer)).containsExactly(gone + "/" + person, unwanted + "/" + silent);
        assertThat(salesforce.org.requests(SalesforceFault.On.QUERY)).isEqualTo(1);
        // a campaign that lists contacts now says nothing of what else it listed before
        assertThat(refs(salesforce.check(Map.of("soql", "SELECT Phone FROM contact"), List.of(gone + "/" + person)))).isEmpty();
    }

    @Test
    void once_salesforce_refuses_for_the_day_it_is_not_asked_again_at_once() {
        String contact = salesforce.contact("Alonso");
        salesforce.org.faults(SalesforceFault.of(SalesforceFault.On.QUERY, SalesforceFault.Kind.LIMIT_EXCEEDED, 1));

        assertThat(salesforce.check(List.of(contact)).getException()).hasMessage("the org salesforce answered 403 REQUEST_LIMIT_EXCEEDED");
        assertThat(salesforce.check(List.of(contact)).getException()).hasMessageEndingWith("nobody is asked for");
        assertThat(salesforce.org.requests(SalesforceFault.On.QUERY)).isEqualTo(1);
        salesforce.clock.advance(SalesforceQuota.LOOK_AGAIN);
        assertThat(refs(salesforce.check(List.of(contact)))).isEmpty();
    }

    private String member(String campaign, String field, String person) {
        return salesforce.org.create("CampaignMember", Map.of("CampaignId", campaign, field, person));
    }

    @SuppressWarnings("unchecked")
    private static List<String> refs(Exchange answer) {
        return answer.getMessage().getBody(List.class);
    }
}
