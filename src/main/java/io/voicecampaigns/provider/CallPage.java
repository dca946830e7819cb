package io.voicecampaigns.provider;

import java.util.List;
import java.util.Optional;

/**
 * One page of the provider's list of calls, oldest first: what a {@code <provider>-list-calls-action} answers.
 *
 * @param next where the next page begins; empty on the last page
 */
public record CallPage(List<ProviderCall> calls, Optional<String> next) {
    public CallPage {
        calls = List.copyOf(calls);
    }

    /**
     * Reads what an action answered: this record, or a map or JSON with its fields, {@code next} absent or null on the last page.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong, never its value
     */
    public static CallPage from(Object body) {
        if (body instanceof CallPage page) {
            return page;
        }
        Words words = Words.of("page of calls", body);
        return new CallPage(words.list("calls").stream().map(ProviderCall::from).toList(), words.optional("next"));
    }
}
