package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Clearance;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.provider.Providers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What keeps campaigns from dialling, one named reason each. Thread-safe. */
public final class Holds {
    private final Ledger ledger;
    private final CampaignRecords records;
    private final Providers providers;
    private final Lines lines;
    private final Installation installation;
    private final AgentChecks agents;
    private final Map<String, String> holds = new ConcurrentHashMap<>();

    public Holds(Ledger ledger, CampaignRecords records, Providers providers, Lines lines, Installation installation,
            AgentChecks agents) {
        this.ledger = ledger;
        this.records = records;
        this.providers = providers;
        this.lines = lines;
        this.installation = installation;
        this.agents = agents;
    }

    /** Why campaigns dial nobody now, by name. */
    Map<String, String> all() {
        return Map.copyOf(holds);
    }

    /** Whether a campaign dials nobody now; remembers why. */
    boolean keep(Tx tx, Campaign campaign, long id, Clearance clearance) {
        Optional<String> reason = reason(tx, campaign, id, clearance);
        reason.ifPresentOrElse(why -> holds.put(campaign.name(), why), () -> holds.remove(campaign.name()));
        return reason.isPresent();
    }

    private Optional<String> reason(Tx tx, Campaign campaign, long id, Clearance clearance) {
        CampaignRecords.Entry entry = records.read(tx, id);
        if (entry.isCancelled()) {
            return entry.cancelled();
        }
        if (entry.held().isPresent()) {
            return entry.held();
        }
        if (entry.paused().isPresent() && !records.healedByEdit(tx, campaign, entry)) {
            return Optional.of("paused: " + entry.paused().get());
        }
        if (entry.edition() > campaign.edition()) {
            return Optional.of("its file says edition " + campaign.edition() + ", but edition " + entry.edition() + " has begun");
        }
        if (providers.account(campaign.provider()).isEmpty()) {
            return Optional.of("no address and key are set for the provider " + campaign.provider());
        }
        if (clearance instanceof Clearance.Stopped stopped) {
            return Optional.of(stopped.reason());
        }
        if (!lines.isSweptSinceStart(campaign.provider())) {
            return Optional.of("the list of calls at " + campaign.provider() + " has not been read since the start");
        }
        if (installation.doubt().isPresent()) {
            return installation.doubt();
        }
        Optional<String> agent = agents.hold(campaign);
        if (agent.isPresent()) {
            return agent;
        }
        Optional<String> full = ledger.shortOfRoom();
        if (full.isPresent()) {
            return full;
        }
        return lines.breaker(campaign.provider()).reason().filter(why -> lines.breaker(campaign.provider()).allowance(1) == 0);
    }
}
