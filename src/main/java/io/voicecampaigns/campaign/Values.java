package io.voicecampaigns.campaign;

import io.voicecampaigns.outcome.Disposition;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How each kind of value in a campaign file is spelled. Every reader throws {@link IllegalArgumentException} with the reason. */
final class Values {
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern E164 = Pattern.compile("\\+[1-9]\\d{6,14}");
    private static final Pattern ID = Pattern.compile("[\\w.:-]+");
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,9}");
    // Tools that rewrite YAML turn a date into a timestamp at midnight.
    private static final Pattern DATE = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[Tt ]00:00(?::00(?:\\.0+)?)?(?:Z|[+-]00:00)?)?");
    private static final Set<Disposition> NEVER_RETRIED =
            Set.of(Disposition.ANSWERED, Disposition.TRANSFERRED, Disposition.BLOCKED, Disposition.OPTED_OUT);

    private Values() {
    }

    /** Where the window's clock hangs: in one place, or, if empty, where each contact is. */
    record Zone(Optional<ZoneId> fixed) {
        boolean ofContact() {
            return fixed.isEmpty();
        }
    }

    static String text(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is blank; give it a value, or remove the line");
        }
        return text.strip();
    }

    static Path path(String text) {
        try {
            return Path.of(text(text));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("is no path of a file", e);
        }
    }

    /** A system's name, as its kamelets' names begin. */
    static String word(String text) {
        if (!WORD.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + Excerpt.of(text) + "\" is no system's name; expected small letters, digits and hyphens");
        }
        return text;
    }

    static String callingNumber(String text) {
        if (E164.matcher(text).matches()) {
            return text;
        }
        String digits = text.replaceAll("[\\s().+-]", "");
        if (digits.matches("\\d{7,}") || text.startsWith("+")) {
            throw new IllegalArgumentException("looks like a phone number but is not E.164; expected plus, country and number"
                    + " without spaces, in quotes so that no tool takes the plus away: \"+34910000000\"");
        }
        if (!ID.matcher(text).matches()) {
            throw new IllegalArgumentException("is neither a number such as \"+34910000000\" nor an id;"
                    + " expected letters, digits and - _ . : without spaces");
        }
        return text;
    }

    static String variableName(String text) {
        if (text.isBlank() || !text.equals(text.strip())) {
            throw new IllegalArgumentException("expected a variable's name without spaces around it");
        }
        return text;
    }

    static Function<String, Integer> integer(int least, int most) {
        return text -> {
            int value = INTEGER.matcher(text).matches() ? Integer.parseInt(text) : least - 1;
            if (value < least || value > most) {
                throw new IllegalArgumentException("expected a whole number "
                        + (most == Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most));
            }
            return value;
        };
    }

    /** One of two words; true for the first. */
    static Function<String, Boolean> either(String yes, String no) {
        return text -> {
            if (!text.equals(yes) && !text.equals(no)) {
                throw new IllegalArgumentException("expected " + yes + " or " + no);
            }
            return text.equals(yes);
        };
    }

    static String region(String text) {
        String region = text.toUpperCase(Locale.ROOT);
        if (!Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).contains(region)) {
            throw new IllegalArgumentException("expected a country's two letters such as ES");
        }
        return region;
    }

    static Zone zone(String text) {
        if (text.equals("contact")) {
            return new Zone(Optional.empty());
        }
        Set<String> known = ZoneId.getAvailableZoneIds();
        if (!known.contains(text)) {
            throw new IllegalArgumentException("\"" + Excerpt.of(text) + "\" is no time zone; expected a name such as Europe/Madrid, or contact"
                    + Nearest.to(text, known).map(near -> "; did you mean " + near + "?").orElse(""));
        }
        return new Zone(Optional.of(ZoneId.of(text)));
    }

    static LocalDate date(String text) {
        Matcher date = DATE.matcher(text);
        try {
            if (date.matches()) {
                return LocalDate.parse(date.group(1));
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + Excerpt.of(text) + "\" is not in the calendar", e);
        }
        throw new IllegalArgumentException("\"" + Excerpt.of(text) + "\" is no date; expected year-month-day such as 2026-12-25");
    }

    /** A disposition after which another attempt can make sense: not where the person was reached or must not be called. */
    static Disposition retried(String text) {
        Set<String> known = Arrays.stream(Disposition.values()).filter(disposition -> !NEVER_RETRIED.contains(disposition))
                .map(Disposition::word).collect(Collectors.toCollection(TreeSet::new));
        Optional<Disposition> disposition = Disposition.ofWord(text);
        if (disposition.filter(NEVER_RETRIED::contains).isPresent()) {
            throw new IllegalArgumentException("cannot be retried; expected one of " + String.join(", ", known));
        }
        return disposition.orElseThrow(() -> new IllegalArgumentException("is no disposition; "
                + Nearest.to(text, known).map(near -> "did you mean " + near + "?")
                .orElse("expected one of " + String.join(", ", known))));
    }

    static DateTimeFormatter timePattern(String text) {
        try {
            DateTimeFormatter pattern = DateTimeFormatter.ofPattern(text(text), Locale.ROOT);
            // Some letters are only refused once a time is written with them.
            pattern.format(ZonedDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC));
            return pattern;
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException("is no pattern of a time; expected letters such as dd/MM/yyyy HH:mm", e);
        }
    }
}
