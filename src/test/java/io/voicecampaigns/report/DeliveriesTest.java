package io.voicecampaigns.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When a sink that put records off is given them again. */
class DeliveriesTest {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    @Test
    void what_was_put_off_together_comes_again_apart_but_in_few_requests() {
        Stream<Duration> pauses = IntStream.range(0, 1_000).mapToObj(i -> Deliveries.spread(PAUSE));

        assertThat(pauses.distinct()).hasSize(4).allSatisfy(pause -> assertThat(pause).isBetween(PAUSE.multipliedBy(4).dividedBy(5), PAUSE));
    }
}
