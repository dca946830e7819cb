package io.voicecampaigns.enroll;

import io.voicecampaigns.contact.Entry;
import java.util.List;

/**
 * Rows of one list on their way into the ledger, in list order.
 *
 * @param list     the ledger's id of the list
 * @param afterRow the last row before these; what the ledger has read of the list must end there
 * @param isLast   whether the list ends with these
 */
public record ContactBatch(long list, String campaign, String listName, long afterRow, List<Entry> entries, boolean isLast) {
    public ContactBatch {
        entries = List.copyOf(entries);
    }

    long lastRow() {
        return entries.isEmpty() ? afterRow : entries.get(entries.size() - 1).row();
    }

    /** Without the rows, so that it can stand in a log. */
    @Override
    public String toString() {
        return entries.size() + " rows after row " + afterRow + " of list " + campaign + "/" + listName;
    }
}
