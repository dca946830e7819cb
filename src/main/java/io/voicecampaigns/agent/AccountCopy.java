package io.voicecampaigns.agent;

import io.voicecampaigns.provider.ProviderAnswers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The copying of one provider account's agents. Used by one thread at a time. */
public final class AccountCopy {
    /** So many agents in a row that cannot be copied, and the others are not tried. */
    private static final int MOST_FAILURES = 3;

    final Set<String> seen = new HashSet<>();
    boolean listsPublished;
    private final String provider;
    private final List<String> named;
    private final Set<String> cursors = new HashSet<>();
    private SnapshotRun run;
    private AgentQuery next;
    private boolean listed;
    private int failures;

    /** @param named the agents to copy; empty: all that the provider tells of */
    AccountCopy(String provider, List<String> named) {
        this.provider = provider;
        this.named = List.copyOf(named);
        this.next = named.isEmpty() ? AgentQuery.ofAgents(Optional.empty()) : null;
    }

    void belongsTo(SnapshotRun whole) {
        run = whole;
    }

    SnapshotRun run() {
        return run;
    }

    public String provider() {
        return provider;
    }

    List<String> named() {
        return named;
    }

    /** The page of agents to ask for next; null after the last one, and where the agents are named. */
    public AgentQuery next() {
        return failures >= MOST_FAILURES ? null : next;
    }

    void page(AgentPage<String> page) {
        if (page.next().isPresent() && (page.items().isEmpty() || !cursors.add(page.next().get()))) {
            throw ProviderAnswers.unreadable(provider, "next page of agents");
        }
        seen.addAll(page.items());
        next = page.next().map(cursor -> AgentQuery.ofAgents(Optional.of(cursor))).orElse(null);
        listed = next == null;
    }

    /** Whether all agents are known, so that others are gone. */
    boolean isListed() {
        return listed;
    }

    void succeeded() {
        failures = 0;
    }

    void failed() {
        failures++;
    }

    boolean hasGivenUp() {
        return failures >= MOST_FAILURES;
    }
}
