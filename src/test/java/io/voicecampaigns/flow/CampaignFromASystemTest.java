package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.KameletInstances;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.source.Shop;
import io.voicecampaigns.source.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Contacts flow from a system that is two YAML files, and outcomes return to it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CampaignFromASystemTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static Shop shop;
    private static RunningBundle bundle;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
        shop = new Shop().customers(1, 7).customer(8, Map.of("id", "K8", "telefono", "12", "nombre", "Persona 8"));
        bundle = Shop.kamelets(new RunningBundle(dir, simulator)).set("shop.token", Shop.TOKEN)
                .campaign("tienda", shop.campaign("1s").replace("every: 1s", "every: 1s, api-token: \"{{shop.token}}\"")
                        .replace("{to: shop", "{to: shop, api-token: \"{{shop.token}}\"") + plainCampaign())
                .campaign("despues", plainCampaign().replace("telefono, key", "telefono, same-number: allow, key"))
                .start();
    }

    @AfterAll
    static void stop() {
        bundle.close();
        shop.close();
        simulator.close();
    }

    @Test
    @Order(1)
    void contacts_come_page_by_page_and_outcomes_go_back_with_the_ref_of_their_contact() {
        await().atMost(LONG).until(() -> shop.outcomes().size() >= 7);
        bundle.awaitSummary("tienda", "shop");

        assertThat(simulator.calls()).extracting(SimulatedCall::number).filteredOn(number -> number.compareTo(number(100)) < 0)
                .hasSize(7).contains(number(1), number(7));
        assertThat(shop.outcomes()).allSatisfy(outcome -> {
            assertThat(outcome.path("key").asText()).isEqualTo("K" + outcome.path("contact_ref").asText());
            assertThat(outcome.path("disposition").asText()).isEqualTo("answered");
            assertThat(outcome.path("list").asText()).isEqualTo("shop");
        });
        assertThat(bundle.rows("tienda", "shop.results.csv")).hasSize(7).first().satisfies(row -> assertThat(row)
                .containsEntry("ref", "1").containsEntry("key", "K1").containsEntry("phone", number(1)).containsEntry("call_disposition", "answered"));
        assertThat(bundle.rows("tienda", "shop.rejected.csv")).singleElement().satisfies(row -> assertThat(row).containsEntry("ref", "8"));
        // the next run goes on where the ledger stands
        await().atMost(LONG).until(() -> shop.queries().contains("after=8&segment=all"));
    }

    @Test
    void a_token_reaches_the_system_and_stands_in_no_log_and_no_endpoint_of_a_kamelet() {
        await().atMost(LONG).until(() -> shop.outcomes().size() >= 7);

        assertThat(shop.tokens()).isNotEmpty().allMatch(("Bearer " + Shop.TOKEN)::equals);
        assertThat(bundle.bundle().context().getEndpoints()).extracting(Endpoint::getEndpointUri).filteredOn(uri -> uri.startsWith("kamelet:"))
                .isNotEmpty().noneMatch(uri -> uri.contains("token") || uri.contains("127.0.0.1"));
        // LeakWatch looks for it in the logs
    }

    @Test
    void a_campaign_whose_kamelet_comes_later_goes_on_by_itself() {
        try (Shop late = new Shop().customers(201, 2)) {
            bundle.campaign("despues", late.campaign("1s").replace("from: shop", "from: bazar") + plainCampaign());
            Campaigns campaigns = bundle.bundle().bean("campaigns", Campaigns.class);
            await().atMost(LONG).until(() -> campaigns.problems().stream().anyMatch(problem -> problem.toString()
                    .contains("there is no kamelet bazar-contacts-source")));

            bundle.kamelet("bazar-contacts-source", Shop.read("shop-contacts-source").replace("name: shop", "name: bazar"));

            await().atMost(LONG).until(() -> late.outcomes().size() == 2);
            assertThat(campaigns.problems()).isEmpty();
        }
    }

    @Test
    void between_runs_kamelets_can_be_exchanged() {
        Sources sources = bundle.bundle().bean("sources", Sources.class);
        await().atMost(LONG).until(() -> shop.outcomes().size() == 7);

        sources.hold();
        await().atMost(LONG).until(() -> sources.runs().isEmpty());
        int asked = shop.queries().size();
        bundle.bundle().bean("kameletInstances", KameletInstances.class).renew();
        shop.customer(9);
        assertThat(shop.queries()).hasSize(asked);
        sources.resume();

        await().atMost(LONG).until(() -> shop.outcomes().size() == 8);
    }
}
