package io.voicecampaigns.simulator;

import java.util.UUID;

/**
 * A call, decided to its end when it is accepted: where it stands is a question of the time at which one looks.
 *
 * @param place           its place in the order of creation, from 0
 * @param variablesJson   the variables as they came; null where there were none
 * @param agentVersion    null where none was named and none was published
 * @param endedAt         {@link Long#MAX_VALUE}: never
 * @param durationSeconds as reported
 * @param status          the word for its ending; null: that of the vocabulary in use when it is told
 * @param endReason       the word for its reason; null: that of the provider that tells it
 * @param leadId          null where there is none
 */
record StoredCall(int place, UUID id, String attemptId, String number, String fromNumber, UUID phoneId, UUID contactId,
        UUID agentId, String agentVersion, String variablesJson, long contactCreatedAt, long createdAt, long answeredAt,
        long endedAt, Outcome outcome, int durationSeconds, String status, String endReason, String leadId) {

    static final long NEVER = Long.MAX_VALUE;

    boolean hasEnded(long now) {
        return now >= endedAt;
    }

    boolean isPickedUp(long now) {
        return outcome.talks() && now >= answeredAt;
    }

    boolean hasRecording(long now, int lagMs) {
        return outcome.talks() && hasEnded(now) && now - endedAt >= lagMs;
    }

    String recordingUrl() {
        return "https://recordings.simulator.invalid/" + id + ".mp3";
    }

    String status(long now, Vocabulary vocabulary) {
        if (hasEnded(now)) {
            return status != null ? status : outcome.status(vocabulary);
        }
        if (isPickedUp(now)) {
            return "in_progress";
        }
        boolean queued = vocabulary == Vocabulary.NEW && now - createdAt > (answeredAt - createdAt) / 2;
        return queued ? "in_queue" : "dialing";
    }

    /** When it ended as reported: in keeping with its reported duration, which may be scaled. */
    long reportedEnd() {
        return outcome.talks() ? answeredAt + durationSeconds * 1_000L : endedAt;
    }
}
