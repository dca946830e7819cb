package io.voicecampaigns.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is reported of an attempt. A later revision of the same attempt replaces an earlier one. Absent values are null.
 *
 * @param ref              names the attempt in the sink's answer: its id
 * @param revision         counts from 1
 * @param isFinal          whether the contact gets no further attempt
 * @param isLatest         whether no later attempt of the contact has ended
 * @param contactRef       what the contact's source calls it; null where that is a file
 * @param phone            in E.164
 * @param state            {@code ended}, or {@code refused} where the provider placed no call
 * @param disposition      how it ended, in our words
 * @param durationSeconds  of the call
 * @param status           the provider's own word, as is {@code endReason}
 * @param transcript       what was said, as are {@code summary} and {@code analysis}: only where the campaign wants it
 */
public record Outcome(String ref, int revision, boolean isFinal, boolean isLatest, String campaign, int edition, String list, long row, String contactRef,
        String key, String phone, int attempt, String state, String disposition, Integer durationSeconds, String recordingUrl, String callId,
        String status, String endReason, Instant startedAt, Instant endedAt, String agentVersion, String error,
        String transcript, String summary, Map<String, String> analysis) {

    /** As sinks are given it: {@code contracts/outcome.schema.json}. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("ref", ref);
        fields.put("revision", revision);
        fields.put("final", isFinal);
        fields.put("latest", isLatest);
        fields.put("campaign", campaign);
        fields.put("edition", edition);
        fields.put("list", list);
        fields.put("row", row);
        fields.put("contact_ref", contactRef);
        fields.put("key", key);
        fields.put("phone", phone);
        fields.put("attempt", attempt);
        fields.put("state", state);
        fields.put("disposition", disposition);
        fields.put("duration_seconds", durationSeconds);
        fields.put("recording_url", recordingUrl);
        fields.put("call_id", callId);
        fields.put("status", status);
        fields.put("end_reason", endReason);
        fields.put("started_at", startedAt == null ? null : startedAt.toString());
        fields.put("ended_at", endedAt == null ? null : endedAt.toString());
        fields.put("agent_version", agentVersion);
        fields.put("error", error);
        fields.put("transcript", transcript);
        fields.put("summary", summary);
        fields.put("analysis", analysis);
        fields.values().removeIf(java.util.Objects::isNull);
        return fields;
    }

    /** Of what names it alone: Camel asks for it, for hundreds at once, in every expression of a route. */
    @Override
    public int hashCode() {
        return ref.hashCode() * 31 + revision;
    }

    /** Without key, number and recording, so that it can stand in a log. */
    @Override
    public String toString() {
        return "outcome " + ref + " revision " + revision;
    }
}
