package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever tells more of contacts may be slow with those of one campaign, or down: lists of others are enrolled meanwhile. */
class SlowEnrichmentTest {
    private static final int SLOW = 5_000;

    @TempDir
    private Path dir;
    private final CountDownLatch silence = new CountDownLatch(1);
    private final Customers customers = new Customers();
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
            .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
    private RunningBundle bundle;

    /** Knows everybody, and is slow, or fails, with those whose number is above {@link #SLOW}. */
    private final class Customers extends StandIn {
        private volatile boolean isDown;

        @Override
        protected Answer answer(Asked request) {
            boolean isOfTheSlow = Integer.parseInt(request.path().replaceFirst(".*/K", "")) > SLOW;
            if (isOfTheSlow && isDown) {
                return new Answer(503, "");
            }
            if (isOfTheSlow) {
                awaitQuietly();
            }
            return new Answer(200, "{\"tier\": \"gold\"}");
        }
    }

    private void awaitQuietly() {
        try {
            silence.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @BeforeEach
    void start() throws IOException {
        bundle = new RunningBundle(dir, simulator).set("http.response-timeout", 60_000).set("enrich.url", customers.url())
                // one after the other, in the thread that brings the rows
                .route("21-enrich-contacts", Files.readString(Path.of("src/test/resources/enrichment/21-enrich-contacts.camel.yaml"))
                        .replace("parallelProcessing: true", "parallelProcessing: false"))
                .campaign("lenta", plainCampaign()).campaign("buena", plainCampaign()).start();
    }

    @AfterEach
    void stop() {
        silence.countDown();
        bundle.close();
        customers.close();
        simulator.close();
    }

    @Test
    void a_list_whose_lookups_hang_keeps_no_other_campaign_waiting_and_loses_nobody() {
        bundle.drop("lenta", "lenta.csv", people(SLOW + 1, 3));
        await().atMost(RunningBundle.PATIENCE).until(() -> !customers.asked().isEmpty());

        bundle.drop("buena", "primera.csv", people(1, 1_010)).drop("buena", "segunda.csv", people(2_001, 2));
        bundle.awaitSummary("buena", "primera");
        bundle.awaitSummary("buena", "segunda");
        assertThat(bundle.rows("lenta", "lenta.results.csv")).as("nobody is called without what the campaign wants to say").isEmpty();

        silence.countDown();
        bundle.awaitSummary("lenta", "lenta");
        assertThat(bundle.rows("lenta", "lenta.results.csv")).hasSize(3);
        assertThat(bundle.rows("buena", "primera.results.csv")).extracting(row -> row.get("id")).startsWith("K1", "K2").endsWith("K1009", "K1010").hasSize(1_010);
        assertThat(simulator.counts().accepted()).isEqualTo(1_015);
        assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
    }

    @Test
    void a_list_whose_lookups_fail_is_tried_again_after_a_pause_while_others_are_enrolled() {
        customers.isDown = true;
        long begun = System.nanoTime();
        bundle.drop("lenta", "lenta.csv", people(SLOW + 1, 1));
        await().atMost(RunningBundle.PATIENCE).until(() -> customers.asked().size() > 2);
        bundle.drop("buena", "lista.csv", people(1, 2));
        bundle.awaitSummary("buena", "lista");

        long tries = customers.asked().stream().filter(asked -> asked.path().endsWith("K" + (SLOW + 1))).count();
        assertThat(tries).isLessThanOrEqualTo(1 + Duration.ofNanos(System.nanoTime() - begun).toMillis() / 200);
        customers.isDown = false;
        silence.countDown();
        bundle.awaitSummary("lenta", "lenta");
        assertThat(simulator.counts().accepted()).isEqualTo(3);
    }
}
