package io.voicecampaigns.terminal;

import io.voicecampaigns.outcome.Disposition;
import java.time.Duration;
import java.util.Locale;

/** Numbers, durations and dispositions as people write them. */
public final class Wording {
    private Wording() {
    }

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    public static String disposition(Disposition disposition) {
        return disposition.word().replace('_', ' ');
    }

    /** {@code 42 s}, {@code 3 min 5 s}, {@code 1 h 12 min}, {@code 2 d 3 h}: the two largest units. */
    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3600, "h", seconds % 3600 / 60, "min");
        }
        return two(seconds / 86_400, "d", seconds % 86_400 / 3600, "h");
    }

    /** As {@link #duration}, no more exact than a forecast is: up to the next 5 seconds, minute or hour. */
    public static String forecast(Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        long step = seconds <= 55 ? 5 : seconds <= 21_600 ? 60 : 3600;
        return "~" + duration(Duration.ofSeconds((seconds + step - 1) / step * step));
    }

    /** One line: control characters, which would move the cursor, become blanks. */
    static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return count(large) + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
