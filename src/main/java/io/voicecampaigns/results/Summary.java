package io.voicecampaigns.results;

import io.voicecampaigns.outcome.Disposition;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A finished list in numbers.
 *
 * @param rows             all rows of the list: the enrolled and the rejected
 * @param rejectedByReason how many rows were not enrolled
 * @param byState          enrolled contacts by the word in {@code call_state}
 * @param byDisposition    enrolled contacts by the disposition of their last attempt
 * @param attempts         attempts made
 * @param recordings       attempts with a recording
 * @param started          when the first call of the list was started; empty if there was none
 * @param finished         when the last one became final; empty if there was none
 */
public record Summary(String list, String campaign, int edition, long rows, long enrolled,
        Map<String, Long> rejectedByReason, Map<String, Long> byState, Map<Disposition, Long> byDisposition,
        long attempts, long talkSeconds, long recordings, Optional<Instant> started, Optional<Instant> finished) {

    public Summary {
        // sorted: equal numbers make equal files
        rejectedByReason = Collections.unmodifiableMap(new TreeMap<>(rejectedByReason));
        byState = Collections.unmodifiableMap(new TreeMap<>(byState));
        Map<Disposition, Long> sorted = new EnumMap<>(Disposition.class);
        sorted.putAll(byDisposition);
        byDisposition = Collections.unmodifiableMap(sorted);
    }
}
