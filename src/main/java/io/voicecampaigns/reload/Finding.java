package io.voicecampaigns.reload;

import java.util.Comparator;

/**
 * Something that a person has to correct in a file. May be logged: it holds names of options, beans and settings, never a setting's value.
 *
 * @param file   the file as its author knows it, such as {@code routes/30-dial-contacts.camel.yaml}
 * @param line   from 1; 0 where the file as a whole is meant
 * @param reason what is wrong
 */
public record Finding(String file, int line, String reason) implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file).thenComparingInt(Finding::line)
            .thenComparing(Finding::reason);

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line: reason}. */
    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + reason;
    }
}
