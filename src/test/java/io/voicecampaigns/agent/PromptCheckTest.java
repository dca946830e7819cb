package io.voicecampaigns.agent;

import static io.voicecampaigns.agent.AgentBundle.FIRST_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.health.AgentHealth;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.RequestKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromptCheckTest extends WithAgents {
    private static final String CAMPAIGN = RunningBundle.plainCampaign();

    private final MovableClock clock = new MovableClock();

    @BeforeEach
    void prepare() {
        agents.bundle.withClock(clock);
        agents.simulator.behave(usual -> usual.withFromNumbers(Set.of("+34910000999", "+34910000998")));
    }

    @Test
    void what_nobody_gives_a_value_for_is_told_when_the_campaign_is_loaded() {
        agents.change("""
                {"prompt": "Offer {{offer}} to {{customer_name}} of {{ city }}. It is {{current_time[Europe/Madrid]}}. Say {{discount}} twice: {{discount}}.",
                 "greeting": "Hola {{title}}", "dynamic_variables": {"offer": "10 %"}}""");
        String second = agents.launch("v2");
        agents.bundle.campaign("complete", CAMPAIGN).campaign("lacking", CAMPAIGN + "agent-version: " + second + "\n").start();

        awaitWarnings("campaign lacking: v2 says {{city}}, {{discount}}, {{title}}, for which neither the campaign nor the agent has a value",
                "campaign lacking: it calls with v2, while v1 is published");
        assertThat(degraded()).contains("{{city}}, {{discount}}, {{title}}", "while v1 is published");

        agents.bundle.campaign("lacking", CAMPAIGN.replace("variables:\n", "variables:\n  city: x\n  discount: x\n  title: x\n") + "agent-version: " + FIRST_VERSION + "\n");
        awaitWarnings();
        agents.publish(second);
        clock.advance(Duration.ofMinutes(16));
        awaitWarnings("campaign complete: v2 says {{city}}, {{discount}}, {{title}}, for which neither the campaign nor the agent has a value",
                "campaign lacking: it calls with v1, while v2 is published");
    }

    @Test
    void nobody_is_called_before_what_the_agent_says_was_read_or_could_not_be() {
        agents.change("{\"prompt\": \"Offer {{offer}} to {{customer_name}}.\"}");
        agents.publish(agents.launch("v2"));
        agents.simulator.faults(FaultRule.slow(RequestKind.VERSIONS, 700));
        agents.bundle.campaign("renovaciones", CAMPAIGN).start();

        agents.bundle.drop("renovaciones", "gente.csv", RunningBundle.people(1, 1));
        PromptChecks checks = agents.bundle.bundle().bean("promptChecks", PromptChecks.class);
        await().atMost(RunningBundle.PATIENCE).until(() -> {
            // asked in this order: a call that is there must have been preceded by the warning
            boolean isCalled = agents.simulator.counts().of(RequestKind.START, 201) > 0;
            assertThat(!isCalled || !checks.warnings().isEmpty()).as("warned before anybody is called").isTrue();
            return isCalled;
        });

        assertThat(checks.warnings()).singleElement().asString().startsWith("campaign renovaciones: ");
    }

    @Test
    void an_agent_that_cannot_be_read_is_a_warning_until_it_can() {
        agents.simulator.faults(FaultRule.answering(RequestKind.VERSIONS, 500));
        agents.bundle.campaign("renovaciones", CAMPAIGN).campaign("ajena", CAMPAIGN.replace("910000999", "910000111")).start();

        awaitWarnings("campaign ajena: no agent is known to call from its number; what it says was not read",
                "campaign renovaciones: what its agent says could not be read: diga answered 500 INTERNAL_SERVER_ERROR instead of a page of versions");

        agents.simulator.faults(List.of());
        clock.advance(Duration.ofMinutes(2));
        awaitWarnings("campaign ajena: no agent is known to call from its number; what it says was not read");
    }

    private void awaitWarnings(String... lines) {
        PromptChecks checks = agents.bundle.bundle().bean("promptChecks", PromptChecks.class);
        await().atMost(RunningBundle.PATIENCE).untilAsserted(() -> assertThat(checks.warnings()).isEqualTo(List.of(lines)));
    }

    private String degraded() {
        // what health answers to anybody, not only to those who ask for details
        return agents.bundle.bundle().bean("agentHealth", AgentHealth.class).call().getMessage().orElse("");
    }
}
