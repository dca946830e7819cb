package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Where the parts of a call stand in a provider's JSON.
 *
 * @param perSecond how many of the provider's units of duration make a second
 */
record CallFields(FieldPath id, Optional<FieldPath> attemptId, Optional<FieldPath> toNumber, FieldPath createdAt,
        FieldPath status, Optional<FieldPath> endReason, Optional<FieldPath> startedAt, Optional<FieldPath> endedAt,
                Optional<FieldPath> duration,
        BigDecimal perSecond, Optional<FieldPath> recordingUrl, Optional<FieldPath> agentVersion, Endings endings) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~:-]{1,200}");
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(10_000_000);

    /** The id, if it is one: short, and safe in the path of an address. */
    static Optional<String> id(Optional<String> text) {
        return text.filter(id -> ID.matcher(id).matches() && !id.startsWith("."));
    }

    /** Empty if id, creation time or status cannot be read; other parts may be missing. */
    Optional<ProviderCall> read(JsonNode call) {
        Optional<String> callId = id(id.textIn(call));
        Optional<Instant> created = Timestamps.read(createdAt.in(call));
        Optional<String> state = status.textIn(call);
        if (callId.isEmpty() || created.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> reason = text(endReason, call);
        OptionalInt seconds = seconds(call);
        return Optional.of(new ProviderCall(callId.get(), text(attemptId, call).flatMap(CallFields::uuid), text(toNumber, call),
                created.get(), state.get(), endings.disposition(state.get(), reason, seconds), reason, time(startedAt, call),
                time(endedAt, call), seconds, text(recordingUrl, call), text(agentVersion, call)));
    }

    private OptionalInt seconds(JsonNode call) {
        return text(duration, call).flatMap(CallFields::decimal)
                .map(length -> length.divide(perSecond, 0, RoundingMode.HALF_UP))
                .filter(length -> length.signum() >= 0 && length.compareTo(LONGEST_SECONDS) < 0)
                .map(length -> OptionalInt.of(length.intValue())).orElse(OptionalInt.empty());
    }

    private static Optional<String> text(Optional<FieldPath> path, JsonNode call) {
        return path.isEmpty() ? Optional.empty() : path.get().textIn(call);
    }

    private static Optional<Instant> time(Optional<FieldPath> path, JsonNode call) {
        return path.isEmpty() ? Optional.empty() : Timestamps.read(path.get().in(call));
    }

    private static Optional<BigDecimal> decimal(String text) {
        try {
            return text.length() > 20 ? Optional.empty() : Optional.of(new BigDecimal(text))
                    .filter(number -> Math.abs(number.scale()) < 30);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> uuid(String text) {
        try {
            // UUID.fromString alone would also read shortened ones.
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
