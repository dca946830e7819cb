package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.report.Outbox;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.source.Shop;
import io.voicecampaigns.source.Shop.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outcomes of lists, reported to a file and to systems of which one is not well. */
class SinksOfASystemTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    private Path dir;
    private final MovableClock clock = new MovableClock();
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
            .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
    private final Shop ill = new Shop();
    private final Shop well = new Shop();
    private RunningBundle bundle;

    @BeforeEach
    void start() {
        bundle = Shop.kamelets(new RunningBundle(dir, simulator)).withClock(clock).set("http.response-timeout", 600_000).campaign("mala", reportingTo(ill)).campaign("buena", reportingTo(well))
                .start();
    }

    private static String reportingTo(Shop shop) {
        return "report: [{to: file}, {to: shop, batch: 2, url: \"" + shop.url("/outcomes") + "\"}]\n" + plainCampaign("max-concurrent: 3");
    }

    @AfterEach
    void stop() {
        bundle.close();
        ill.close();
        well.close();
        simulator.close();
    }

    @Test
    void a_sink_that_stays_down_delays_its_own_outcomes_alone_and_gets_all_of_them_once_it_is_up() {
        ill.taking(batch -> new Answer(503, "", ""));
        bundle.drop("mala", "lista.csv", people(1, 5)).drop("buena", "lista.csv", people(101, 5));

        await().atMost(LONG).until(() -> well.outcomes().size() == 5);
        bundle.awaitSummary("mala", "lista");
        await().atMost(LONG).until(() -> problems().stream().anyMatch(problem -> problem.startsWith("sink shop of campaign mala: failed")
                && problem.contains("HTTP status 503")));
        assertThat(problems()).noneMatch(problem -> problem.contains("buena"));
        assertThat(well.batches()).allMatch(size -> size <= 2);

        ill.takingAll();
        await().atMost(LONG).until(() -> {
            clock.advance(Duration.ofMinutes(1));
            return ill.outcomes().size() == 5 && problems().isEmpty();
        });
        // the sink has them a moment before the ledger knows
        await().atMost(LONG).until(() -> bundle.ledger().<Long>read(tx -> tx.number("SELECT COUNT(*) FROM attempt WHERE state <> 'reported'")) == 0);
    }

    @Test
    void what_a_sink_puts_off_comes_again_and_what_it_refuses_for_good_is_listed_and_can_be_sent_again() {
        AtomicInteger puttingOff = new AtomicInteger(2);
        ill.taking(batch -> {
            List<Object> answers = new ArrayList<>();
            for (JsonNode outcome : batch) {
                answers.add(outcome.path("key").asText().equals("K2") ? Map.of("ref", outcome.path("ref").asText(), "ok", false, "error", "no such customer")
                        : puttingOff.getAndDecrement() > 0 ? Map.of("ref", outcome.path("ref").asText(), "ok", false, "retry", true, "error", "busy")
                        : Map.of("ref", ill.accept(Shop.parse("[" + outcome + "]")) == null ? "" : outcome.path("ref").asText(), "ok", true));
            }
            return new Answer(200, Shop.json(answers), "");
        });
        bundle.drop("mala", "lista.csv", people(1, 5));

        await().atMost(LONG).until(() -> {
            clock.advance(Duration.ofSeconds(5));
            return ill.outcomes().size() == 4;
        });
        assertThat(ill.outcomes()).extracting(outcome -> outcome.path("key").asText()).containsExactlyInAnyOrder("K1", "K3", "K4", "K5");
        await().atMost(LONG).until(() -> problems().contains("sink shop of campaign mala: 1 outcomes were refused for good"));
        await().atMost(LONG).untilAsserted(() -> assertThat(bundle.result("mala", "lista", "K2")).containsEntry("call_error", "refused by shop: no such customer"));

        ill.takingAll();
        assertThat(bundle.bundle().bean("outbox", Outbox.class).resend(campaignId("mala"), "mala", "shop", false, "ann")).isEqualTo(1);

        await().atMost(LONG).until(() -> ill.outcomes().size() == 5 && problems().isEmpty());
        await().atMost(LONG).until(() -> bundle.ledger().<Long>read(tx -> tx.number("SELECT COUNT(*) FROM attempt WHERE state <> 'reported'")) == 0);
    }

    @Test
    void a_sink_that_answers_junk_is_named_and_its_outcomes_come_again() {
        ill.taking(batch -> new Answer(200, "<html>thanks</html>", ""));
        bundle.drop("mala", "lista.csv", people(1, 2));

        await().atMost(LONG).until(() -> problems().stream().anyMatch(problem ->
                problem.contains("shop-outcomes-sink answers otherwise than the contract says: expected JSON, found something else")));

        ill.takingAll();
        await().atMost(LONG).until(() -> {
            clock.advance(Duration.ofMinutes(1));
            return ill.outcomes().size() == 2;
        });
    }

    @Test
    void however_many_campaigns_wait_for_a_sink_that_hangs_the_others_report_at_once() {
        int many = 25;
        CountDownLatch silence = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        try {
            ill.taking(batch -> {
                hanging.incrementAndGet();
                awaitQuietly(silence);
                return new Answer(503, "", "");
            });
            for (int i = 0; i < many; i++) {
                bundle.campaign("mala-" + i, reportingTo(ill)).drop("mala-" + i, "lista.csv", people(1_000 + i, 1));
            }
            await().atMost(LONG).until(() -> hanging.get() == many);

            bundle.drop("buena", "lista.csv", people(101, 5));

            await().atMost(LONG).until(() -> well.outcomes().size() == 5);
            assertThat(ill.outcomes()).isEmpty();
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

    private long campaignId(String name) {
        return bundle.ledger().<Long>read(tx -> tx.number("SELECT id FROM campaign WHERE name = ?", name));
    }

    private List<String> problems() {
        return bundle.bundle().bean("outbox", Outbox.class).problems();
    }
}
