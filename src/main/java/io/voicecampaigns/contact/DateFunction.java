package io.voicecampaigns.contact;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.UnsupportedTemporalTypeException;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads a date as lists write it, and writes it for people.
 *
 * <p>Read are {@code 2026-12-03}, that with a time ({@code 2026-12-03T10:15}, with or without seconds, offset and zone), and day
 * first {@code 3/12/2026, 3-12-2026, 3.12.2026, 3/12/26} and {@code 03-12-26}, two-digit years from 2000 to 2099. A day that no
 * calendar has is an error, never the next one that exists. A date stays the one that is written there, whatever offset
 * follows it.
 */
final class DateFunction {
    private static final DateTimeFormatter WITH_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart().appendOffsetId().optionalEnd()
            .optionalStart().appendOffset("+HHmm", "Z").optionalEnd()
            .optionalStart().appendLiteral('[').appendZoneRegionId().appendLiteral(']').optionalEnd()
            .toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private DateFunction() {
    }

    /**
     * @param arguments the pattern, and the tag of the language that its names are in
     * @throws IllegalArgumentException if the pattern or the tag is none, or the pattern asks for a zone
     */
    static Template.Step of(List<String> arguments) {
        DateTimeFormatter pattern = pattern(arguments.get(0));
        if (arguments.size() > 1) {
            return step(pattern.withLocale(language(arguments.get(1))));
        }
        if (speaks(pattern)) {
            throw new IllegalArgumentException(
                    "the date pattern writes names, so it needs a language: date('" + arguments.get(0) + "', 'es')");
        }
        return step(pattern);
    }

    private static Template.Step step(DateTimeFormatter pattern) {
        return (value, column) -> {
            if (value.isEmpty()) {
                return value;
            }
            TemporalAccessor date = read(Blank.strip(value)).orElseThrow(() -> new TemplateException("column " + column
                    + " is not a date: dates are read as 2026-12-31 or, day first, as 31/12/2026"));
            try {
                return pattern.format(date);
            } catch (UnsupportedTemporalTypeException e) {
                throw new TemplateException("column " + column + " has no time of day");
            }
        };
    }

    private static DateTimeFormatter pattern(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the date pattern is empty");
        }
        try {
            DateTimeFormatter pattern = DateTimeFormatter.ofPattern(text, Locale.ROOT);
            pattern.format(LocalDateTime.MIN.withYear(2000));
            return pattern;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is not a date pattern: " + e.getMessage(), e);
        }
    }

    private static Locale language(String tag) {
        try {
            Locale locale = new Locale.Builder().setLanguageTag(tag).build();
            boolean spokenHere = Arrays.stream(Locale.getAvailableLocales()).map(Locale::getLanguage)
                    .anyMatch(language -> !language.isEmpty() && language.equals(locale.getLanguage()));
            if (spokenHere) {
                return locale;
            }
        } catch (IllformedLocaleException e) {
            throw new IllegalArgumentException(notALanguage(tag), e);
        }
        throw new IllegalArgumentException(notALanguage(tag));
    }

    private static String notALanguage(String tag) {
        return "'" + tag + "' is not a language tag such as 'es' or 'es-MX'";
    }

    /** Whether what the pattern writes depends on the language: names of months and days, halves of the day, weeks. */
    private static boolean speaks(DateTimeFormatter pattern) {
        return IntStream.rangeClosed(1, 12).mapToObj(i -> LocalDateTime.of(2026, i, i, 2 * i - 1, 0))
                .anyMatch(time -> !pattern.withLocale(Locale.ENGLISH).format(time)
                        .equals(pattern.withLocale(Locale.forLanguageTag("es")).format(time)));
    }

    /**
     * A {@link LocalDate} or {@link LocalDateTime}. By hand: a formatter for each form would cost an exception for each that
     * does not fit.
     */
    static Optional<TemporalAccessor> read(String text) {
        try {
            if (text.length() > 10 && text.charAt(10) == 'T') {
                return Optional.of(LocalDateTime.from(WITH_TIME.parse(text)));
            }
            return Optional.ofNullable(readDate(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalDate readDate(String text) {
        int first = digits(text, 0);
        if (first == text.length() || text.length() > 10) {
            return null;
        }
        char separator = text.charAt(first);
        int second = digits(text, first + 1);
        if (second == text.length() || text.charAt(second) != separator || digits(text, second + 1) != text.length()) {
            return null;
        }
        int lengths = first * 100 + (second - first - 1) * 10 + (text.length() - second - 1);
        int a = number(text, 0, first);
        int b = number(text, first + 1, second);
        int c = number(text, second + 1, text.length());
        return switch (lengths) {
            case 422 -> separator == '-' ? LocalDate.of(a, b, c) : null;
            case 114, 124, 214, 224 -> "/-.".indexOf(separator) >= 0 ? LocalDate.of(c, b, a) : null;
            case 112, 122, 212 -> separator == '/' ? LocalDate.of(2000 + c, b, a) : null;
            case 222 -> separator == '/' || separator == '-' ? LocalDate.of(2000 + c, b, a) : null;
            default -> null;
        };
    }

    /** Where the digits that begin at {@code from} end. */
    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
