package io.voicecampaigns.enroll;

import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.privacy.Shown;
import java.util.List;
import java.util.Optional;

/**
 * Rows of one list on their way into the ledger, in list order.
 *
 * @param list     the ledger's id of the list
 * @param afterRow the last row before these; what the ledger has read of the list must end there. 0 with {@code arrivals}
 * @param isLast   whether the list ends with these
 * @param supply   who hands them over again if they are not taken
 * @param arrivals empty: the list is a file, which knows how far it was read by counting its rows
 */
public record ContactBatch(long list, String campaign, String listName, long afterRow, List<Entry> entries, boolean isLast, Supply supply,
        Optional<Arrivals> arrivals) {
    public ContactBatch {
        entries = List.copyOf(entries);
    }

    Optional<String> sourceKey(int index) {
        return arrivals.isPresent() ? arrivals.get().origin(index).key() : Optional.empty();
    }

    long lastRow() {
        return entries.isEmpty() ? afterRow : entries.get(entries.size() - 1).row();
    }

    /** Without the rows, so that it can stand in a log. */
    @Override
    public String toString() {
        return entries.size() + (arrivals.isPresent() ? " records" : " rows after row " + afterRow) + " of list " + campaign + "/" + Shown.name(listName);
    }
}
