package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.standin.HubSpot;
import io.voicecampaigns.standin.PlainCrm;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaign files alone connect a CRM. */
class CampaignFromHubSpotTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    private Path dir;

    @Test
    void who_stands_in_hubspot_is_called_and_each_call_is_logged_with_its_contact() {
        try (HubSpot hubspot = new HubSpot().withContacts(1, 120).withList("77", 301L, 302L, 303L).withContacts(201, 3); Simulator simulator = simulator();
                RunningBundle bundle = new RunningBundle(dir, simulator)
                        .campaign("busqueda", """
                                source: {from: hubspot, token: %1$s, base-url: "%2$s", every: 1s, filter-property: phone, properties: "firstname,phone"}
                                report: {to: [file, hubspot], batch: 50, token: %1$s, base-url: "%2$s"}
                                """.formatted(HubSpot.TOKEN, hubspot.url()) + campaign())
                        .campaign("lista", """
                                source: {from: hubspot-list, token: %1$s, base-url: "%2$s", list-id: "77", every: 1s}
                                report: {to: hubspot, token: %1$s, base-url: "%2$s"}
                                """.formatted(HubSpot.TOKEN, hubspot.url()) + campaign()).start()) {

            await().atMost(LONG).until(() -> hubspot.calls().size() == 126);
            await().atMost(LONG).untilAsserted(() -> assertThat(hubspot.contact(303)).containsEntry("voice_last_outcome", "answered"));

            assertThat(simulator.calls()).extracting(SimulatedCall::number).contains(number(1), number(120), number(201), number(203));
            assertThat(hubspot.calls()).allSatisfy((attempt, call) -> {
                assertThat(call).containsEntry("hs_call_status", "COMPLETED").containsKeys("hs_call_duration", "hs_timestamp");
                assertThat("+34" + (600_000_000 + Long.parseLong(hubspot.contactOf(attempt)) - 100)).isEqualTo(call.get("hs_call_to_number"));
            });
            bundle.awaitSummary("busqueda", "hubspot");
            assertThat(bundle.rows("busqueda", "hubspot.results.csv")).hasSize(123).allSatisfy(row -> assertThat(row).containsEntry("call_state", "ended"));

            hubspot.withContacts(121, 1).withProperty(221, "lastmodifieddate", "2026-11-20T11:00:00.000Z");
            await().atMost(LONG).until(() -> hubspot.calls().size() == 127);
            assertThat(simulator.calls()).as("who is listed again is not called again").hasSize(127);
        }
    }

    @Test
    void any_crm_is_connected_by_properties_alone() {
        try (PlainCrm crm = new PlainCrm(10).withPeople(1, 25); Simulator simulator = simulator();
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("llana", """
                        source:
                          from: http
                          every: 1s
                          url: "%1$s/people?since={cursor}&after={page}"
                          paging: token
                          next: next.after
                          items: people
                          ref-field: id
                          columns: name; phone=phones[0].number
                          changed: updated
                          token-url: "%1$s/token"
                          client-id: client-17
                          client-secret: %2$s
                        report:
                          to: http
                          method: PUT
                          url: "%1$s/calls/{ref}"
                          record: '{"contact": "{contact_ref}", "call": {"outcome": "{disposition}", "time": {"seconds": "{duration_seconds}"}}}'
                          token-url: "%1$s/token"
                          client-id: client-17
                          client-secret: %2$s
                        """.formatted(crm.url(), PlainCrm.CLIENT_SECRET) + campaign()).start()) {

            await().atMost(LONG).until(() -> crm.calls().size() == 25);

            assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
            assertThat(crm.calls().values()).allSatisfy(call -> {
                assertThat(call.path("contact").asText()).startsWith("P");
                assertThat(call.path("call").path("outcome").asText()).isEqualTo("answered");
                assertThat(call.path("call").path("time").path("seconds").isNumber()).isTrue();
            });
            assertThat(crm.tokens()).as("one token for source and sink").isEqualTo(1);
        }
    }

    private static String campaign() {
        return plainCampaign().replace("phone: telefono, key: id", "phone: phone").replace("\"{{nombre}}\"", "\"{{firstname | default('')}}\"");
    }

    private static Simulator simulator() {
        return Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
    }
}
