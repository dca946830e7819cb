package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Behaviour;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.NumberScript;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is the campaign's or the account's fault pauses the campaign and costs no contact. */
class CampaignAtFaultTest {
    private static final String GOOD_VERSION = "3c90c3cc-0d44-4b50-8888-8dd25736052a";
    private static final String WRONG_VERSION = "00000000-0d44-4b50-8888-8dd25736052a";
    private static final String GOOD_NUMBER = "+34910000999";
    private static final String WRONG_NUMBER = "+34910000111";
    private static final String WITH_WRONG_VERSION = plainCampaign() + "agent-version: " + WRONG_VERSION + "\n";
    private static final String WITH_WRONG_NUMBER = plainCampaign().replace(GOOD_NUMBER, WRONG_NUMBER);
    private static final int EACH = 30;

    @TempDir
    private static Path dir;
    private static final MovableClock CLOCK = new MovableClock();
    private static Simulator simulator;
    private static RunningBundle bundle;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(CLOCK)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED)
                        .withAgentVersions(Set.of(GOOD_VERSION)).withFromNumbers(Set.of(GOOD_NUMBER))));
        // few at once, so that a pause after three is seen to come before the list is through
        bundle = new RunningBundle(dir, simulator).withClock(CLOCK).set("dial.max-parallel", 4)
                .campaign("version", WITH_WRONG_VERSION).campaign("number", WITH_WRONG_NUMBER)
                .campaign("different", plainCampaign("max-concurrent: 1"));
        List.of("telephony", "key", "permission", "equal", "refused", "poison").forEach(name -> bundle.campaign(name, plainCampaign()));
        bundle.start();
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @AfterEach
    void nobody_was_dialled_twice() {
        assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
        simulator.faults(List.of());
    }

    @Test
    void a_wrong_agent_version_pauses_until_the_campaign_file_is_corrected() {
        assertPaused("version", 100, "422");
        assertAllCalledAfterEdit("version", WITH_WRONG_VERSION.replace(WRONG_VERSION, GOOD_VERSION));
    }

    @Test
    void a_number_that_may_not_call_pauses_until_the_campaign_file_is_corrected() {
        assertPaused("number", 200, "404 PHONE_NUMBER_NOT_FOUND");
        assertAllCalledAfterEdit("number", WITH_WRONG_NUMBER.replace(WRONG_NUMBER, GOOD_NUMBER));
    }

    @Test
    void an_account_without_telephony_pauses_until_the_campaign_file_is_touched() {
        simulator.faults(FaultRule.answering(RequestKind.START, 412));

        assertPaused("telephony", 300, "412 SIP_CONFIG_NOT_SET");
        simulator.faults(List.of());
        assertAllCalledAfterEdit("telephony", plainCampaign() + "# telephony is set up\n");
    }

    @Test
    void a_refused_key_pauses_until_the_list_answers_again() {
        simulator.faults(FaultRule.answering(RequestKind.ANY, 401));

        assertPaused("key", 400, "401");
        long starts = simulator.counts().starts();
        CLOCK.advance(Duration.ofMinutes(5));
        await().during(Duration.ofMillis(400)).atMost(PATIENCE).until(() -> simulator.counts().starts() == starts);

        simulator.faults(List.of());
        assertAllCalledByItself("key");
    }

    @Test
    void a_missing_permission_pauses_and_is_tried_again_by_itself() {
        simulator.faults(FaultRule.answering(RequestKind.START, 403));

        assertPaused("permission", 500, "403");
        simulator.faults(List.of());
        assertAllCalledByItself("permission");
    }

    @Test
    void equal_refusals_of_five_contacts_are_taken_for_the_campaigns_fault_and_taken_back() {
        simulator.faults(FaultRule.answering(RequestKind.START, 400).withBody("{\"error_code\":\"VARIABLE_MISSING\"}"));

        assertPaused("equal", 600, "400 VARIABLE_MISSING");
        simulator.faults(List.of());
        assertAllCalledAfterEdit("equal", plainCampaign() + "# the agent knows the variable now\n");
    }

    @Test
    void contacts_refused_for_different_reasons_do_not_stop_the_list() {
        for (int i = 0; i < 6; i++) {
            String body = "{\"error_code\":\"REASON_" + (char) ('A' + i) + "\"}";
            simulator.behave(behaviour(number(700 + i), NumberScript.refusing(400, body)));
        }
        bundle.drop("different", "lista.csv", people(700, EACH));

        bundle.awaitSummary("different", "lista");

        assertThat(bundle.rows("different", "lista.results.csv")).hasSize(EACH)
                .filteredOn(row -> row.get("call_state").equals("refused")).hasSize(6)
                .allSatisfy(row -> assertThat(row.get("call_error")).startsWith("400 REASON_"));
    }

    @Test
    void a_refused_contact_is_reported_with_the_reason_and_the_others_are_called() {
        simulator.behave(behaviour(number(800), NumberScript.refusing(400)));
        simulator.behave(behaviour(number(801), NumberScript.refusing(422)));

        bundle.drop("refused", "lista.csv", people(800, EACH));
        bundle.awaitSummary("refused", "lista");

        assertThat(bundle.result("refused", "lista", "K800")).containsEntry("call_state", "refused")
                .containsEntry("call_disposition", "invalid_number").containsEntry("call_error", "400 NON_SPANISH_PHONE_NUMBER");
        assertThat(bundle.result("refused", "lista", "K801")).containsEntry("call_state", "refused")
                .containsEntry("call_disposition", "invalid_number").containsEntry("call_error", "422 body.to_number");
        assertThat(bundle.rows("refused", "lista.results.csv")).filteredOn(row -> row.get("call_state").equals("ended")).hasSize(EACH - 2);
    }

    @Test
    void a_contact_whose_call_always_fails_does_not_stop_the_list() {
        simulator.behave(behaviour(number(905), NumberScript.poisonous()));

        bundle.drop("poison", "lista.csv", people(900, EACH));
        bundle.awaitSummary("poison", "lista");

        assertThat(bundle.result("poison", "lista", "K905")).containsEntry("call_state", "review").containsEntry("call_attempts", "1");
        assertThat(bundle.rows("poison", "lista.results.csv")).filteredOn(row -> row.get("call_state").equals("ended")).hasSize(EACH - 1);
    }

    private static UnaryOperator<Behaviour> behaviour(String number, NumberScript script) {
        return usual -> usual.withScript(number, script);
    }

    private static void assertPaused(String campaign, int firstPerson, String reason) {
        long before = simulator.counts().starts();
        bundle.drop(campaign, "lista.csv", people(firstPerson, EACH));

        await().atMost(PATIENCE).until(() -> bundle.progress(campaign).paused().isPresent());

        assertThat(bundle.progress(campaign).paused().orElseThrow()).startsWith(reason);
        await().atMost(PATIENCE).until(() -> bundle.progress(campaign).waiting() == EACH);
        // those under way when it paused are asked as well, which are more on a slow machine; the list is not burnt
        assertThat(simulator.counts().starts() - before).isBetween(3L, EACH / 2L);
    }

    private static void assertAllCalledAfterEdit(String campaign, String corrected) {
        bundle.campaign(campaign, corrected);
        assertAllCalled(campaign);
    }

    private static void assertAllCalledByItself(String campaign) {
        CLOCK.advance(Duration.ofMinutes(1));
        assertAllCalled(campaign);
    }

    private static void assertAllCalled(String campaign) {
        bundle.awaitSummary(campaign, "lista");

        assertThat(bundle.rows(campaign, "lista.results.csv")).hasSize(EACH).allSatisfy(row -> assertThat(row)
                .containsEntry("call_state", "ended").containsEntry("call_disposition", "answered").containsEntry("call_attempts", "1")
                .containsEntry("call_error", ""));
    }
}
