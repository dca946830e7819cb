package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.simulator.NumberScript;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who of a list is enrolled and who is not, in one bundle with a campaign for each question. */
class ListEnrolmentTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static RunningBundle bundle;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)
                        .withScript(number(400), NumberScript.ending(Outcome.ANSWERED, null, "do_not_call"))));
        Path doNotCall = dir.resolve("do-not-call.txt");
        Files.writeString(doNotCall, "# asked not to be called\n0034 600 000 302\n");
        bundle = new RunningBundle(dir, simulator)
                .campaign("espera", closed(plainCampaign()))
                .campaign("parejas", closed(plainCampaign()).replace("region: ES}", "region: ES, same-number: allow}"))
                .campaign("solteros", closed(plainCampaign()))
                .campaign("lista-negra", plainCampaign("do-not-call: " + doNotCall))
                .campaign("renovaciones", plainCampaign())
                .campaign("otra", plainCampaign())
                .campaign("editada", plainCampaign())
                .start();
    }

    private static String closed(String campaign) {
        return campaign.replace("window: always", "window: \"\"");
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @Test
    void a_key_on_a_second_list_is_rejected_and_updates_the_contact_that_still_waits() {
        bundle.drop("espera", "primera.csv", people(100, 3));
        await().atMost(LONG).until(() -> bundle.rows("espera", "primera.results.csv").size() == 3);

        bundle.drop("espera", "segunda.csv", "id,telefono,nombre\nK100,600000199,Persona nueva\nK101,600000102,Persona 101\nK7,600000102,Otra\n");

        await().atMost(LONG).until(() -> bundle.rows("espera", "segunda.rejected.csv").size() == 3);
        List<Map<String, String>> rejected = bundle.rows("espera", "segunda.rejected.csv");
        assertThat(rejected).extracting(row -> row.get("rejected_line")).containsExactly("2", "3", "4");
        assertThat(rejected.get(0).get("rejected_reason")).contains("already enrolled from list primera, line 2", "still waits", "were updated");
        assertThat(rejected.get(1).get("rejected_reason")).contains("already enrolled from list primera, line 3", "not updated",
                "the same number is enrolled under another key from list primera, line 4");
        assertThat(rejected.get(2).get("rejected_reason")).contains("the same number is enrolled under another key from list primera, line 4",
                "same-number: allow");
        assertThat(bundle.rows("espera", "primera.results.csv")).allSatisfy(row -> assertThat(row).containsEntry("call_state", "waiting"));
        assertThat(bundle.outbox("espera", "primera.summary.json")).doesNotExist();

        bundle.campaign("espera", plainCampaign());
        bundle.awaitSummary("espera", "primera");

        assertThat(calls(199)).singleElement().satisfies(call -> assertThat(call.variables()).containsEntry("customer_name", "Persona nueva"));
        assertThat(calls(100)).isEmpty();
        assertThat(calls(101)).hasSize(1);
        assertThat(calls(102)).hasSize(1);
    }

    private static List<SimulatedCall> calls(int person) {
        return simulator.calls().stream().filter(call -> call.number().equals(number(person))).toList();
    }

    @Test
    void a_number_under_two_keys_is_enrolled_twice_only_where_the_campaign_allows_it() {
        String couple = "id,telefono,nombre\nA,600000200,Ana\nB,600000200,Berto\n";

        bundle.drop("parejas", "lista.csv", couple).drop("solteros", "lista.csv", couple);

        await().atMost(LONG).until(() -> bundle.rows("parejas", "lista.results.csv").size() == 2
                && bundle.rows("solteros", "lista.results.csv").size() == 1
                // written after the results
                && bundle.rows("solteros", "lista.rejected.csv").size() == 1);
        assertThat(bundle.rows("parejas", "lista.rejected.csv")).isEmpty();
        assertThat(bundle.rows("solteros", "lista.rejected.csv")).singleElement().satisfies(row -> assertThat(row).containsEntry("id", "B"));
    }

    @Test
    void who_is_on_the_do_not_call_list_is_rejected() {
        bundle.drop("lista-negra", "lista.csv", people(301, 3));

        bundle.awaitSummary("lista-negra", "lista");

        assertThat(bundle.rows("lista-negra", "lista.rejected.csv")).singleElement().satisfies(row -> assertThat(row)
                .containsEntry("id", "K302").containsEntry("rejected_line", "3").extractingByKey("rejected_reason").asString().contains("do-not-call"));
        assertThat(calls(302)).isEmpty();
        assertThat(calls(301)).hasSize(1);
    }

    @Test
    void who_opted_out_in_one_campaign_is_rejected_in_every_other() {
        bundle.drop("renovaciones", "baja.csv", people(400, 1));
        bundle.awaitSummary("renovaciones", "baja");
        assertThat(bundle.rows("renovaciones", "baja.results.csv").get(0)).containsEntry("call_disposition", "opted_out");

        bundle.drop("otra", "lista.csv", people(400, 2));
        bundle.awaitSummary("otra", "lista");

        assertThat(bundle.rows("otra", "lista.rejected.csv")).singleElement().satisfies(row -> assertThat(row.get("rejected_reason"))
                .contains("opted out"));
        assertThat(calls(400)).hasSize(1);
        assertThat(calls(401)).hasSize(1);
    }

    @Test
    void a_bad_edit_keeps_the_last_good_edition_and_the_next_edition_calls_the_same_people_again() {
        bundle.drop("editada", "lista.csv", people(500, 2));
        bundle.awaitSummary("editada", "lista");

        bundle.campaign("editada", plainCampaign().replace("window: always", "window: siempre"));
        await().atMost(LONG).until(() -> campaigns().problems().stream().anyMatch(problem -> problem.toString().contains("window")));
        bundle.drop("editada", "lista.csv", people(500, 3));
        bundle.awaitSummary("editada", "lista-2");

        assertThat(bundle.rows("editada", "lista-2.rejected.csv")).hasSize(2)
                .allSatisfy(row -> assertThat(row.get("rejected_reason")).contains("already enrolled from list lista, line"));
        assertThat(calls(502)).as("the last good edition is in use").hasSize(1);

        bundle.campaign("editada", "edition: 2\n" + plainCampaign());
        await().atMost(LONG).until(() -> campaigns().find("editada").orElseThrow().edition() == 2);
        bundle.drop("editada", "lista.csv", people(500, 2));
        bundle.awaitSummary("editada", "lista-3");

        assertThat(calls(500)).hasSize(2);
        assertThat(bundle.rows("editada", "lista.results.csv")).as("what came of the first edition stays").hasSize(2)
                .allSatisfy(row -> assertThat(row).containsEntry("call_attempts", "1"));
    }

    private static Campaigns campaigns() {
        return bundle.bundle().bean("campaigns", Campaigns.class);
    }
}
