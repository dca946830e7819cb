package io.voicecampaigns.provider;

import io.voicecampaigns.outcome.Disposition;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of the request to start a call: what a {@code <provider>-start-call-action} answers.
 *
 * @param callId      the provider's id of the call; present exactly if {@code result} is {@link Result#ACCEPTED}
 * @param retryAt     with {@link Result#LATER}: not before this instant
 * @param reason      why not, without numbers and variables: {@code 412 SIP_CONFIG_NOT_SET}; two refusals with equal reasons are
 *                    equal
 * @param disposition how the attempt ended; present exactly if {@code result} is {@link Result#REFUSED}
 */
public record StartAnswer(Result result, Optional<String> callId, Optional<Instant> retryAt, String reason,
        Optional<Disposition> disposition) {
    public enum Result {
        /** The call exists. */
        ACCEPTED,
        /** No call, and this contact is why. */
        REFUSED,
        /** No call, and the campaign's or the account's settings are why. */
        CAMPAIGN_REFUSED,
        /** No call now; the provider asks to come back later. */
        LATER,
        /** There may be a call. */
        UNKNOWN;

        private final String word = name().toLowerCase(Locale.ROOT);

        /** The spelling in YAML: {@code campaign_refused}. */
        public String word() {
            return word;
        }

        /** The result spelled {@code word}, or empty where there is none. */
        public static Optional<Result> ofWord(String word) {
            return Arrays.stream(values()).filter(result -> result.word.equals(word)).findFirst();
        }
    }

    public StartAnswer {
        if (callId.isPresent() != (result == Result.ACCEPTED)) {
            throw new IllegalArgumentException("an accepted call has an id, and only that: " + result);
        }
        if (disposition.isPresent() != (result == Result.REFUSED)) {
            throw new IllegalArgumentException("a refused contact has a disposition, and only that: " + result);
        }
        if (retryAt.isPresent() != (result == Result.LATER)) {
            throw new IllegalArgumentException("an answer that asks to come back later says when, and only that: " + result);
        }
    }

    public static StartAnswer accepted(String callId) {
        return new StartAnswer(Result.ACCEPTED, Optional.of(callId), Optional.empty(), "", Optional.empty());
    }

    public static StartAnswer refused(Disposition disposition, String reason) {
        return new StartAnswer(Result.REFUSED, Optional.empty(), Optional.empty(), reason, Optional.of(disposition));
    }

    public static StartAnswer campaignRefused(String reason) {
        return new StartAnswer(Result.CAMPAIGN_REFUSED, Optional.empty(), Optional.empty(), reason, Optional.empty());
    }

    public static StartAnswer later(Instant retryAt, String reason) {
        return new StartAnswer(Result.LATER, Optional.empty(), Optional.of(retryAt), reason, Optional.empty());
    }

    public static StartAnswer unknown(String reason) {
        return new StartAnswer(Result.UNKNOWN, Optional.empty(), Optional.empty(), reason, Optional.empty());
    }

    /**
     * Reads what an action answered: this record, or a map or JSON with its fields, where {@code result} is a {@linkplain
     * Result#word word} and {@code retryAt} is ISO 8601. A refusal without a disposition means {@code failed}.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong, never its value
     */
    public static StartAnswer from(Object body) {
        if (body instanceof StartAnswer answer) {
            return answer;
        }
        Words words = Words.of("start answer", body);
        Result result = words.word("result", Result::ofWord).orElseThrow(() -> words.wrong("result", "is missing"));
        String reason = words.optional("reason").orElse("");
        return switch (result) {
            case ACCEPTED -> accepted(words.text("callId"));
            case REFUSED -> refused(words.word("disposition", Disposition::ofWord).orElse(Disposition.FAILED), reason);
            case CAMPAIGN_REFUSED -> campaignRefused(reason);
            case LATER -> later(words.instant("retryAt").orElseThrow(() -> words.wrong("retryAt", "is missing")), reason);
            case UNKNOWN -> unknown(reason);
        };
    }
}
