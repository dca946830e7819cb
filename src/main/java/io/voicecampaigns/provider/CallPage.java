package io.voicecampaigns.provider;

import java.util.List;
import java.util.Optional;

/**
 * One page of the provider's list of calls, oldest first.
 *
 * @param next where the next page begins; empty on the last page
 */
public record CallPage(List<ProviderCall> calls, Optional<String> next) {
    public CallPage {
        calls = List.copyOf(calls);
    }
}
