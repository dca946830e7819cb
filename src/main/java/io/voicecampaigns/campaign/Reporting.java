package io.voicecampaigns.campaign;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * How a campaign's outcomes go back.
 *
 * @param to                 the systems to report to, each once; at least one
 * @param neutraliseFormulas whether cells that a spreadsheet would execute are written as text
 * @param excel              whether results are written as Excel reads them: byte order mark and semicolons
 * @param times              the pattern of times in the campaign's zone; empty: ISO 8601 with offset
 * @param texts              what was said in calls, as far as it is wanted
 */
public record Reporting(List<Sink> to, boolean neutraliseFormulas, boolean excel, Optional<DateTimeFormatter> times, Texts texts) {
    /** To results files, with nothing said about them. */
    public static final Reporting TO_FILE = new Reporting(List.of(Sink.of("file")), true, false, Optional.empty(), Texts.NONE);

    public Reporting {
        to = List.copyOf(to);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("at least one sink is needed");
        }
    }

    /** The systems' names. */
    public List<String> sinks() {
        return to.stream().map(Sink::system).toList();
    }

    public Optional<Sink> sink(String system) {
        return to.stream().filter(sink -> sink.system().equals(system)).findFirst();
    }
}
