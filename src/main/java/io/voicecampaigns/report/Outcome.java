package io.voicecampaigns.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;

/**
 * What is reported of an attempt. A later revision of the same attempt replaces an earlier one. Absent values are null, as in its JSON.
 *
 * @param ref              names the attempt in the sink's answer: its id
 * @param revision         counts from 1
 * @param isFinal          whether the contact gets no further attempt
 * @param disposition      how it ended, in our words
 * @param durationSeconds  of the call
 * @param status           the provider's own word, as is {@code endReason}
 * @param transcript       what was said, as are {@code summary} and {@code analysis}: only where the campaign wants it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outcome(String ref, int revision, @com.fasterxml.jackson.annotation.JsonProperty("final") boolean isFinal,
        String campaign, int edition, String list, long row, String key, int attempt, String disposition, Integer durationSeconds,
        String recordingUrl, String callId, String status, String endReason, Instant startedAt, Instant endedAt, String agentVersion,
        String error, String transcript, String summary, Map<String, String> analysis) {

    /** Without key and recording, so that it can stand in a log. */
    @Override
    public String toString() {
        return "outcome " + ref + " revision " + revision;
    }
}
