package io.voicecampaigns.agent;

import java.util.List;
import java.util.Optional;

/** One page of agents or of versions, in the provider's order. @param next the next page's cursor; empty on the last one */
public record AgentPage<T>(List<T> items, Optional<String> next) {
    public AgentPage {
        items = List.copyOf(items);
    }
}
