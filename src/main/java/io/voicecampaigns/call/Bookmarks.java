package io.voicecampaigns.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where to begin reading a list that comes oldest first and cannot be asked for dates: all before a bookmark was created before its time, and
 * new calls come at the end. Without them, each reading would begin with the account's first call. Guarded by whoever holds it.
 */
final class Bookmarks {
    private static final Duration APART = Duration.ofMinutes(10);
    /** Longer than anything is looked for. */
    private static final Duration KEPT = Duration.ofDays(4);

    private final TreeMap<Instant, String> cursors = new TreeMap<>();

    /** The cursor with the fewest calls behind it that misses none created at or after this instant; empty: the list's beginning. */
    Optional<String> before(Instant from) {
        return Optional.ofNullable(cursors.lowerEntry(from)).map(Map.Entry::getValue);
    }

    /** @param created when the last call before the cursor was created */
    void add(Instant created, String cursor) {
        Instant last = cursors.isEmpty() ? Instant.MIN : cursors.lastKey();
        if (created.isAfter(last) && cursors.size() > 1 && Duration.between(cursors.lowerKey(last), created).compareTo(APART) < 0) {
            // the newest is the one that counts, and a few older ones are enough
            cursors.remove(last);
        }
        cursors.put(created, cursor);
        Instant oldest = cursors.headMap(cursors.lastKey().minus(KEPT)).isEmpty() ? null : cursors.headMap(cursors.lastKey().minus(KEPT)).lastKey();
        if (oldest != null) {
            cursors.headMap(oldest).clear();
        }
    }

    /** The provider does not know its cursors any more. */
    void clear() {
        cursors.clear();
    }
}
