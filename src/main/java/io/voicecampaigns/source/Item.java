package io.voicecampaigns.source;

import io.voicecampaigns.contact.Entry;
import java.util.Optional;

/** One object that a source hands over. */
sealed interface Item {
    /** Where to go on after it. */
    Optional<String> cursor();

    /**
     * A contact, or a record that cannot become one.
     *
     * @param entry what it says, or why it cannot; its row is its place in the page
     */
    record Record(String ref, Optional<String> key, Entry entry, Optional<String> cursor) implements Item {
        /** Without the key, which may be a number. */
        @Override
        public String toString() {
            return "Record[]";
        }
    }

    /** @param list what was read */
    record End(String list, Optional<String> cursor) implements Item {
    }
}
