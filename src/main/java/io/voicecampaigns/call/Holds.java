package io.voicecampaigns.call;

import io.voicecampaigns.agent.PromptChecks;
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
    private final PromptChecks prompts;
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();

    /**
     * Why a campaign dials nobody, for a person.
     *
     * @param todo what ends it
     */
    public record Hold(String reason, String todo) {
    }

    public Holds(Ledger ledger, CampaignRecords records, Providers providers, Lines lines, Installation installation,
            AgentChecks agents, PromptChecks prompts) {
        this.ledger = ledger;
        this.records = records;
        this.providers = providers;
        this.lines = lines;
        this.installation = installation;
        this.agents = agents;
        this.prompts = prompts;
    }

    /** Why campaigns dial nobody now, by name. */
    Map<String, Hold> all() {
        return Map.copyOf(holds);
    }

    /** Whether a campaign dials nobody now; remembers why. */
    boolean keep(Tx tx, Campaign campaign, long id, Clearance clearance) {
        Optional<Hold> hold = hold(tx, campaign, id, clearance);
        hold.ifPresentOrElse(why -> holds.put(campaign.name(), why), () -> holds.remove(campaign.name()));
        return hold.isPresent();
    }

    private static Optional<Hold> hold(String reason, String todo) {
        return Optional.of(new Hold(reason, todo));
    }

    private Optional<Hold> hold(Tx tx, Campaign campaign, long id, Clearance clearance) {
        CampaignRecords.Entry entry = records.read(tx, id);
        String file = "config/campaigns/" + campaign.name() + ".yaml";
        if (entry.isCancelled()) {
            return entry.cancelled().map(why -> new Hold(why, "Raise edition in " + file + " to call its people."));
        }
        if (entry.held().isPresent()) {
            return entry.held().map(why -> new Hold(why, "Resume it here, or with the command resume " + campaign.name() + "."));
        }
        if (entry.paused().isPresent() && !records.healedByEdit(tx, campaign, entry)) {
            return hold("paused: " + entry.paused().get(), entry.heals().filter(CampaignRecords.Heals.LISTED::equals).isPresent()
                    ? "Check the key and the account at " + campaign.provider() + ". It goes on by itself once the provider accepts the key."
                    : "Correct " + file + " or what it names at " + campaign.provider() + ". It goes on by itself after any edit of the file.");
        }
        if (entry.edition() > campaign.edition()) {
            return hold("its file says edition " + campaign.edition() + ", but edition " + entry.edition() + " has begun",
                    "Set edition: " + entry.edition() + " in " + file + ", or a higher one to call the same people again.");
        }
        if (providers.account(campaign.provider()).isEmpty()) {
            return hold("no address and key are set for the provider " + campaign.provider(),
                    "Set providers." + campaign.provider() + ".base-url and .api-key, and start again.");
        }
        if (clearance instanceof Clearance.Stopped stopped) {
            return hold(stopped.reason(), "Mend what it names. It goes on within seconds.");
        }
        if (!lines.isSweptSinceStart(campaign.provider())) {
            return hold("the list of calls at " + campaign.provider() + " has not been read since the start",
                    "Nothing: it is being read. If this stays, the provider does not answer.");
        }
        if (installation.doubt().isPresent()) {
            return hold(installation.doubt().get(), "If this ledger is the right one, start once with --accept-older-ledger.");
        }
        Optional<String> agent = agents.hold(campaign);
        if (agent.isPresent()) {
            return hold(agent.get(), "Give them under variables in " + file + ". It goes on within seconds.");
        }
        if (prompts.isAwaited(campaign)) {
            return hold("what its agent says has not been read yet", "Nothing: it is being read, and waited for 10 seconds at most.");
        }
        Optional<String> full = ledger.shortOfRoom();
        if (full.isPresent()) {
            return hold(full.get(), "Make room. It goes on by itself.");
        }
        return lines.breaker(campaign.provider()).reason().filter(why -> lines.breaker(campaign.provider()).allowance(1) == 0)
                .map(why -> new Hold(why, "Nothing: " + campaign.provider() + " is asked again by itself, and dialling goes on once it answers."));
    }
}
