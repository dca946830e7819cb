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

    /** Where the entry that was read last stands in the file, without what parts it from the next one. */
    Span span();

    /** A stretch of the file's characters, counted from behind its byte order mark. */
    record Span(long from, long to) {
    }
}
