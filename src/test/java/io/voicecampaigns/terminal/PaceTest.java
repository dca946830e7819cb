package io.voicecampaigns.terminal;

import static io.voicecampaigns.outcome.Disposition.ANSWERED;
import static io.voicecampaigns.terminal.Campaigns.aCampaign;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final Pace pace = new Pace(clock);

    @Test
    void the_pace_is_that_of_the_last_fifteen_seconds() {
        see(aCampaign(), 0);
        see(aCampaign().done(ANSWERED, 100), 60);
        for (int second = 1; second <= 20; second++) {
            see(aCampaign().done(ANSWERED, 100 + second), 1);
        }

        assertThat(pace.callsPerMinute()).hasValue(60);
    }

    @Test
    void looking_often_does_not_change_the_pace() {
        pace.see(aCampaign().now());
        for (int tenth = 1; tenth <= 300; tenth++) {
            clock.advance(Duration.ofMillis(100));
            pace.see(aCampaign().enrolled(1_000).done(ANSWERED, tenth).now());
        }

        assertThat(pace.callsPerMinute()).hasValue(600);
        assertThat(pace.timeLeft()).contains(Duration.ofSeconds(70));
    }

    @Test
    void looking_seldom_is_enough() {
        see(aCampaign(), 0);
        see(aCampaign().done(ANSWERED, 40), 40);

        assertThat(pace.callsPerMinute()).hasValue(60);
    }

    @Test
    void nothing_is_said_of_the_pace_before_two_seconds_have_passed() {
        see(aCampaign(), 0);
        see(aCampaign().done(ANSWERED, 10), 1);

        assertThat(pace.callsPerMinute()).isEmpty();
    }

    @Test
    void the_time_left_follows_from_what_ended() {
        see(aCampaign(), 0);
        see(aCampaign().inCall(13).done(ANSWERED, 60), 10);

        assertThat(pace.timeLeft()).hasValueSatisfying(left -> assertThat(left).isBetween(Duration.ofSeconds(22), Duration.ofSeconds(23)));
    }

    @Test
    void no_end_is_forecast_while_contacts_come_in_or_nothing_ends_or_all_is_paused() {
        see(aCampaign(), 0);

        see(aCampaign().enrolled(400).done(ANSWERED, 50), 10);
        assertThat(pace.timeLeft()).isEmpty();
        see(aCampaign().inCall(15), 0);
        assertThat(pace.timeLeft()).isEmpty();
        see(aCampaign().done(ANSWERED, 50).paused("x"), 0);
        assertThat(pace.timeLeft()).isEmpty();
        see(aCampaign().done(ANSWERED, 193), 0);
        assertThat(pace.timeLeft()).isEmpty();
        see(aCampaign().done(ANSWERED, 50), 0);
        assertThat(pace.timeLeft()).isPresent();
    }

    @Test
    void a_clock_that_jumps_back_starts_the_count_anew() {
        see(aCampaign(), 0);
        see(aCampaign().done(ANSWERED, 50), -3_600);

        assertThat(pace.callsPerMinute()).isEmpty();
        see(aCampaign().done(ANSWERED, 60), 10);
        assertThat(pace.callsPerMinute()).hasValue(60);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s, ~5 s", "17, 17 s, ~20 s", "58, 58 s, ~1 min", "185, 3 min 5 s, ~4 min", "4320, 1 h 12 min, ~1 h 12 min",
        "30000, 8 h 20 min, ~9 h", "183600, 2 d 3 h, ~2 d 3 h"})
    void durations_are_told_in_human_units(long seconds, String duration, String forecast) {
        assertThat(Wording.duration(Duration.ofSeconds(seconds))).isEqualTo(duration);
        assertThat(Wording.forecast(Duration.ofSeconds(seconds))).isEqualTo(forecast);
    }

    private void see(Campaigns campaign, long secondsLater) {
        clock.advance(Duration.ofSeconds(secondsLater));
        pace.see(campaign.now());
    }
}
