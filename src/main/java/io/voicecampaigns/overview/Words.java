package io.voicecampaigns.overview;

import io.voicecampaigns.terminal.Wording;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers with units and times with zones, as the page says them. */
final class Words {
    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM, HH:mm", Locale.ENGLISH);
    private static final int PERCENT = 100;

    private Words() {
    }

    /** {@code 1 call}, {@code 1,204 calls}. */
    static String count(long n, String one) {
        return Wording.count(n) + " " + one + (n == 1 ? "" : "s");
    }

    /** {@code 44.5}, {@code 1,204}: one decimal below a hundred. */
    static String rate(double n) {
        return String.format(Locale.ENGLISH, n < PERCENT && n != Math.rint(n) ? "%,.1f" : "%,.0f", n);
    }

    /** {@code 81 %}. */
    static String percent(double share) {
        return Math.round(share * PERCENT) + " %";
    }

    /** {@code 09:00} on the same day, otherwise {@code Mon 23 Nov, 09:00}; both with the zone's name. */
    static String time(Instant at, Instant now, ZoneId zone) {
        boolean isToday = at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        return (isToday ? TIME_OF_DAY : TIME).format(at.atZone(zone)) + " " + name(zone);
    }

    /** With a capital letter at its beginning. */
    static String sentence(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    static String name(ZoneId zone) {
        return zone.getId().equals("Z") ? "UTC" : zone.getId();
    }
}
