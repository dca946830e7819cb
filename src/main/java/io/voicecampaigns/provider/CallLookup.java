package io.voicecampaigns.provider;

import java.util.Optional;

/**
 * What is known of one call: what a {@code <provider>-get-call-action} answers.
 *
 * @param call empty if the provider knows no such call
 */
public record CallLookup(Optional<ProviderCall> call) {

    /**
     * Reads what an action answered: this record, a {@link ProviderCall}, or a map or JSON whose field {@code call} holds a call
     * or is null.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong, never its value
     */
    public static CallLookup from(Object body) {
        if (body instanceof CallLookup lookup) {
            return lookup;
        }
        if (body instanceof ProviderCall call) {
            return new CallLookup(Optional.of(call));
        }
        Words words = Words.of("call lookup", body);
        if (!words.fields().has("call")) {
            throw words.wrong("call", "is missing; null says that there is no such call");
        }
        return new CallLookup(Optional.of(words.fields().get("call")).filter(call -> !call.isNull()).map(ProviderCall::from));
    }
}
