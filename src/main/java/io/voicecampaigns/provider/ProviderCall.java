package io.voicecampaigns.provider;

import io.voicecampaigns.outcome.Disposition;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A call as the provider tells it, in our words.
 *
 * @param attemptId       our id, where the provider echoes the call's variables and it is one of ours
 * @param toNumber        the called number as the provider spells it
 * @param createdAt       empty where the provider does not tell it, or not yet
 * @param status          the provider's own word
 * @param disposition     how it ended; empty while it has not, and for words that no mapping knows
 * @param endReason       the provider's own word
 * @param recordingUrl    empty until there is one
 */
public record ProviderCall(String callId, Optional<UUID> attemptId, Optional<String> toNumber, Optional<Instant> createdAt,
        String status, Optional<Disposition> disposition, Optional<String> endReason,
        Optional<Instant> startedAt, Optional<Instant> endedAt, OptionalInt durationSeconds,
        Optional<String> recordingUrl, Optional<String> agentVersion) {

    public boolean ended() {
        return disposition.isPresent();
    }

    /**
     * Reads this record, or a map or JSON with its fields, of which {@code callId} and {@code status} are required. Times are ISO 8601; {@code disposition} is one of our words and says that the call has ended.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong, never its value
     */
    public static ProviderCall from(Object body) {
        if (body instanceof ProviderCall call) {
            return call;
        }
        Words words = body instanceof Words read ? read : Words.of("call", body);
        return new ProviderCall(words.text("callId"), words.uuid("attemptId"), words.optional("toNumber"),
                words.instant("createdAt"), words.text("status"),
                words.word("disposition", Disposition::ofWord), words.optional("endReason"), words.instant("startedAt"),
                words.instant("endedAt"), words.count("durationSeconds"), words.optional("recordingUrl"),
                words.optional("agentVersion"));
    }

    /** Without number and recording, so that it can stand in a log. */
    @Override
    public String toString() {
        return "ProviderCall[" + callId + " " + status + "]";
    }
}
