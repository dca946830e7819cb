package io.voicecampaigns.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);
    private final Breaker breaker = new Breaker(clock);

    @Test
    void an_open_breaker_lets_one_call_through_once_its_pause_is_over_and_the_list_answers() {
        open();

        assertThat(breaker.allowance(10)).isZero();
        clock.advance(Duration.ofSeconds(5));
        assertThat(breaker.wantsList()).isTrue();
        assertThat(breaker.allowance(10)).as("before the list has answered").isZero();
        breaker.listed();
        assertThat(breaker.allowance(10)).isEqualTo(1);
        breaker.claimed();
        assertThat(breaker.allowance(10)).as("while the probe is out").isZero();
        assertThat(breaker.answered()).contains("503");
        assertThat(breaker.allowance(10)).isEqualTo(10);
    }

    @Test
    void that_it_was_open_is_known_also_once_it_is_closed() {
        assertThat(breaker.lastOpening()).isEmpty();
        open();
        clock.advance(Duration.ofSeconds(5));
        breaker.failed("504");
        breaker.answered();

        assertThat(breaker.lastOpening()).contains(new Breaker.Opening(NOON, "503"));
    }

    @Test
    void a_clock_that_is_set_back_does_not_prolong_a_pause() {
        open();
        breaker.hold(NOON.plusSeconds(30), "the provider asked for a pause");

        clock.set(NOON.minus(Duration.ofHours(3)));

        assertThat(breaker.wantsList()).isTrue();
        breaker.listed();
        assertThat(breaker.allowance(10)).isEqualTo(1);
        breaker.answered();
        assertThat(breaker.reason()).isEmpty();
    }

    @Test
    void a_pause_that_the_provider_asked_for_is_kept_to_its_end() {
        breaker.hold(NOON.plusSeconds(30), "the provider asked for a pause");

        clock.advance(Duration.ofSeconds(29));
        assertThat(breaker.allowance(10)).isZero();
        assertThat(breaker.reason()).contains("the provider asked for a pause");
        clock.advance(Duration.ofSeconds(1));
        assertThat(breaker.allowance(10)).isEqualTo(10);
        assertThat(breaker.reason()).isEmpty();
    }

    private void open() {
        for (int i = 0; i < Breaker.FAILURES_TO_OPEN; i++) {
            breaker.failed("503");
        }
    }
}
