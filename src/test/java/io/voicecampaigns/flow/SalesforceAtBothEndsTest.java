package io.voicecampaigns.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.salesforce.eventbus.protobuf.ReplayPreset;
import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.call.ContactChecks;
import io.voicecampaigns.salesforce.CampaignOrg;
import io.voicecampaigns.salesforce.EventBus;
import io.voicecampaigns.simulator.NumberScript;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.simulator.salesforce.SalesforceFault;
import io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind;
import io.voicecampaigns.simulator.salesforce.SalesforceFault.On;
import io.voicecampaigns.source.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The members of a Salesforce campaign are called, and what came of it stands in Salesforce. */
class SalesforceAtBothEndsTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    private Path dir;

    @Test
    void every_member_is_called_once_and_gets_a_task_with_its_recording_and_a_status() {
        try (Simulator simulator = simulator(); CampaignOrg salesforce = new CampaignOrg().members(1, 30);
                RunningBundle bundle = salesforce.connect(new RunningBundle(dir, simulator)).campaign("renovaciones", salesforce.campaignFile()).start()) {
            bundle.awaitSummary("renovaciones", "salesforce");
            await().atMost(LONG).untilAsserted(() -> assertThat(salesforce.tasks()).hasSize(30)
                    .allSatisfy(task -> assertThat(task).containsKey("AI_Recording_URL__c")));

            assertThat(simulator.counts().accepted()).isEqualTo(30);
            assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
            assertThat(salesforce.members()).allSatisfy(member -> {
                assertThat(member).containsEntry("Status", "Responded");
                assertThat(salesforce.tasks()).filteredOn(task -> task.get("WhoId").equals(member.get("ContactId"))).singleElement()
                        .satisfies(task -> assertThat(task).containsEntry("WhatId", member.get("CampaignId")).containsEntry("CallDisposition", "answered"));
            });
            assertThat(simulator.calls()).extracting(call -> call.variables().get("customer_name")).contains("Persona 1", "Persona 30");

            // our own writes come back as changes, are known, and change nothing
            int reads = salesforce.org.requests(On.QUERY);
            await().atMost(LONG).until(() -> salesforce.org.requests(On.QUERY) > reads + 2);
            assertThat(simulator.counts().accepted()).isEqualTo(30);
            assertThat(bundle.rows("renovaciones", "salesforce.rejected.csv")).isEmpty();
        }
    }

    @Test
    void the_late_recording_of_an_earlier_call_stands_in_its_task_and_the_member_keeps_the_status_of_the_last_one() {
        try (Simulator simulator = simulator(); CampaignOrg salesforce = new CampaignOrg().members(1, 1)) {
            simulator.behave(usual -> usual.withTiming(usual.timing().withRecordingLagMs(3_600_000)).withScript(RunningBundle.number(1), NumberScript.ending(Outcome.VOICEMAIL)));
            try (RunningBundle bundle = salesforce.connect(new RunningBundle(dir, simulator)).campaign("renovaciones",
                    salesforce.campaignFile("attempts: 2", "retry: {voicemail: 2s}").replace("{answered: Responded, otherwise: Tried}", "\"${disposition}\"")).start()) {
                await().atMost(LONG).until(() -> simulator.counts().accepted() == 1);
                simulator.behave(usual -> usual.withScript(RunningBundle.number(1), NumberScript.ending(Outcome.NO_ANSWER)));
                await().atMost(LONG).until(() -> salesforce.tasks().size() == 2);
                await().atMost(LONG).untilAsserted(() -> assertThat(salesforce.members()).extracting(member -> member.get("Status")).containsExactly("no_answer"));

                simulator.behave(usual -> usual.withTiming(usual.timing().withRecordingLagMs(0)));

                await().atMost(LONG).until(() -> salesforce.tasks().stream().anyMatch(task -> task.containsKey("AI_Recording_URL__c")));
                assertThat(salesforce.members()).extracting(member -> member.get("Status")).containsExactly("no_answer");
            }
        }
    }

    @Test
    void who_says_no_after_being_read_is_not_called() {
        MovableClock clock = new MovableClock();
        try (Simulator simulator = simulator(); CampaignOrg salesforce = new CampaignOrg().members(1, 3)) {
            try (RunningBundle bundle = salesforce.connect(new RunningBundle(dir, simulator)).withClock(clock)
                    .campaign("renovaciones", salesforce.campaignFile().replace("window: always", "window: \"mon-sun 00:00-00:01\"")).start()) {
                await().atMost(LONG).until(() -> bundle.progress("renovaciones").enrolled() == 3);
                String second = String.valueOf(salesforce.members().stream().skip(1).findFirst().orElseThrow().get("ContactId"));
                salesforce.org.update(second, Map.of("DoNotCall", true));

                bundle.campaign("renovaciones", salesforce.campaignFile());
                bundle.awaitSummary("renovaciones", "salesforce");

                assertThat(simulator.calls()).extracting(SimulatedCall::number).containsExactlyInAnyOrder(RunningBundle.number(1), RunningBundle.number(3));
                assertThat(bundle.bundle().bean("contactChecks", ContactChecks.class).problems()).isEmpty();
            }
        }
    }

    @Test
    void with_events_it_is_read_when_something_changed_and_a_stop_does_not_wait_for_them() throws Exception {
        try (Simulator simulator = simulator(); CampaignOrg salesforce = new CampaignOrg().members(1, 3); EventBus bus = new EventBus();
                RunningBundle bundle = salesforce.connect(new RunningBundle(dir, simulator)).set("camel.main.shutdown-timeout", 600).campaign("renovaciones", salesforce.campaignFile().replace("  every: 1s\n",
                        "  every: 1s\n  events: /event/People_To_Call__e\n  events-address: \"" + bus.address() + "\"\n")).start()) {
            await().atMost(LONG).until(() -> simulator.counts().accepted() == 3 && bus.listeners() == 1);
            salesforce.members(4, 2);

            bus.publish();

            await().atMost(LONG).until(() -> simulator.counts().accepted() == 5);
            // it listens on, behind what it heard
            await().atMost(LONG).until(() -> bus.listeners() == 1 && bus.subscriptions().get(bus.subscriptions().size() - 1).getReplayPreset() == ReplayPreset.CUSTOM);
            assertThat(bundle.bundle().bean("sources", Sources.class).problems()).isEmpty();

            CompletableFuture.runAsync(bundle::stop).get(2, TimeUnit.MINUTES);

            await().atMost(LONG).until(() -> bus.listeners() == 0);
        }
    }

    @Test
    void locked_rows_lost_answers_and_expired_sessions_lose_no_task_and_make_none_twice() {
        MovableClock clock = new MovableClock();
        try (Simulator simulator = simulator(); CampaignOrg salesforce = new CampaignOrg().members(1, 40);
                RunningBundle bundle = salesforce.connect(new RunningBundle(dir, simulator)).withClock(clock)
                        .campaign("renovaciones", salesforce.campaignFile()).start()) {
            salesforce.org.faults(SalesforceFault.of(On.WRITE, Kind.LOCKED_ROW, 10), SalesforceFault.of(On.WRITE, Kind.LOST_ANSWER, 1),
                    SalesforceFault.of(On.WRITE, Kind.EXPIRED_SESSION, 1), SalesforceFault.of(On.QUERY, Kind.UNAVAILABLE, 1));

            await().atMost(LONG).untilAsserted(() -> {
                // whoever waits for another try need not
                clock.advance(Duration.ofSeconds(5));
                assertThat(salesforce.tasks()).hasSize(40).allSatisfy(task -> assertThat(task).containsKey("AI_Recording_URL__c"));
            });

            assertThat(salesforce.tasksByAttempt()).hasSize(40);
            assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
        }
    }

    @Test
    void an_org_that_cannot_be_reached_stops_no_campaign_from_a_file() {
        try (Simulator simulator = simulator(); CampaignOrg salesforce = new CampaignOrg();
                RunningBundle bundle = salesforce.connect(new RunningBundle(dir, simulator)).set("salesforce.login-url", "http://127.0.0.1:1")
                        .campaign("renovaciones", salesforce.campaignFile()).campaign("lista", RunningBundle.plainCampaign()).start()) {
            bundle.drop("lista", "lista.csv", RunningBundle.people(1, 5));

            bundle.awaitSummary("lista", "lista");

            assertThat(simulator.counts().accepted()).isEqualTo(5);
        }
    }

    private static Simulator simulator() {
        return Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 60).withDurationScale(60).withRecordingLagMs(300)).withEveryCall(Outcome.ANSWERED)));
    }
}
