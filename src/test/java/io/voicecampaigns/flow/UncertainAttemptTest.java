package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.NumberScript;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing but evidence, a person, or a campaign that says so decides what an unknown answer meant. */
class UncertainAttemptTest {
    private static final FaultRule NOT_ACCEPTED = FaultRule.of(RequestKind.START, FaultKind.CLOSE_BEFORE);
    private static final FaultRule LOST = FaultRule.of(RequestKind.START, FaultKind.LOSE_ANSWER);

    @TempDir
    private static Path dir;
    private static final MovableClock CLOCK = new MovableClock();
    private static Simulator simulator;
    private static RunningBundle bundle;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(CLOCK)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED)));
        bundle = new RunningBundle(dir, simulator).withClock(CLOCK).campaign("a-mano", plainCampaign())
                .campaign("otra-vez", plainCampaign("uncertain: redial")).start();
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @AfterEach
    void behave_again() {
        simulator.faults(List.of());
        simulator.behave(any -> any.withEchoedVariables(true).withTiming(Timing.exactly(20, 30)));
        assertThat(simulator.counts().mostPerAttempt()).isEqualTo(1);
    }

    @Test
    void an_attempt_in_review_is_dialled_again_where_the_campaign_says_so() {
        simulator.faults(NOT_ACCEPTED.toNumber(number(11)).times(1));

        bundle.drop("otra-vez", "lista.csv", people(10, 4));
        bundle.awaitSummary("otra-vez", "lista");

        List<Map<String, String>> attempts = bundle.attempts("otra-vez", "lista", "K11");
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0)).containsEntry("call_attempt", "1").containsEntry("call_disposition", "unknown").containsEntry("call_id", "")
                .containsEntry("call_error", "no call was found; dialled again");
        assertThat(attempts.get(1)).containsEntry("call_attempt", "2").containsEntry("call_state", "ended")
                .containsEntry("call_disposition", "answered");
        assertThat(bundle.result("otra-vez", "lista", "K11")).containsEntry("call_state", "ended").containsEntry("call_attempts", "2");
    }

    @Test
    void a_contact_whose_call_always_fails_is_not_redialled_for_ever() {
        simulator.behave(usual -> usual.withScript(number(21), NumberScript.poisonous()));
        long before = simulator.counts().starts();

        bundle.drop("otra-vez", "veneno.csv", people(20, 4));
        bundle.awaitSummary("otra-vez", "veneno");

        assertThat(bundle.result("otra-vez", "veneno", "K21")).containsEntry("call_state", "review").containsEntry("call_attempts", "2");
        assertThat(simulator.counts().starts() - before).isEqualTo(5);
    }

    @Test
    void a_call_that_the_list_shows_too_late_is_found_within_the_hour() {
        simulator.behave(usual -> usual.withTiming(Timing.exactly(20, 30).withListLagMs(60_000)));
        simulator.faults(LOST.toNumber(number(31)));
        bundle.drop("a-mano", "tarde.csv", people(31, 1));
        await().atMost(PATIENCE).until(() -> "review".equals(bundle.result("a-mano", "tarde", "K31").get("call_state")));

        CLOCK.advance(Duration.ofMinutes(61));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bundle.result("a-mano", "tarde", "K31"))
                .containsEntry("call_state", "ended").containsEntry("call_disposition", "answered").containsEntry("call_attempts", "1"));
    }

    @Test
    void without_echoed_variables_a_call_is_known_by_number_and_time() {
        simulator.behave(usual -> usual.withEchoedVariables(false));
        simulator.faults(LOST.toNumber(number(41)));

        bundle.drop("a-mano", "sin-eco.csv", people(40, 4));
        bundle.awaitSummary("a-mano", "sin-eco");

        assertThat(bundle.rows("a-mano", "sin-eco.results.csv")).hasSize(4).allSatisfy(row -> assertThat(row)
                .containsEntry("call_state", "ended").containsEntry("call_disposition", "answered").containsEntry("call_attempts", "1"));
        assertThat(bundle.result("a-mano", "sin-eco", "K41")).containsEntry("call_id", idOfCallTo(41));
    }

    @Test
    void two_calls_that_could_be_an_attempts_are_left_to_a_person() throws IOException, InterruptedException {
        simulator.behave(usual -> usual.withEchoedVariables(false));
        somebodyElseCalls(number(51));
        simulator.faults(LOST.toNumber(number(51)));

        bundle.drop("a-mano", "dos.csv", people(51, 1));
        bundle.awaitSummary("a-mano", "dos");

        assertThat(bundle.result("a-mano", "dos", "K51")).containsEntry("call_state", "review").containsEntry("call_id", "");
    }

    private static String idOfCallTo(int person) {
        return simulator.calls().stream().filter(call -> call.number().equals(number(person))).findFirst().orElseThrow().id();
    }

    private static void somebodyElseCalls(String number) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(simulator.baseUri().resolve("/v1/call/"))
                .header("Authorization", "Bearer " + RunningBundle.KEY).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"from_number\":\"+34910000999\",\"to_number\":\"" + number + "\"}")).build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(201);
    }
}
