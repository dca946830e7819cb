package io.voicecampaigns.campaign;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a campaign file spells a length of time: {@code 30s}, {@code 15m}, {@code 1h30m}, {@code 1d}. */
final class Delay {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Pattern PARTS = Pattern.compile("(?:(\\d{1,8})d)?(?:(\\d{1,8})h)?(?:(\\d{1,8})m)?(?:(\\d{1,8})s)?");

    private Delay() {
    }

    static Duration parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + Excerpt.of(text) + "\" is no duration; expected days, hours, minutes, seconds such as 30s, 15m, 1h30m, 1d");
        }
        Duration delay = Duration.ofDays(number(parts, 1)).plusHours(number(parts, 2))
                .plusMinutes(number(parts, 3)).plusSeconds(number(parts, 4));
        if (delay.isZero() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected at least 1s and at most 366d");
        }
        return delay;
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }
}
