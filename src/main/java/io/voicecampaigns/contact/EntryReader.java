package io.voicecampaigns.contact;

import java.io.Closeable;
import java.io.IOException;

/** Reads a list's entries one after the other. */
interface EntryReader extends Closeable {
    /**
     * The next entry, or null after the last.
     *
     * @throws UnreadableListException if nothing can be read from here on
     */
    Entry read() throws IOException;
}
