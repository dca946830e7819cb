package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points in time as providers write them: ISO 8601 with {@code Z}, with an offset or, meaning UTC, without; any number of
 * fractional digits, of which nine count; or seconds or milliseconds since 1970.
 */
final class Timestamps {
    private static final Pattern ISO = Pattern.compile("(\\d{4})-(\\d{2})-(\\d{2})"
            + "(?:[Tt ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d+))?)?\\s?(?:[Zz]|UTC|([+-])(\\d{2}):?(\\d{2})?)?)?");
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;

    private Timestamps() {
    }

    /** Empty for what is absent or cannot be read. */
    static Optional<Instant> read(JsonNode node) {
        if (node.isTextual()) {
            return parse(node.textValue().strip());
        }
        if (node.isNumber() && node.decimalValue().abs().longValue() < FIRST_MILLISECONDS * 1000) {
            double number = node.doubleValue();
            return Optional.of(Instant.ofEpochMilli(Math.round(number >= FIRST_MILLISECONDS ? number : number * 1000)));
        }
        return Optional.empty();
    }

    static Optional<Instant> parse(String text) {
        Matcher iso = ISO.matcher(text);
        if (!iso.matches()) {
            return Optional.empty();
        }
        try {
            long day = LocalDate.of(number(iso, 1), number(iso, 2), number(iso, 3)).toEpochDay();
            int hour = number(iso, 4);
            int minute = number(iso, 5);
            int second = number(iso, 6);
            int offset = number(iso, 9) * 3600 + number(iso, 10) * 60;
            if (hour > 23 || minute > 59 || second > 60 || offset > 18 * 3600) {
                return Optional.empty();
            }
            long local = day * 86_400 + hour * 3600 + minute * 60 + Math.min(second, 59);
            return Optional.of(Instant.ofEpochSecond("-".equals(iso.group(8)) ? local + offset : local - offset,
                    nanos(iso.group(7))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(String fraction) {
        if (fraction == null) {
            return 0;
        }
        String nine = fraction.length() > 9 ? fraction.substring(0, 9) : fraction + "0".repeat(9 - fraction.length());
        return Integer.parseInt(nine);
    }
}
