package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.source.Sources;
import io.voicecampaigns.standin.PlainCrm;
import io.voicecampaigns.standin.StandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CRM that answers whatever it likes is named, is not led on, and costs other campaigns nothing. */
class BadCrmTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final int CALLS = 75;
    private static final int LISTS = 8;

    @TempDir
    private Path dir;

    /** Answers every request alike. */
    private static final class Stubborn extends StandIn {
        private final Answer answer;

        Stubborn(int status, String body, String... headers) {
            answer = new Answer(status, body, headers);
        }

        @Override
        protected Answer answer(Asked request) {
            return answer;
        }
    }

    @Test
    void each_is_named_and_the_others_go_on_as_fast_as_alone() {
        String records = IntStream.range(0, 2_000).mapToObj(i -> "{\"id\": \"" + i + "\", \"phone\": \"no number\"}").collect(Collectors.joining(","));
        try (Stubborn trap = new Stubborn(200, "[]");
                Stubborn html = new Stubborn(200, "<html><a href='https://elsewhere.example'>log in</a></html>", "Content-Type", "text/html");
                Stubborn redirect = new Stubborn(307, "", "Location", trap.url() + "/people");
                Stubborn junk = new Stubborn(200, "[1, \"two\", [], {\"name\": \"nobody\"}, {\"id\": {}}]", "Content-Type", "application/json");
                Stubborn huge = new Stubborn(200, "[\"" + "x".repeat(34_000_000) + "\"]", "Content-Type", "application/json");
                Stubborn endless = new Stubborn(200, "{\"items\": [" + records + "], \"next\": \"/people\"}");
                Stubborn nobody = new Stubborn(200, "[]", "Content-Type", "application/json");
                Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                        .behaving(usual -> usual.withTiming(Timing.exactly(200, 600)).withEveryCall(Outcome.ANSWERED)));
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("buena", plainCampaign("max-concurrent: 15")).start()) {
            long alone = nanosForTheGoodOne(bundle, "sola", 1);

            Map<String, StandIn> crms = Map.of("html", html, "desvio", redirect, "basura", junk, "enorme", huge, "sinfin", endless, "nadie", nobody);
            crms.forEach((campaign, crm) -> bundle.campaign(campaign, source(crm) + plainCampaign().replace("phone: telefono, key: id", "phone: phone")
                    .replace("\"{{nombre}}\"", "\"x\"")));
            await().atMost(LONG).until(() -> crms.values().stream().noneMatch(crm -> crm.asked().isEmpty()));
            // the machine may do other things meanwhile; a source that holds up others does so in every list
            double share = 0;
            for (int list = 1; list <= LISTS && share < 0.9; list++) {
                share = (double) alone / nanosForTheGoodOne(bundle, "acompanada-" + list, 1 + list * CALLS);
            }

            assertThat(share).as("pace beside bad sources over pace alone").isGreaterThanOrEqualTo(0.9);
            await().atMost(LONG).untilAsserted(() -> assertThat(bundle.bundle().bean("sources", Sources.class).problems())
                    .containsEntry("html", "http-contacts-source: 127.0.0.1 answered 200 with HTML where JSON was expected")
                    .containsEntry("desvio", "http-contacts-source: 127.0.0.1 answered 307, a redirect to 127.0.0.1, which is not followed")
                    .containsEntry("sinfin", "http-contacts-source: page 2 names a next page that was read before")
                    .containsEntry("enorme", "http-contacts-source: the answer is longer than 33554432 bytes")
                    .doesNotContainKeys("buena", "nadie", "basura"));
            await().atMost(LONG).untilAsserted(() -> assertThat(bundle.rows("basura", "http.rejected.csv")).hasSize(5));
            assertThat(trap.asked()).isEmpty();
            assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
        }
    }

    /** From the drop of a list to its last result. */
    private static long nanosForTheGoodOne(RunningBundle bundle, String list, int first) {
        long begun = System.nanoTime();
        bundle.drop("buena", list + ".csv", people(first, CALLS));
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> Files.exists(bundle.outbox("buena", list + ".summary.json")));
        return System.nanoTime() - begun;
    }

    private static String source(StandIn crm) {
        return "source: {from: http, every: 5s, url: \"" + crm.url() + "/people\", paging: link, next: next, items: \"items; $\", ref-field: id}\n";
    }

    @Test
    void a_recording_inside_the_network_is_told_and_never_fetched() {
        try (Stubborn trap = new Stubborn(200, "secret of the network"); PlainCrm crm = new PlainCrm(10);
                Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                        .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
                // the provider echoes the variables of a call: one of them takes the place of its recording
                RunningBundle bundle = new RunningBundle(dir, simulator).provider("recording-url", "dynamic_variables.recording")
                        .provider("url", "dynamic_variables.recording")
                        .campaign("grabada", """
                                report:
                                  to: [file, http]
                                  url: "%s/calls/{ref}"
                                  record: '{"outcome": "{disposition}", "recording": "{recording_url}"}'
                                  credential: %s
                                """.formatted(crm.url(), PlainCrm.KEY) + plainCampaign().replace("  customer_name:", "  recording: \"" + trap.url()
                                + "/rec.mp3\"\n  customer_name:")).start()) {
            bundle.drop("grabada", "lista.csv", people(1, 3));
            bundle.awaitSummary("grabada", "lista");

            await().atMost(LONG).until(() -> crm.calls().size() == 3);
            assertThat(crm.calls().values()).allSatisfy(call -> assertThat(call.path("recording").asText()).isEqualTo(trap.url() + "/rec.mp3"));
            assertThat(bundle.rows("grabada", "lista.results.csv")).allSatisfy(row -> assertThat(row).containsEntry("call_recording_url", trap.url() + "/rec.mp3"));
            assertThat(simulator.calls()).extracting(call -> call.number()).containsExactlyInAnyOrder(number(1), number(2), number(3));
            assertThat(trap.asked()).isEmpty();
        }
    }
}
