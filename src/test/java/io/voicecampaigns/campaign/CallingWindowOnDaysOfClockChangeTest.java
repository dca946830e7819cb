package io.voicecampaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** In Madrid, 02:00 to 03:00 is missing on 2026-03-29 and comes twice on 2026-10-25; in the Canary Islands 01:00 to 02:00. */
class CallingWindowOnDaysOfClockChangeTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    private static final ZoneId CANARY = ZoneId.of("Atlantic/Canary");

    @Test
    void a_window_within_the_skipped_hour_stays_shut_that_day() {
        assertNextOpening("mon-sun 02:00-03:00", MADRID, "2026-03-29T00:00:00Z", "2026-03-30T00:00:00Z");
        assertNextOpening("mon-sun 01:15-01:45", CANARY, "2026-03-29T00:00:00Z", "2026-03-30T00:15:00Z");
    }

    @Test
    void a_window_that_starts_within_the_skipped_hour_opens_when_the_clock_has_jumped() {
        assertNextOpening("mon-sun 02:30-04:00", MADRID, "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z");
        assertNextOpening("mon-sun 01:30-04:00", CANARY, "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z");
    }

    @Test
    void a_window_within_the_repeated_hour_is_open_both_times() {
        CallingWindow window = CallingWindow.parse("mon-sun 02:15-02:45");

        assertThat(window.isOpen(Instant.parse("2026-10-25T00:30:00Z"), MADRID, Set.of())).isTrue();
        assertThat(window.isOpen(Instant.parse("2026-10-25T00:50:00Z"), MADRID, Set.of())).isFalse();
        assertThat(window.isOpen(Instant.parse("2026-10-25T01:30:00Z"), MADRID, Set.of())).isTrue();
        assertNextOpening("mon-sun 02:15-02:45", MADRID, "2026-10-25T00:45:00Z", "2026-10-25T01:15:00Z");
    }

    @Test
    void a_window_that_ends_within_the_repeated_hour_opens_again_when_the_clock_is_set_back() {
        assertNextOpening("mon-sun 00:30-02:30", MADRID, "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z");
        assertNextOpening("mon-sun 00:30-01:30", CANARY, "2026-10-25T00:30:00Z", "2026-10-25T01:00:00Z");
    }

    private static void assertNextOpening(String window, ZoneId zone, String from, String opening) {
        assertThat(CallingWindow.parse(window).nextOpening(Instant.parse(from), zone, Set.of())).contains(Instant.parse(opening));
    }

    private record Hours(DayOfWeek first, DayOfWeek last, LocalTime start, Duration length) {
    }

    private record Week(String window, List<Hours> hours, ZoneId zone, LocalDate changed) {
    }

    static Stream<Week> weeks() {
        List<LocalDate> changes = List.of(LocalDate.of(2026, 3, 29), LocalDate.of(2026, 10, 25),
                LocalDate.of(2027, 3, 28), LocalDate.of(2027, 10, 31));
        return Stream.of(MADRID, CANARY).flatMap(zone -> changes.stream().flatMap(changed -> Stream.of(
                new Week("mon-sun 02:15-02:45", List.of(daily(LocalTime.of(2, 15), 30)), zone, changed),
                new Week("mon-sun 01:00-02:30, mon-sun 01:30-01:40", List.of(daily(LocalTime.of(1, 0), 90)), zone, changed),
                new Week("mon-sun 22:00-02:10", List.of(daily(LocalTime.of(22, 0), 250)), zone, changed),
                new Week("sun 01:30-24:00, mon 00:00-00:01", List.of(
                        new Hours(DayOfWeek.SUNDAY, DayOfWeek.SUNDAY, LocalTime.of(1, 30), Duration.ofMinutes(22 * 60 + 31))), zone, changed),
                new Week("sat-mon 02:00-01:00", List.of(
                        new Hours(DayOfWeek.SATURDAY, DayOfWeek.MONDAY, LocalTime.of(2, 0), Duration.ofHours(23))), zone, changed))));
    }

    private static Hours daily(LocalTime start, int minutes) {
        return new Hours(DayOfWeek.MONDAY, DayOfWeek.SUNDAY, start, Duration.ofMinutes(minutes));
    }

    @ParameterizedTest
    @MethodSource("weeks")
    void every_minute_around_a_clock_change_agrees_with_the_plain_definition(Week week) {
        CallingWindow window = CallingWindow.parse(week.window());
        Set<LocalDate> holidays = Set.of(week.changed().minusDays(2), week.changed().plusDays(2));
        Instant start = week.changed().minusDays(3).atStartOfDay(week.zone()).toInstant();
        int minutes = 14 * 24 * 60;
        int compared = 6 * 24 * 60;

        Instant next = null;
        for (int i = minutes; i >= 0; i--) {
            Instant at = start.plus(Duration.ofMinutes(i));
            boolean open = isOpen(week, LocalDateTime.ofInstant(at, week.zone()), holidays);
            next = open ? at : next;
            if (i <= compared) {
                assertThat(window.isOpen(at, week.zone(), holidays)).as("open at %s", at).isEqualTo(open);
                assertThat(window.nextOpening(at, week.zone(), holidays)).as("next after %s", at).contains(next);
            }
        }
    }

    /** Open is what the wall clock says: within the hours of a day that is no holiday, on a date that is none. */
    private static boolean isOpen(Week week, LocalDateTime local, Set<LocalDate> holidays) {
        return !holidays.contains(local.toLocalDate()) && Stream.of(0, 1).anyMatch(ago -> {
            LocalDate day = local.toLocalDate().minusDays(ago);
            return !holidays.contains(day) && week.hours().stream().anyMatch(hours -> {
                LocalDateTime opens = day.atTime(hours.start());
                return within(day.getDayOfWeek(), hours) && !local.isBefore(opens) && local.isBefore(opens.plus(hours.length()));
            });
        });
    }

    private static boolean within(DayOfWeek day, Hours hours) {
        for (DayOfWeek each = hours.first();; each = each.plus(1)) {
            if (each == day) {
                return true;
            }
            if (each == hours.last()) {
                return false;
            }
        }
    }
}
