package io.voicecampaigns.contact;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A row that cannot be read.
 *
 * @param reason what is wrong with it, for the list's owner; holds nothing of the row
 * @param cells  what the row says: of a CSV line the cells, of anything in JSON one text; empty if it was too long to keep
 */
public record Bad(long row, long line, String reason, List<String> cells) implements Entry {
    public Bad {
        // not List.copyOf: JSON nulls
        cells = Collections.unmodifiableList(Arrays.asList(cells.toArray(String[]::new)));
    }

    /** Without the cells, so that it can stand in a log. */
    @Override
    public String toString() {
        return "Bad[row " + row + ", line " + line + ": " + reason + "]";
    }
}
