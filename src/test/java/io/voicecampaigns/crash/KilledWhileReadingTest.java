package io.voicecampaigns.crash;

import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.standin.PlainCrm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CRM outlives the process, which is killed in the midst of reading it: before a page is in the ledger, and after. */
class KilledWhileReadingTest {
    private static final int PEOPLE = 40;
    private static final List<String> CRASH_POINTS = List.of("before enrich 2 without dialling", "after enroll 2 without dialling", "before enrich 3 without dialling");

    @TempDir
    private Path dir;

    @Test
    void no_contact_is_lost_and_none_is_taken_twice() {
        try (PlainCrm crm = new PlainCrm(5).withPeople(1, PEOPLE);
                Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                        .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)))) {
            RunningBundle bundle = new RunningBundle(dir, simulator).set("dial.lease", "10m").campaign("tienda", """
                    source: {from: http, every: 1s, url: "%s/people?since={cursor}&after={page}", credential: "%s", ref-field: id, items: people, paging: token, next: next.after, changed: updated,
                      sorted: "true", columns: "id; nombre=name.first; telefono=phones[0].number"}
                    """.formatted(crm.url(), PlainCrm.KEY) + plainCampaign());

            for (String place : CRASH_POINTS) {
                try (BundleProcess process = BundleProcess.start(dir, bundle.settings(), place)) {
                    process.awaitCrashPoint().kill();
                }
                assertThat(DeadLedger.in(bundle.data(), dir).contacts()).as("contacts enrolled when killed %s", place).isBetween(5L, PEOPLE - 1L);
            }
            try (BundleProcess last = BundleProcess.start(dir, bundle.settings())) {
                await().atMost(Duration.ofSeconds(90)).failFast("the bundle ended by itself", last::hasEnded)
                        .untilAsserted(() -> assertThat(bundle.rows("tienda", "http.results.csv")).hasSize(PEOPLE)
                                .allSatisfy(row -> assertThat(row.get("call_state")).isIn("ended", "review")));
            }

            assertThat(bundle.rows("tienda", "http.results.csv")).extracting(row -> row.get("ref"))
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, PEOPLE).mapToObj(i -> "P" + i).toList());
            assertThat(simulator.calls()).extracting(SimulatedCall::number).doesNotHaveDuplicates();
            assertThat(simulator.counts().mostPerAttempt()).isOne();
        }
    }
}
