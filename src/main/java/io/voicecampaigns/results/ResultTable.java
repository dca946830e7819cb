package io.voicecampaigns.results;

import io.voicecampaigns.contact.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A file with the columns of a list and some of ours behind them. */
interface ResultTable extends Closeable {
    /** @param own our values, as many as we have columns; null where there is none */
    void write(Entry original, List<?> own) throws IOException;

    /** Finishes the file and puts it in its place. */
    void publish() throws IOException;

    /** Gives the file up unless it was published. */
    @Override
    void close() throws IOException;
}
