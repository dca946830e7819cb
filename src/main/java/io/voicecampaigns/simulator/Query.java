package io.voicecampaigns.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** The parameters behind the question mark. Each getter refuses (422, naming the parameter) what it cannot read. */
final class Query {
    private final Map<String, String> values = new HashMap<>();

    Query(String raw) {
        if (raw == null) {
            return;
        }
        int from = 0;
        while (from < raw.length()) {
            int end = raw.indexOf('&', from);
            end = end < 0 ? raw.length() : end;
            int equals = raw.indexOf('=', from);
            if (equals > from && equals < end) {
                values.put(raw.substring(from, equals), decoded(raw.substring(equals + 1, end)));
            }
            from = end + 1;
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    Optional<String> oneOf(String name, List<String> allowed) {
        String value = values.get(name);
        if (value != null && !allowed.contains(value)) {
            throw refusal(name, "Input should be one of " + allowed, "enum");
        }
        return Optional.ofNullable(value);
    }

    boolean flag(String name) {
        return oneOf(name, List.of("true", "false")).map(Boolean::parseBoolean).orElse(false);
    }

    /** A whole number from 1 to {@code most}. */
    OptionalInt number(String name, int most) {
        String value = values.get(name);
        if (value == null) {
            return OptionalInt.empty();
        }
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw refusal(name, "Input should be a valid integer, unable to parse string as an integer", "int_parsing");
        }
        if (number < 1) {
            throw refusal(name, "Input should be greater than or equal to 1", "greater_than_equal");
        }
        if (number > most) {
            throw refusal(name, "Input should be less than or equal to " + most, "less_than_equal");
        }
        return OptionalInt.of(number);
    }

    Optional<UUID> uuid(String name) {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Optional<UUID> uuid = uuidOf(value);
        if (uuid.isEmpty()) {
            throw refusal(name, "Input should be a valid UUID", "uuid_parsing");
        }
        return uuid;
    }

    /** A time with an offset, one without (then UTC), or a date (then its first moment in UTC). */
    Optional<Instant> instant(String name) {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        try {
            if (value.indexOf('T') < 0) {
                return Optional.of(LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant());
            }
            boolean hasOffset = value.endsWith("Z") || value.indexOf('+') > 0 || value.lastIndexOf('-') > value.indexOf('T');
            return Optional.of(hasOffset ? OffsetDateTime.parse(value).toInstant()
                    : LocalDateTime.parse(value).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw refusal(name, "Input should be a valid datetime", "datetime_from_date_parsing");
        }
    }

    static Optional<UUID> uuidOf(String text) {
        // UUID.fromString alone also takes 1-1-1-1-1
        if (text.length() != 36) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Refused refusal(String name, String message, String type) {
        return new Refused(Answer.invalid(message, type, "query", name));
    }
}
