package io.voicecampaigns;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.voicecampaigns.simulator.salesforce.Field;
import io.voicecampaigns.simulator.salesforce.SalesforceStandIn;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The simulated Salesforce org of the demo: the people of the demo's list are members of a campaign in it. */
final class DemoOrg implements AutoCloseable {
    private static final int SHOWN = 5;

    private final SalesforceStandIn org;

    DemoOrg(Clock clock) {
        org = SalesforceStandIn.start(clock, 0);
        org.field("Task", Field.text("AI_Call_Id__c", 36).external());
        org.field("Task", Field.text("AI_Recording_URL__c", 255));
        org.field("Contact", Field.text("Offer__c", 80));
    }

    /** @param list CSV with the columns of the demo's list */
    DemoOrg filledFrom(InputStream list) throws IOException {
        String campaign = org.create("Campaign", Map.of("Name", "Renovaciones"));
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().fieldSeparator(';')
                .ofNamedCsvRecord(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            for (NamedCsvRecord row : rows) {
                String contact = org.create("Contact", Map.of("FirstName", row.findField("nombre").orElse(""), "LastName", row.findField("apellido").orElse(""),
                        "Phone", row.findField("telefono").orElse(""), "MobilePhone", row.findField("movil").orElse(""), "Offer__c", row.findField("oferta").orElse("")));
                org.create("CampaignMember", Map.of("CampaignId", campaign, "ContactId", contact, "Status", "Sent"));
            }
        }
        org.update(String.valueOf(org.all("Contact").iterator().next().get("Id")), Map.of("DoNotCall", true));
        return this;
    }

    Bundle.Options connect(Bundle.Options options) {
        return options.set("salesforce.login-url", org.baseUri()).set("salesforce.client-id", SalesforceStandIn.CLIENT_ID)
                .set("salesforce.client-secret", SalesforceStandIn.CLIENT_SECRET);
    }

    /** Tells what Salesforce has now. */
    void tell(PrintStream out) {
        Collection<Map<String, Object>> tasks = org.all("Task");
        out.println();
        out.println("In Salesforce: " + tasks.size() + " Tasks, written and read with " + requests() + " requests. The first of them:");
        List<String> fields = List.of("Subject", "ActivityDate", "CallDurationInSeconds", "WhoId", "AI_Call_Id__c");
        out.println("  " + String.join("  ", fields));
        tasks.stream().limit(SHOWN).forEach(task -> {
            List<String> cells = new ArrayList<>();
            fields.forEach(field -> cells.add(String.valueOf(task.getOrDefault(field, "-"))));
            out.println("  " + String.join("  ", cells));
        });
        Map<String, Integer> statuses = new TreeMap<>();
        org.all("CampaignMember").forEach(member -> statuses.merge(String.valueOf(member.get("Status")), 1, Integer::sum));
        out.println("Status of the members: " + statuses);
    }

    private int requests() {
        return org.requests(io.voicecampaigns.simulator.salesforce.SalesforceFault.On.QUERY)
                + org.requests(io.voicecampaigns.simulator.salesforce.SalesforceFault.On.WRITE);
    }

    @Override
    public void close() {
        org.close();
    }
}
