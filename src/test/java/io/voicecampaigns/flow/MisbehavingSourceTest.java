package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.source.Shop;
import io.voicecampaigns.source.Shop.Answer;
import io.voicecampaigns.source.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a source does, it is named with its campaign, loses nobody, and keeps no other campaign waiting. */
class MisbehavingSourceTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    private Path dir;
    private final MovableClock clock = new MovableClock();
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
            .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
    private final Shop bad = new Shop().customers(1, 4).withPagesOf(2);
    private final Shop good = new Shop().customers(101, 4);
    private RunningBundle bundle;

    @BeforeEach
    void start() {
        bundle = Shop.kamelets(new RunningBundle(dir, simulator)).withClock(clock).set("pick-up.most-contacts", 5)
                .campaign("mala", bad.campaign("1s") + plainCampaign()).campaign("buena", good.campaign("1s") + plainCampaign());
    }

    @AfterEach
    void stop() {
        bundle.close();
        good.close();
        bad.close();
        simulator.close();
    }

    @Test
    void junk_is_refused_and_named_and_what_came_before_it_stays() {
        bad.answering(query -> query.contains("after=&") ? bad.page(query) : new Answer(200, "<html>no</html>", ""));
        bundle.start();

        awaitProblem("shop-contacts-source: expected JSON, found something else at line 1, column 1");
        assertTheGoodOneIsCalled();
        await().atMost(LONG).until(() -> bad.outcomes().size() == 2);
        assertThat(bad.queries()).as("the next run goes on from the cursor").contains("after=2&segment=all");

        bad.answeringAsUsual();
        awaitWell(4);
    }

    @Test
    void an_error_of_the_system_is_a_failed_run_that_is_tried_again() {
        bad.answering(query -> new Answer(503, "", ""));
        bundle.start();

        awaitProblem("shop-contacts-source: HTTP status 503");
        assertTheGoodOneIsCalled();

        bad.answeringAsUsual();
        awaitWell(4);
    }

    @Test
    void one_that_never_ends_is_cut_off_and_goes_on_with_the_next_run() {
        bad.customers(5, 7).answering(query -> withoutEnd(query));
        bundle.start();

        awaitProblem("it handed over more than 5 contacts without an end");
        assertTheGoodOneIsCalled();

        bad.answeringAsUsual();
        awaitWell(11);
    }

    private Answer withoutEnd(String query) {
        Answer usual = bad.page(query);
        boolean isLast = usual.next().isEmpty();
        return isLast ? bad.page("after=&segment=all") : usual;
    }

    @Test
    void one_that_says_nothing_holds_up_nobody_and_is_cut_off() {
        CountDownLatch silence = new CountDownLatch(1);
        bundle.set("http.response-timeout", 60_000);
        bad.answering(query -> {
            awaitQuietly(silence);
            return bad.page(query);
        });
        bundle.start();

        assertTheGoodOneIsCalled();
        clock.advance(Duration.ofMinutes(6));
        awaitProblem("it has handed over neither contacts nor an end for 300 s");
        long asked = bad.queries().size();
        clock.advance(Duration.ofMinutes(6));
        assertThat(bad.queries()).as("never two at once").hasSize((int) asked);

        bad.answeringAsUsual();
        silence.countDown();
        awaitWell(4);
    }

    @Test
    void one_that_brings_nobody_is_no_failure_and_is_read_again() {
        bad.answering(query -> new Answer(200, "[{\"list\": \"customers\", \"end\": true}]", ""));
        bundle.start();

        assertTheGoodOneIsCalled();
        await().atMost(LONG).until(() -> {
            clock.advance(Duration.ofSeconds(1));
            return bad.queries().size() > 2;
        });
        assertThat(sources().problems()).isEmpty();

        bad.answeringAsUsual();
        awaitWell(4);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertTheGoodOneIsCalled() {
        await().atMost(LONG).until(() -> good.outcomes().size() == 4);
        assertThat(simulator.calls()).extracting(SimulatedCall::number).contains(number(101), number(104));
    }

    private void awaitProblem(String problem) {
        await().atMost(LONG).untilAsserted(() -> assertThat(sources().problems().getOrDefault("mala", "none")).contains(problem));
        assertThat(sources().problems()).doesNotContainKey("buena");
    }

    /** Everybody was called once, and nothing is wrong any more. */
    private void awaitWell(int people) {
        await().atMost(LONG).until(() -> {
            clock.advance(Duration.ofMinutes(2));
            return bad.outcomes().size() == people && sources().problems().isEmpty();
        });
        assertThat(simulator.calls()).extracting(SimulatedCall::number).doesNotHaveDuplicates().hasSize(people + 4);
    }

    private Sources sources() {
        return bundle.bundle().bean("sources", Sources.class);
    }
}
