package io.voicecampaigns.provider;

import java.util.List;
import java.util.Optional;

/**
 * One page of the provider's list of calls, oldest first: what a {@code <provider>-list-calls-action} answers.
 *
 * @param next    where the next page begins; empty on the last page
 * @param skipped calls that the page holds and that could not be read: whose they are is not known
 */
public record CallPage(List<ProviderCall> calls, Optional<String> next, int skipped) {
    public CallPage {
        calls = List.copyOf(calls);
    }

    /** A page of which every call could be read. */
    public CallPage(List<ProviderCall> calls, Optional<String> next) {
        this(calls, next, 0);
    }

    /**
     * Reads what an action answered: this record, or a map or JSON with its fields, {@code next} absent or null on the last page,
     * {@code skipped} absent if there are none.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong, never its value
     */
    public static CallPage from(Object body) {
        if (body instanceof CallPage page) {
            return page;
        }
        Words words = Words.of("page of calls", body);
        return new CallPage(words.list("calls").stream().map(ProviderCall::from).toList(), words.optional("next"),
                words.count("skipped").orElse(0));
    }
}
