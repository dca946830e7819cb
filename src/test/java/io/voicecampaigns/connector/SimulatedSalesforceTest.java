package io.voicecampaigns.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The address of an org stands in no property of a kamelet; invented outcomes stay on this machine all the same. */
class SimulatedSalesforceTest {
    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:8080, salesforce, true", "https://aguas.my.salesforce.com, salesforce, false", "'', salesforce, false",
        "http://127.0.0.1:8080, salesforce-east, false"})
    void invented_outcomes_go_to_an_org_on_this_machine_alone(String loginUrl, String org, boolean isUsed) {
        Kamelets kamelets = Kamelets.in(Path.of("routes/kamelets"));
        kamelets.look();
        Connectors connectors = new Connectors(kamelets, text -> {
            String filled = text.replace("{{salesforce.login-url}}", loginUrl);
            if (filled.contains("{{salesforce")) {
                throw new IllegalArgumentException("not set");
            }
            return filled;
        }, true);

        assertThat(connectors.faultsOfSink("salesforce", Map.of("org", org)).isEmpty()).isEqualTo(isUsed);
    }
}
