package io.voicecampaigns.results;

import io.voicecampaigns.outcome.Disposition;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came of one enrolled contact: its last attempt, as a row of the results.
 *
 * @param row         the row of the list, from 1
 * @param state       in the words of the results: {@code waiting, in_call, ended, …}
 * @param callId      the provider's id
 * @param attempts    attempts made so far
 * @param status      the provider's own word
 * @param endReason   the provider's own word
 * @param error       why there was no call, or why nothing more is known of it
 * @param texts       what was said, by the names of its columns, as far as it is known
 */
public record ResultRow(long row, String state, Optional<Disposition> disposition, OptionalInt durationSeconds,
        Optional<String> recordingUrl, Optional<String> callId, int attempts, Optional<String> status,
        Optional<String> endReason, Optional<Instant> startedAt, Optional<Instant> endedAt,
        Optional<String> agentVersion, Optional<String> error, Map<String, String> texts) {

    /** Where nothing is known of what was said. */
    public ResultRow(long row, String state, Optional<Disposition> disposition, OptionalInt durationSeconds,
            Optional<String> recordingUrl, Optional<String> callId, int attempts, Optional<String> status,
            Optional<String> endReason, Optional<Instant> startedAt, Optional<Instant> endedAt,
            Optional<String> agentVersion, Optional<String> error) {
        this(row, state, disposition, durationSeconds, recordingUrl, callId, attempts, status, endReason, startedAt, endedAt,
                agentVersion, error, Map.of());
    }

    /** Without the recording, so that it can stand in a log. */
    @Override
    public String toString() {
        return "ResultRow[" + row + " " + state + "]";
    }
}
