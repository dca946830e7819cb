package io.voicecampaigns.agent;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.provider.Providers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the agents of all campaigns say, when a campaign is loaded and from time to time. What it finds is told, and stops nobody: an
 * agent that cannot be read neither. Checks are made one after the other; findings may be read by any thread.
 */
public final class PromptChecks {
    private static final Logger LOG = LoggerFactory.getLogger(PromptChecks.class);
    /** Somebody may publish another version at any time. */
    private static final Duration AGAIN = Duration.ofMinutes(15);
    private static final Duration AGAIN_UNREADABLE = Duration.ofMinutes(1);
    /** So long at most nobody is called because nothing was read yet. */
    private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(10).toNanos();

    private final Campaigns campaigns;
    private final Providers providers;
    private final Clock clock;
    private final Map<String, Checked> checked = new ConcurrentHashMap<>();
    private final Map<String, Awaited> awaited = new ConcurrentHashMap<>();

    private record Awaited(String fingerprint, long sinceNanos) {
    }

    private record Checked(String fingerprint, List<String> findings, Instant next) {
    }

    public PromptChecks(Campaigns campaigns, Providers providers, Clock clock) {
        this.campaigns = campaigns;
        this.providers = providers;
        this.clock = clock;
    }

    /** The campaigns to check now. */
    public List<PromptCheck> due() {
        List<PromptCheck> due = new ArrayList<>();
        List<Campaign> all = campaigns.all();
        for (Campaign campaign : all) {
            Checked last = checked.get(campaign.name());
            boolean isDue = last == null || !last.fingerprint().equals(campaign.fingerprint()) || !clock.instant().isBefore(last.next());
            if (isDue && isReadable(campaign)) {
                of(campaign).ifPresent(due::add);
            }
        }
        Set<String> names = all.stream().map(Campaign::name).collect(Collectors.toSet());
        checked.keySet().retainAll(names);
        awaited.keySet().retainAll(names);
        return due;
    }

    /** One campaign's check, whether it is due or not; empty if nothing is known of agents of its provider. */
    public static Optional<PromptCheck> of(Campaign campaign) {
        return AgentCatalogue.of(campaign.provider()).map(catalogue -> new PromptCheck(campaign, catalogue, campaign.agent()));
    }

    private boolean isReadable(Campaign campaign) {
        return providers.account(campaign.provider()).isPresent() && AgentCatalogue.of(campaign.provider()).isPresent();
    }

    /**
     * Whether it is still to be read what the agent of a campaign says, as its file is now: what is found is told before anybody is called. Not
     * for long, whatever the provider does, and not once reading has failed: that is a warning.
     */
    public boolean isAwaited(Campaign campaign) {
        Checked last = checked.get(campaign.name());
        if (last != null && last.fingerprint().equals(campaign.fingerprint()) || !isReadable(campaign)) {
            return false;
        }
        long now = System.nanoTime();
        Awaited since = awaited.compute(campaign.name(), (name, known) -> known != null && known.fingerprint().equals(campaign.fingerprint())
                ? known : new Awaited(campaign.fingerprint(), now));
        return now - since.sinceNanos() < LONGEST_WAIT_NANOS;
    }

    public void phones(PromptCheck check, AgentPage<Phone> page) {
        check.phonesRead(page);
    }

    public void versions(PromptCheck check, AgentPage<AgentVersion> page) {
        check.versionsRead(page);
    }

    public void checked(PromptCheck check) {
        end(check, check.findings(), AGAIN);
    }

    public void failed(PromptCheck check, Throwable failure) {
        end(check, List.of("what its agent says could not be read: " + Reason.of(failure)), AGAIN_UNREADABLE);
    }

    private void end(PromptCheck check, List<String> findings, Duration again) {
        Campaign campaign = check.campaign();
        Checked before = checked.put(campaign.name(), new Checked(campaign.fingerprint(), findings, clock.instant().plus(again)));
        if (before == null || !before.findings().equals(findings)) {
            findings.forEach(finding -> LOG.warn("campaign {}: {}", campaign.name(), finding));
        }
    }

    /** Everything found, a line each. */
    public List<String> warnings() {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(checked).forEach((campaign, last) -> last.findings().forEach(finding -> lines.add("campaign " + campaign + ": " + finding)));
        return lines;
    }
}
