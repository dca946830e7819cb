package io.voicecampaigns.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.salesforce.CampaignOrg;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.simulator.salesforce.SalesforceFault;
import io.voicecampaigns.simulator.salesforce.SalesforceFault.Kind;
import io.voicecampaigns.simulator.salesforce.SalesforceFault.On;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Salesforce and the provider outlive the process: they know who was called, and what was told of it. */
class KilledWithSalesforceAtBothEndsTest {
    private static final int PEOPLE = 250;
    private static final Timing USUAL = Timing.exactly(100, 200).withDurationScale(60).withRecordingLagMs(300).withListLagMs(50).withLatencyMs(30);

    /** A step before or after it, at both ends and at the provider. */
    private static final List<String> CRASH_POINTS = List.of("after start 30", "before write 2", "after write 2");

    @TempDir
    private Path dir;

    @Test
    void no_task_is_missing_none_is_there_twice_and_nobody_was_called_twice() {
        try (CampaignOrg salesforce = new CampaignOrg().members(1, PEOPLE);
                Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                        .behaving(usual -> usual.withTiming(USUAL).withSeed(11).withEveryCall(Outcome.ANSWERED)))) {
            simulator.faults(FaultRule.of(RequestKind.START, FaultKind.LOSE_ANSWER).withProbability(0.02));
            salesforce.org.faults(SalesforceFault.of(On.WRITE, Kind.LOCKED_ROW, 20));
            RunningBundle bundle = salesforce.connect(new RunningBundle(dir, simulator)).set("dial.lease", "10m").set("dial.max-parallel", 8)
                    .campaign("renovaciones", salesforce.campaignFile("max-concurrent: 10"));

            for (String place : CRASH_POINTS) {
                try (BundleProcess process = BundleProcess.start(dir, bundle.settings(), place)) {
                    process.awaitCrashPoint().kill();
                }
                assertThat(DeadLedger.in(bundle.data(), dir).attemptsIn("dialing")).as("attempts in dialing when killed %s", place).isPositive();
            }
            salesforce.org.faults(SalesforceFault.of(On.WRITE, Kind.LOST_ANSWER, 1));
            try (BundleProcess last = BundleProcess.start(dir, bundle.settings())) {
                await().atMost(BundleProcess.PATIENCE).failFast("the bundle ended by itself", last::hasEnded)
                        .untilAsserted(() -> hasEverything(salesforce, simulator, bundle));
            }

            assertThat(salesforce.tasksByAttempt()).allSatisfy((attempt, count) -> assertThat(count).as("Tasks of one attempt").isOne());
            Map<Object, Map<String, Object>> byCall = salesforce.tasks().stream().collect(Collectors.toMap(task -> task.get("CallObject"), task -> task));
            assertThat(byCall.keySet()).as("calls that have a Task").containsExactlyInAnyOrderElementsOf(
                    simulator.calls().stream().map(call -> (Object) call.id()).toList());
            assertThat(simulator.calls()).allSatisfy(call -> assertThat(byCall.get(call.id())).containsEntry("AI_Call_Id__c", call.attemptId().orElseThrow())
                    .containsEntry("CallDisposition", "answered"));
            assertThat(simulator.counts().mostPerAttempt()).isOne();
            assertThat(simulator.counts().mostPerNumber()).isOne();
            assertThat(bundle.rows("renovaciones", "salesforce.results.csv")).hasSize(PEOPLE);
        }
    }

    /** A Task of every call, with the recording that the results have, and every member in the results. */
    private static void hasEverything(CampaignOrg salesforce, Simulator simulator, RunningBundle bundle) {
        List<Map<String, String>> rows = bundle.rows("renovaciones", "salesforce.results.csv");
        assertThat(rows.stream().filter(row -> Set.of("ended", "review").contains(row.get("call_state"))).count()).as("members that are done with").isEqualTo(PEOPLE);
        Map<Object, Object> recordings = salesforce.tasks().stream().collect(Collectors.toMap(task -> task.get("CallObject"),
                task -> task.getOrDefault("AI_Recording_URL__c", ""), (one, other) -> "several"));
        assertThat(recordings.size()).as("Tasks").isEqualTo(simulator.calls().size());
        assertThat(rows.stream().filter(row -> !row.get("call_id").isEmpty())
                .filter(row -> !row.get("call_recording_url").equals(recordings.get(row.get("call_id")))).count()).as("recordings that differ").isZero();
    }
}
