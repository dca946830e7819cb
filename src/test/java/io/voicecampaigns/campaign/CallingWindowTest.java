package io.voicecampaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2026-12-07 is a Monday. */
class CallingWindowTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    private static final ZoneId CANARY = ZoneId.of("Atlantic/Canary");
    private static final Set<LocalDate> NO_HOLIDAYS = Set.of();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "mon-fri 09:00-21:00                  | 2026-12-07T08:59:59 | false",
        "mon-fri 09:00-21:00                  | 2026-12-07T09:00    | true",
        "mon-fri 09:00-21:00                  | 2026-12-11T20:59:59 | true",
        "mon-fri 09:00-21:00                  | 2026-12-11T21:00    | false",
        "mon-fri 09:00-21:00                  | 2026-12-12T12:00    | false",
        "mon-fri 09:00-21:00, sat 10:00-14:00 | 2026-12-12T12:00    | true",
        "mon-fri 09:00-21:00, fri 08:00-10:00 | 2026-12-11T08:30    | true",
        "MON - FRI  9:00 - 21:00              | 2026-12-07T09:00    | true",
        "fri-mon 10:00-12:00                  | 2026-12-13T10:00    | true",
        "fri-mon 10:00-12:00                  | 2026-12-07T10:00    | true",
        "fri-mon 10:00-12:00                  | 2026-12-08T10:00    | false",
        "sat 22:00-02:00                      | 2026-12-13T01:59    | true",
        "sat 22:00-02:00                      | 2026-12-13T02:00    | false",
        "sat 22:00-02:00                      | 2026-12-12T01:00    | false",
        "sun 22:00-02:00                      | 2026-12-07T01:00    | true",
        "mon 20:00-24:00                      | 2026-12-07T23:59:59 | true",
        "mon 20:00-24:00                      | 2026-12-08T00:00    | false",
        "mon 20:00-00:00                      | 2026-12-07T23:59:59 | true",
        "mon 20:00-00:00                      | 2026-12-08T00:00    | false",
        "always                               | 2026-12-13T03:00    | true",
    })
    void is_open_from_the_first_minute_of_a_range_until_before_its_last(String window, LocalDateTime at, boolean open) {
        assertThat(CallingWindow.parse(window).isOpen(madrid(at), MADRID, NO_HOLIDAYS)).isEqualTo(open);
    }

    @Test
    void an_empty_window_never_opens() {
        assertThat(CallingWindow.parse(" ")).isSameAs(CallingWindow.NEVER);
        assertThat(CallingWindow.NEVER.isOpen(madrid("2026-12-07T12:00"), MADRID, NO_HOLIDAYS)).isFalse();
        assertThat(CallingWindow.NEVER.nextOpening(madrid("2026-12-07T12:00"), MADRID, NO_HOLIDAYS)).isEmpty();
    }

    @Test
    void a_holiday_closes_every_window_always_too() {
        Set<LocalDate> tuesday = Set.of(LocalDate.of(2026, 12, 8));

        assertThat(CallingWindow.parse("mon-fri 09:00-21:00").isOpen(madrid("2026-12-08T12:00"), MADRID, tuesday)).isFalse();
        assertThat(CallingWindow.ALWAYS.isOpen(madrid("2026-12-08T00:00"), MADRID, tuesday)).isFalse();
        assertThat(CallingWindow.ALWAYS.isOpen(madrid("2026-12-09T00:00"), MADRID, tuesday)).isTrue();
    }

    @Test
    void a_range_past_midnight_neither_enters_a_holiday_nor_leaves_one() {
        CallingWindow nights = CallingWindow.parse("mon-sun 22:00-02:00");
        Set<LocalDate> tuesday = Set.of(LocalDate.of(2026, 12, 8));

        assertThat(nights.isOpen(madrid("2026-12-07T23:00"), MADRID, tuesday)).isTrue();
        assertThat(nights.isOpen(madrid("2026-12-08T01:00"), MADRID, tuesday)).isFalse();
        assertThat(nights.isOpen(madrid("2026-12-08T23:00"), MADRID, tuesday)).isFalse();
        assertThat(nights.isOpen(madrid("2026-12-09T01:00"), MADRID, tuesday)).isFalse();
        assertThat(nights.nextOpening(madrid("2026-12-08T00:00"), MADRID, tuesday)).contains(madrid("2026-12-09T22:00"));
    }

    @Test
    void a_holiday_is_a_date_by_the_clock_of_the_zone() {
        Set<LocalDate> tuesday = Set.of(LocalDate.of(2026, 12, 8));
        Instant midnightInMadrid = madrid("2026-12-08T00:00");

        assertThat(CallingWindow.ALWAYS.isOpen(midnightInMadrid, MADRID, tuesday)).isFalse();
        assertThat(CallingWindow.ALWAYS.isOpen(midnightInMadrid, CANARY, tuesday)).isTrue();
    }

    @Test
    void the_next_opening_is_now_while_open_and_else_the_start_of_the_next_range() {
        CallingWindow window = CallingWindow.parse("mon-fri 09:00-21:00");
        Instant within = madrid("2026-12-07T12:34:56.789");

        assertThat(window.nextOpening(within, MADRID, NO_HOLIDAYS)).contains(within);
        assertThat(window.nextOpening(madrid("2026-12-07T08:59:59.999"), MADRID, NO_HOLIDAYS)).contains(madrid("2026-12-07T09:00"));
        assertThat(window.nextOpening(madrid("2026-12-11T21:00"), MADRID, NO_HOLIDAYS)).contains(madrid("2026-12-14T09:00"));
        assertThat(window.nextOpening(madrid("2026-12-11T21:00"), MADRID, Set.of(LocalDate.of(2026, 12, 14))))
                .contains(madrid("2026-12-15T09:00"));
    }

    @Test
    void there_is_no_next_opening_beyond_366_days() {
        Instant from = madrid("2026-12-07T12:00");
        Set<LocalDate> aYear = Set.copyOf(LocalDate.of(2026, 12, 7).datesUntil(LocalDate.of(2027, 12, 10)).toList());

        assertThat(CallingWindow.ALWAYS.nextOpening(from, MADRID, aYear)).isEmpty();
    }

    @Test
    void several_zones_are_open_only_together() {
        CallingWindow window = CallingWindow.parse("mon-fri 09:00-21:00");
        List<ZoneId> zones = List.of(MADRID, CANARY);

        assertThat(window.isOpenInAll(madrid("2026-12-07T09:30"), zones, NO_HOLIDAYS)).isFalse();
        assertThat(window.isOpenInAll(madrid("2026-12-07T10:00"), zones, NO_HOLIDAYS)).isTrue();
        assertThat(window.nextOpeningInAll(madrid("2026-12-07T20:59"), zones, NO_HOLIDAYS)).contains(madrid("2026-12-07T20:59"));
        assertThat(window.nextOpeningInAll(madrid("2026-12-07T21:30"), zones, NO_HOLIDAYS)).contains(madrid("2026-12-08T10:00"));
    }

    @Test
    void zones_that_are_never_open_together_have_no_opening() {
        CallingWindow window = CallingWindow.parse("mon-fri 09:00-10:00");

        Optional<Instant> opening = window.nextOpeningInAll(madrid("2026-12-07T12:00"), List.of(MADRID, CANARY), NO_HOLIDAYS);

        assertThat(opening).isEmpty();
    }

    @Test
    void a_contact_without_a_known_zone_is_not_called() {
        assertThat(CallingWindow.ALWAYS.isOpenInAll(madrid("2026-12-07T12:00"), List.of(), NO_HOLIDAYS)).isFalse();
        assertThat(CallingWindow.ALWAYS.nextOpeningInAll(madrid("2026-12-07T12:00"), List.of(), NO_HOLIDAYS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "mon-fri 09:00-21:00,               | range 2 of 2: expected days and times",
        "09:00-21:00                        | range 1 of 1: expected days and times",
        "mon-fri                            | range 1 of 1: expected days and times",
        "always, mon 09:00-10:00            | range 1 of 2: expected days and times",
        "mon-fri 09:00-21:00, sab 9:00-9:30 | range 2 of 2: \"sab\" is no day; expected one of mon, tue",
        "mon 09:00-25:00                    | range 1 of 1: \"25:00\" is no time",
        "mon 09:00-24:01                    | \"24:01\" is no time",
        "mon 09:60-10:00                    | \"09:60\" is no time",
        "mon 9-21                           | \"9\" is no time",
        "mon 24:00-10:00                    | 24:00 can only be the end",
        "mon 09:00-09:00                    | a whole day is 00:00-24:00",
    })
    void a_window_that_cannot_be_read_says_what_is_wrong_with_which_range(String window, String reason) {
        assertThatThrownBy(() -> CallingWindow.parse(window)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(reason);
    }

    private static Instant madrid(String local) {
        return madrid(LocalDateTime.parse(local));
    }

    private static Instant madrid(LocalDateTime local) {
        return local.atZone(MADRID).toInstant();
    }
}
