package io.voicecampaigns.campaign;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hours of the week in which calls may start, by the clock on the wall. Immutable.
 *
 * <ul>
 *   <li>A range includes its first minute and not its last; {@code 24:00} is the end of its day.
 *   <li>A range past midnight ({@code sat 22:00-02:00}) belongs to the day it starts on.
 *   <li>A holiday closes every window, {@code always} too: all 24 hours of that date, and what a range that starts on it
 *       reaches into the next.
 *   <li>Hours that a clock change skips do not exist, so a window within them stays shut that day; hours that it repeats
 *       are open both times.
 * </ul>
 */
public final class CallingWindow {
    /** No calls at all: what an absent or empty window means. */
    public static final CallingWindow NEVER = new CallingWindow(List.of(), "");

    private static final int DAY = 24 * 60;
    private static final Duration HORIZON = Duration.ofDays(366);
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    /** Every minute of a day that is no holiday. */
    public static final CallingWindow ALWAYS = new CallingWindow(
            Arrays.stream(DayOfWeek.values()).map(day -> new Range(day, 0, DAY)).toList(), "always");

    private static final Pattern RANGE = Pattern.compile(
            "(?<first>\\p{Alpha}+)(?:\\s*-\\s*(?<last>\\p{Alpha}+))?\\s+(?<from>[\\d:]+)\\s*-\\s*(?<to>[\\d:]+)");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{2})");

    /** Minutes from the start of {@code day}; an {@code end} beyond 24 hours reaches into the next day. */
    private record Range(DayOfWeek day, int start, int end) {
        boolean covers(LocalDate date, int minute) {
            return date.getDayOfWeek() == day && start <= minute && minute < end;
        }
    }

    private final List<Range> ranges;
    private final String text;

    private CallingWindow(List<Range> ranges, String text) {
        this.ranges = List.copyOf(ranges);
        this.text = text;
    }

    /**
     * Reads {@code "mon-fri 09:00-21:00, sat 10:00-14:00"}, {@code "always"}, or an empty text for {@link #NEVER}. Days may
     * wrap ({@code fri-mon}) and ranges overlap.
     *
     * @throws IllegalArgumentException saying what is wrong with which range, for a person who edits the campaign file
     */
    public static CallingWindow parse(String text) {
        String normal = text.strip().toLowerCase(Locale.ROOT);
        if (normal.isEmpty()) {
            return NEVER;
        }
        if (normal.equals("always")) {
            return ALWAYS;
        }
        List<Range> ranges = new ArrayList<>();
        String[] parts = normal.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            try {
                ranges.addAll(range(parts[i].strip()));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("range " + (i + 1) + " of " + parts.length + ": " + e.getMessage(), e);
            }
        }
        return new CallingWindow(ranges, normal);
    }

    private static List<Range> range(String text) {
        Matcher parts = RANGE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "expected days and times such as \"mon-fri 09:00-21:00\", or \"always\" alone; every day is \"mon-sun\"");
        }
        int first = day(parts.group("first"));
        int last = parts.group("last") == null ? first : day(parts.group("last"));
        int start = minutes(parts.group("from"));
        int end = minutes(parts.group("to"));
        if (start == DAY) {
            throw new IllegalArgumentException("24:00 can only be the end; a day starts at 00:00");
        }
        if (start == end) {
            throw new IllegalArgumentException("it ends when it starts; a whole day is 00:00-24:00");
        }
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i <= Math.floorMod(last - first, 7); i++) {
            ranges.add(new Range(DayOfWeek.of((first + i) % 7 + 1), start, end > start ? end : end + DAY));
        }
        return ranges;
    }

    private static int day(String word) {
        int index = DAYS.indexOf(word);
        if (index < 0) {
            throw new IllegalArgumentException("\"" + Excerpt.of(word) + "\" is no day; expected one of " + String.join(", ", DAYS));
        }
        return index;
    }

    private static int minutes(String text) {
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            int hour = Integer.parseInt(time.group(1));
            int minute = Integer.parseInt(time.group(2));
            if (minute < 60 && hour * 60 + minute <= DAY) {
                return hour * 60 + minute;
            }
        }
        throw new IllegalArgumentException("\"" + Excerpt.of(text) + "\" is no time; expected 00:00 to 24:00");
    }

    /**
     * Whether a call may start at an instant.
     *
     * @param zone     where the window's clock hangs
     * @param holidays dates by that clock
     */
    public boolean isOpen(Instant at, ZoneId zone, Set<LocalDate> holidays) {
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        LocalDate today = local.toLocalDate();
        if (holidays.contains(today)) {
            return false;
        }
        LocalDate yesterday = today.minusDays(1);
        boolean yesterdayCounts = !holidays.contains(yesterday);
        int minute = local.getHour() * 60 + local.getMinute();
        return ranges.stream().anyMatch(range ->
                range.covers(today, minute) || yesterdayCounts && range.covers(yesterday, minute + DAY));
    }

    /** Whether a call may start in all of several zones; in none of no zones: a contact without a known zone is not called. */
    public boolean isOpenInAll(Instant at, Collection<ZoneId> zones, Set<LocalDate> holidays) {
        return !zones.isEmpty() && zones.stream().allMatch(zone -> isOpen(at, zone, holidays));
    }

    /** The first instant not before {@code from} at which the window is open; empty if there is none within 366 days. */
    public Optional<Instant> nextOpening(Instant from, ZoneId zone, Set<LocalDate> holidays) {
        if (ranges.isEmpty()) {
            return Optional.empty();
        }
        Instant end = from.plus(HORIZON);
        Instant at = from;
        while (!isOpen(at, zone, holidays)) {
            at = nextStart(at, zone);
            if (at.isAfter(end)) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    /** The first instant not before {@code from} at which the window is open in all zones; empty as {@link #nextOpening}. */
    public Optional<Instant> nextOpeningInAll(Instant from, Collection<ZoneId> zones, Set<LocalDate> holidays) {
        Instant end = from.plus(HORIZON);
        Instant at = from;
        while (!isOpenInAll(at, zones, holidays)) {
            Instant latest = at;
            for (ZoneId zone : zones) {
                Optional<Instant> opening = nextOpening(at, zone, holidays);
                if (opening.isEmpty()) {
                    return Optional.empty();
                }
                latest = opening.get().isAfter(latest) ? opening.get() : latest;
            }
            if (zones.isEmpty() || latest.isAfter(end)) {
                return Optional.empty();
            }
            at = latest;
        }
        return Optional.of(at);
    }

    /** The first instant after {@code at} at which a range starts, or the clock changes and may have landed within one. */
    private Instant nextStart(Instant at, ZoneId zone) {
        ZoneOffset offset = zone.getRules().getOffset(at);
        LocalDateTime local = LocalDateTime.ofInstant(at, offset);
        Instant start = ranges.stream().map(range -> startAfter(local, range)).min(LocalDateTime::compareTo).orElseThrow()
                .toInstant(offset);
        ZoneOffsetTransition change = zone.getRules().nextTransition(at);
        return change != null && change.getInstant().isBefore(start) ? change.getInstant() : start;
    }

    private static LocalDateTime startAfter(LocalDateTime local, Range range) {
        int days = Math.floorMod(range.day().getValue() - local.getDayOfWeek().getValue(), 7);
        LocalDateTime start = local.toLocalDate().plusDays(days).atStartOfDay().plusMinutes(range.start());
        return start.isAfter(local) ? start : start.plusDays(7);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallingWindow window && ranges.equals(window.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    /** The window as it was written, in lower case; empty for {@link #NEVER}. */
    @Override
    public String toString() {
        return text;
    }
}
