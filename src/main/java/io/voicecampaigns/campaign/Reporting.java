package io.voicecampaigns.campaign;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * How a campaign's outcomes go back.
 *
 * @param sinks              the systems to report to, such as {@code file}; at least one
 * @param neutraliseFormulas whether cells that a spreadsheet would execute are written as text
 * @param excel              whether results are written as Excel reads them: byte order mark and semicolons
 * @param times              the pattern of times in the campaign's zone; empty: ISO 8601 with offset
 * @param texts              what was said in calls, as far as it is wanted
 */
public record Reporting(List<String> sinks, boolean neutraliseFormulas, boolean excel, Optional<DateTimeFormatter> times,
        Texts texts) {
    public Reporting {
        sinks = List.copyOf(sinks);
        if (sinks.isEmpty()) {
            throw new IllegalArgumentException("at least one sink is needed");
        }
    }

    /** Without anything that was said. */
    public Reporting(List<String> sinks, boolean neutraliseFormulas, boolean excel, Optional<DateTimeFormatter> times) {
        this(sinks, neutraliseFormulas, excel, times, Texts.NONE);
    }
}
