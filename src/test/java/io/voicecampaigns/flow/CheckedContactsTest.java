package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.call.ContactChecks;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.source.Shop;
import io.voicecampaigns.source.Shop.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A system that can tell who must not be called is asked before anybody of it is. */
class CheckedContactsTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    private Path dir;

    @Test
    void who_must_not_be_called_is_blocked_and_without_an_answer_nobody_is_called() {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
                Shop system = new Shop().customers(1, 4).taking(refs -> new Answer(503, "", ""));
                RunningBundle bundle = new RunningBundle(dir, simulator)
                        .kamelet("checked-contacts-source", Shop.read("shop-contacts-source").replace("name: shop", "name: checked"))
                        .kamelet("checked-contacts-check-action", Shop.read("checked-contacts-check-action"))
                        .set("checked.url", system.url("/outcomes"))
                        .campaign("preguntada", "source: {from: checked, url: \"" + system.url("/contacts") + "\"}\n" + plainCampaign())
                        .campaign("lista", plainCampaign())
                        .start()) {
            ContactChecks checks = bundle.bundle().bean("contactChecks", ContactChecks.class);

            bundle.drop("lista", "lista.csv", RunningBundle.people(101, 3));
            bundle.awaitSummary("lista", "lista");
            await().atMost(LONG).until(() -> checks.problems().getOrDefault("preguntada", "").contains("checked-contacts-check-action")
                    && checks.problems().get("preguntada").contains("HTTP status 503"));
            assertThat(simulator.calls()).extracting(SimulatedCall::number).doesNotContain(number(1), number(2), number(3), number(4));

            system.taking(refs -> answering(refs, asked));
            await().atMost(LONG).untilAsserted(() -> assertThat(checks.problems()).isEmpty());
            bundle.awaitSummary("preguntada", "checked");

            assertThat(asked).containsOnlyOnce("1", "2", "3", "4");
            assertThat(simulator.calls()).extracting(SimulatedCall::number).contains(number(1), number(2), number(4)).doesNotContain(number(3));
            assertThat(bundle.rows("preguntada", "checked.results.csv")).filteredOn(row -> row.get("ref").equals("3")).singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("call_state", "cancelled").containsEntry("call_disposition", "blocked")
                            .containsEntry("call_error", "checked says that this contact must not be called"));
            assertThat(checks.problems()).isEmpty();
        }
    }

    @Test
    void a_system_that_does_not_answer_is_asked_once_and_keeps_contacts_of_no_other_waiting() {
        CountDownLatch silence = new CountDownLatch(1);
        List<String> asked = new CopyOnWriteArrayList<>();
        List<String> unanswered = new CopyOnWriteArrayList<>();
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
                Shop silent = new Shop().customers(11, 2).taking(refs -> {
                    Answer answer = answering(refs, unanswered);
                    awaitQuietly(silence);
                    return answer;
                });
                Shop system = new Shop().customers(1, 4).taking(refs -> answering(refs, asked));
                RunningBundle bundle = new RunningBundle(dir, simulator).set("http.response-timeout", 600_000)
                        .kamelet("checked-contacts-source", Shop.read("shop-contacts-source").replace("name: shop", "name: checked"))
                        .kamelet("checked-contacts-check-action", Shop.read("checked-contacts-check-action"))
                        .kamelet("silent-contacts-source", Shop.read("shop-contacts-source").replace("name: shop", "name: silent"))
                        .kamelet("silent-contacts-check-action", Shop.read("checked-contacts-check-action").replace("name: checked", "name: silent")
                                .replace("{{checked.url}}", "{{silent.url}}"))
                        .set("checked.url", system.url("/outcomes")).set("silent.url", silent.url("/outcomes"))
                        .campaign("muda", "source: {from: silent, url: \"" + silent.url("/contacts") + "\"}\n" + plainCampaign())
                        .start()) {
            await().atMost(LONG).until(() -> unanswered.size() == 2);

            bundle.campaign("preguntada", "source: {from: checked, url: \"" + system.url("/contacts") + "\"}\n" + plainCampaign());
            bundle.awaitSummary("preguntada", "checked");
            assertThat(simulator.calls()).extracting(SimulatedCall::number).containsExactlyInAnyOrder(number(1), number(2), number(4));
            assertThat(unanswered).as("one question at a time").containsExactlyInAnyOrder("11", "12");

            silence.countDown();
            bundle.awaitSummary("muda", "silent");
            assertThat(simulator.calls()).hasSize(5);
        } finally {
            silence.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Answer answering(JsonNode refs, List<String> asked) {
        refs.forEach(ref -> asked.add(ref.asText()));
        return new Answer(200, "[\"3\", \"77\"]", "");
    }
}
