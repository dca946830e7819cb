package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.source.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kamelet is edited while a run of it waits for its system, which may take minutes. */
class EditedSourceTest {
    /** Well below the minute that an exchange of routes waits for a batch. */
    private static final Duration SOON = Duration.ofSeconds(25);

    @TempDir
    private Path dir;

    @Test
    void the_edit_does_not_wait_and_nobody_is_lost_or_taken_twice() {
        CountDownLatch silence = new CountDownLatch(1);
        try (Shop shop = new Shop().customers(1, 4).withPagesOf(2);
                Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                        .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
                RunningBundle bundle = Shop.kamelets(new RunningBundle(dir, simulator)).set("http.response-timeout", 120_000)
                        // how long what is left of the run waits for its end, which is gone
                        .set("camel.component.kamelet.timeout", 1_000)
                        .campaign("tienda", shop.campaign("1s") + plainCampaign())) {
            shop.answering(query -> {
                if (!query.contains("after=&")) {
                    awaitQuietly(silence);
                }
                return shop.page(query);
            });
            bundle.start();
            await().atMost(RunningBundle.PATIENCE).until(() -> shop.queries().size() == 2);

            String edited = Shop.read("shop-contacts-source").replace("segment={{segmentName}}", "segment={{segmentName}}&edited=1");
            bundle.kamelet("shop-contacts-source", edited);
            await().atMost(SOON).until(() -> bundle.bundle().routes().kamelets().get("shop-contacts-source").equals(edited));

            assertThat(bundle.bundle().routes().problems()).isEmpty();
            assertThat(shop.queries()).as("never two runs at once").hasSize(2);
            shop.answeringAsUsual();
            silence.countDown();
            await().atMost(Duration.ofSeconds(60)).until(() -> shop.outcomes().size() == 4);
            assertThat(shop.queries().get(2)).as("the next run goes on from the cursor, with the kamelet as it is now").contains("after=2", "edited=1");
            assertThat(simulator.calls()).extracting(SimulatedCall::number).hasSize(4).doesNotHaveDuplicates();
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
}
