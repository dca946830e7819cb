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

    private final Campaigns campaigns;
    private final Providers providers;
    private final Clock clock;
    private final Map<String, Checked> checked = new ConcurrentHashMap<>();

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
            if (isDue && providers.account(campaign.provider()).isPresent()) {
                of(campaign).ifPresent(due::add);
            }
        }
        checked.keySet().retainAll(all.stream().map(Campaign::name).collect(Collectors.toSet()));
        return due;
    }

    /** One campaign's check, whether it is due or not; empty if nothing is known of agents of its provider. */
    public static Optional<PromptCheck> of(Campaign campaign) {
        return AgentCatalogue.of(campaign.provider()).map(catalogue -> new PromptCheck(campaign, catalogue, campaign.agent()));
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
