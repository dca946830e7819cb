package io.voicecampaigns.agent;

import io.voicecampaigns.provider.ProviderAnswers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The reading of an agent's versions, page by page. Whether a list without the filter for published versions holds the published one too is
 * documented either way: where none is seen, it is asked for once more. Used by one thread.
 */
final class VersionListing {
    private final String provider;
    private final String agentId;
    private final boolean mayHidePublished;
    private final Set<String> cursors = new HashSet<>();
    private AgentQuery next;
    private boolean sawPublished;
    private boolean listsPublished;

    /** @param mayHidePublished whether the published version may be missing without its filter */
    VersionListing(String provider, String agentId, boolean mayHidePublished) {
        this.provider = provider;
        this.agentId = agentId;
        this.mayHidePublished = mayHidePublished;
        this.next = new AgentQuery(agentId, Optional.empty(), false);
    }

    /** The next page to ask for; null after the last one. */
    AgentQuery next() {
        return next;
    }

    /** @return what is on the page */
    List<AgentVersion> page(AgentPage<AgentVersion> page) {
        boolean isHere = page.items().stream().anyMatch(AgentVersion::published);
        sawPublished |= isHere;
        listsPublished |= isHere && !next.published();
        if (page.next().isPresent()) {
            if (page.items().isEmpty() || !cursors.add(next.published() + page.next().get())) {
                throw ProviderAnswers.unreadable(provider, "next page of versions");
            }
            next = new AgentQuery(agentId, page.next(), next.published());
        } else {
            next = next.published() || sawPublished || !mayHidePublished ? null : new AgentQuery(agentId, Optional.empty(), true);
        }
        return page.items();
    }

    /** Whether a page without the filter showed the published version: then no list hides it. */
    boolean listsPublished() {
        return listsPublished;
    }
}
