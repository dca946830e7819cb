package io.voicecampaigns.provider;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After} (RFC 9110, 10.2.3): seconds or a date, and whatever else servers write there. */
final class RetryAfter {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private RetryAfter() {
    }

    /** Never earlier than a second from now, never later than the longest pause that is believed. */
    static Instant read(String header, ProviderTimings timings, Clock clock) {
        Instant now = clock.instant();
        Duration pause = pause(header == null ? "" : header.strip(), now, timings);
        if (pause.compareTo(SHORTEST) < 0) {
            return now.plus(SHORTEST);
        }
        return now.plus(pause.compareTo(timings.longestRetryAfter()) > 0 ? timings.longestRetryAfter() : pause);
    }

    private static Duration pause(String header, Instant now, ProviderTimings timings) {
        if (header.matches("\\d+(\\.\\d+)?")) {
            String seconds = header.replaceFirst("\\..*", "");
            return seconds.length() > 9 ? timings.longestRetryAfter()
                    : Duration.ofSeconds(Long.parseLong(seconds) + (header.contains(".") ? 1 : 0));
        }
        try {
            return Duration.between(now, ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException e) {
            return timings.defaultRetryAfter();
        }
    }
}
