package io.voicecampaigns.trace;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each attempt is one trace, whichever processes had to do with it, and nobody learns from it who was called. */
class AttemptTracesTest {
    private static final int PEOPLE = 3;

    @TempDir
    private Path dir;

    @Test
    void whoever_dials_and_whoever_polls_and_reports_add_to_one_trace_for_each_attempt() throws IOException {
        try (Collector collector = new Collector(); Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withEveryCall(Outcome.ANSWERED).withTiming(Timing.exactly(50, 60_000))));
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("traced", plainCampaign())
                        .set("tracing.enabled", true).set("tracing.endpoint", collector.url()).start()) {
            bundle.drop("traced", "list.csv", people(1, PEOPLE));
            await().atMost(PATIENCE).until(() -> bundle.progress("traced").inCall() == PEOPLE);
            bundle.stop();
            assertThat(collector.spans()).as("of who dialled, told at its end").extracting(Collector.Got::name).containsOnly("dial").hasSize(PEOPLE);
            simulator.behave(usual -> usual.withTiming(Timing.exactly(50, 60)));
            bundle.drop("traced", "more.csv", people(11, 1));
            bundle.start();
            bundle.awaitSummary("traced", "more");
            bundle.stop();

            Map<String, List<Collector.Got>> traces = collector.spans().stream().collect(Collectors.groupingBy(Collector.Got::trace));
            assertThat(traces).hasSize(PEOPLE + 1);
            assertThat(traces.values()).allSatisfy(spans -> assertThat(spans).allSatisfy(span -> {
                assertThat(span.attributes()).containsOnlyKeys("attempt.id");
                assertThat(span.trace()).isEqualTo(span.attributes().get("attempt.id").replace("-", ""));
                assertThat(span.to()).isAfterOrEqualTo(span.from());
            }));
            List<Collector.Got> whole = traces.values().stream().filter(spans -> spans.size() > 1).findFirst().orElseThrow();
            assertThat(whole).extracting(Collector.Got::name).containsExactlyInAnyOrder("dial", "call", "attempt", "report");
            Collector.Got root = whole.stream().filter(span -> span.name().equals("attempt")).findFirst().orElseThrow();
            assertThat(root.parent()).isEmpty();
            assertThat(whole).filteredOn(span -> span != root).extracting(Collector.Got::parent).containsOnly(root.id());
            assertThat(collector.spans()).filteredOn(span -> span.name().equals("dial") && span.trace().equals(root.trace())).hasSize(1);
        }
    }

    @Test
    void nothing_is_told_unless_it_is_wanted() throws IOException {
        try (Collector collector = new Collector(); Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withEveryCall(Outcome.ANSWERED).withTiming(Timing.exactly(20, 30))));
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("untold", plainCampaign()).set("tracing.endpoint", collector.url()).start()) {
            bundle.drop("untold", "list.csv", people(1, 1));
            bundle.awaitSummary("untold", "list");
            bundle.stop();

            assertThat(collector.spans()).isEmpty();
        }
    }
}
