package io.voicecampaigns.results;

import io.voicecampaigns.contact.ContactFile;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.Format;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;

/** What a list was when it came: its form, and its rows in their order. For one thread. */
public interface Original extends Closeable {
    Format format();

    /** The next rows, none at the end. */
    List<Entry> next(int max);

    @Override
    void close();

    /**
     * A file that was picked up.
     *
     * @throws io.voicecampaigns.contact.UnreadableListException if it is no list
     */
    static Original file(Path path) {
        ContactFile file = ContactFile.open(path, path.getFileName().toString());
        return new Original() {
            @Override
            public Format format() {
                return file.format();
            }

            @Override
            public List<Entry> next(int max) {
                return file.next(max);
            }

            @Override
            public void close() {
                file.close();
            }
        };
    }
}
