package io.voicecampaigns.salesforce;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.salesforce.Field;
import io.voicecampaigns.simulator.salesforce.SalesforceFault;
import io.voicecampaigns.simulator.salesforce.SalesforceStandIn;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An org with a campaign whose members are to be called, and the campaign file that says so. */
public final class CampaignOrg implements AutoCloseable {
    public final SalesforceStandIn org = SalesforceStandIn.start(Clock.systemUTC(), 0);
    private final String campaign;

    public CampaignOrg() {
        org.field("Task", Field.text("AI_Call_Id__c", 36).external());
        org.field("Task", Field.text("AI_Recording_URL__c", 255));
        campaign = org.create("Campaign", Map.of("Name", "Renovaciones"));
    }

    /** Adds members whose contacts have the numbers that {@link RunningBundle#number} tells. */
    public CampaignOrg members(int first, int count) {
        for (int i = first; i < first + count; i++) {
            String contact = org.create("Contact", Map.of("LastName", "Persona " + i, "Phone", RunningBundle.number(i)));
            org.create("CampaignMember", Map.of("CampaignId", campaign, "ContactId", contact, "Status", "Sent"));
        }
        return this;
    }

    /** Points a bundle at this org. */
    public RunningBundle connect(RunningBundle bundle) {
        return bundle.set("salesforce.login-url", org.baseUri()).set("salesforce.client-id", SalesforceStandIn.CLIENT_ID)
                .set("salesforce.client-secret", SalesforceStandIn.CLIENT_SECRET);
    }

    /** A campaign with Salesforce at both ends, with these lines under {@code calling:}. */
    public String campaignFile(String... calling) {
        return """
                provider: diga
                from-number: "+34910000999"
                contacts: {phone: [MobilePhone, Phone], region: ES}
                variables:
                  customer_name: "{{LastName}}"
                calling:
                  zone: Europe/Madrid
                  window: always
                  max-per-number-per-day: 9
                  %s
                source:
                  from: salesforce
                  every: 1s
                  campaign-id: %s
                  what: CampaignId
                  settle-seconds: 0
                report:
                  to: [file, salesforce]
                  batch: 200
                  recording-field: AI_Recording_URL__c
                  fields:
                    Status: {answered: Responded, otherwise: Tried}
                """.formatted(String.join("\n  ", calling), campaign);
    }

    public Collection<Map<String, Object>> tasks() {
        return org.all("Task");
    }

    public Collection<Map<String, Object>> members() {
        return org.all("CampaignMember");
    }

    /** How many Tasks there are of each attempt. */
    public Map<Object, Long> tasksByAttempt() {
        return tasks().stream().collect(Collectors.groupingBy(task -> task.get("AI_Call_Id__c"), Collectors.counting()));
    }

    public int requests() {
        return List.of(SalesforceFault.On.QUERY, SalesforceFault.On.WRITE).stream().mapToInt(org::requests).sum();
    }

    @Override
    public void close() {
        org.close();
    }
}
