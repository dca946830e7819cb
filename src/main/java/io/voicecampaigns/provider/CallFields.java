package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Where the parts of a call stand in a provider's JSON.
 *
 * @param attemptId the first of these that holds an id of ours
 * @param createdAt the first of these that holds a time
 * @param perSecond how many of the provider's units of duration make a second
 */
record CallFields(FieldPath id, List<FieldPath> attemptId, Optional<FieldPath> toNumber, List<FieldPath> createdAt,
        FieldPath status, Optional<FieldPath> endReason, Optional<FieldPath> startedAt, Optional<FieldPath> endedAt,
                Optional<FieldPath> duration,
        BigDecimal perSecond, Optional<FieldPath> recordingUrl, Optional<FieldPath> agentVersion, Endings endings) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~:-]{1,200}");
    private static final BigDecimal LONGEST_SECONDS = BigDecimal.valueOf(10_000_000);

    /** The id, if it is one: short, and safe in the path of an address. */
    static Optional<String> id(Optional<String> text) {
        return text.filter(id -> ID.matcher(id).matches() && !id.startsWith("."));
    }

    /** Empty if id or status cannot be read; other parts may be missing. */
    Optional<ProviderCall> read(JsonNode call) {
        Optional<String> callId = id(id.textIn(call));
        Optional<String> state = status.textIn(call);
        if (callId.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> reason = text(endReason, call);
        OptionalInt seconds = seconds(call);
        return Optional.of(new ProviderCall(callId.get(), first(attemptId, path -> path.textIn(call).flatMap(CallFields::ourId)),
                text(toNumber, call), first(createdAt, path -> Timestamps.read(path.in(call))), state.get(), endings.disposition(state.get(), reason, seconds), reason, time(startedAt, call),
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

    private static <T> Optional<T> first(List<FieldPath> paths, Function<FieldPath, Optional<T>> reader) {
        return paths.stream().flatMap(path -> reader.apply(path).stream()).findFirst();
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

    /** Ids of ours are of version 5: a lead's id in the same place is hardly ever. */
    private static Optional<UUID> ourId(String text) {
        try {
            // UUID.fromString alone would also read shortened ones.
            return text.length() == 36 ? Optional.of(UUID.fromString(text)).filter(id -> id.version() == 5) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
