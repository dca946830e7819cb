package io.voicecampaigns.results;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * What a campaign asks of its results files.
 *
 * @param neutraliseFormulas whether CSV cells that a spreadsheet would execute are written as text
 * @param excel              whether CSV is written as Excel reads it, UTF-8 with byte order mark and semicolons, instead of
 *                           as the list came
 * @param times              empty: ISO 8601 with offset, to the second
 * @param zone               of all times
 * @param texts              the columns of what was said, behind all others
 */
public record ResultStyle(boolean neutraliseFormulas, boolean excel, Optional<DateTimeFormatter> times, ZoneId zone, List<String> texts) {
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    /** Without anything that was said. */
    public ResultStyle(boolean neutraliseFormulas, boolean excel, Optional<DateTimeFormatter> times, ZoneId zone) {
        this(neutraliseFormulas, excel, times, zone, List.of());
    }

    String time(Instant instant) {
        return times.orElse(ISO).format(instant.atZone(zone));
    }

    String isoTime(Instant instant) {
        return ISO.format(instant.atZone(zone));
    }
}
