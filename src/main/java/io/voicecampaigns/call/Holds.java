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

/** Whether a campaign may dial now, and why not. Thread-safe. */
final class Holds {
    private final Ledger ledger;
    private final CampaignRecords records;
    private final Providers providers;
    private final Installation installation;
    private final Lines lines;
    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    Holds(Ledger ledger, CampaignRecords records, Providers providers, Installation installation, Lines lines) {
        this.ledger = ledger;
        this.records = records;
        this.providers = providers;
        this.installation = installation;
        this.lines = lines;
    }

    /** Whether the campaign dials nobody now; the reason is remembered until it may dial. */
    boolean hold(Tx tx, Campaign campaign, long id, Clearance clearance) {
        Optional<String> reason = reason(tx, campaign, id, clearance);
        reason.ifPresentOrElse(why -> reasons.put(campaign.name(), why), () -> reasons.remove(campaign.name()));
        return reason.isPresent();
    }

    /** Why campaigns dialled nobody when they were last asked, by name. */
    Map<String, String> reasons() {
        return Map.copyOf(reasons);
    }

    /** Why the campaign dials nobody now, if so. */
    private Optional<String> reason(Tx tx, Campaign campaign, long id, Clearance clearance) {
        CampaignRecords.Entry entry = records.read(tx, id);
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
        Optional<String> full = ledger.shortOfRoom();
        if (full.isPresent()) {
            return full;
        }
        return lines.breaker(campaign.provider()).reason().filter(why -> lines.breaker(campaign.provider()).allowance(1) == 0);
    }
}
