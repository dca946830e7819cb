package io.voicecampaigns.health;

import io.voicecampaigns.call.AgentChecks;
import io.voicecampaigns.call.ContactChecks;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.call.Lines;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.Problem;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.Providers;
import io.voicecampaigns.report.Outbox;
import io.voicecampaigns.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is wrong now with dialling and reporting, as health tells it and as people are shown it. Asks no database but for {@link #all()}. Thread-safe. */
public final class Troubles {
    private final Campaigns campaigns;
    private final Dialing dialing;
    private final Lines lines;
    private final Providers providers;
    private final Outbox outbox;
    private final Sources sources;
    private final ContactChecks checks;
    private final AgentChecks agents;

    /** @param todo what ends it */
    public record Trouble(String what, String todo) {
    }

    public Troubles(Campaigns campaigns, Dialing dialing, Lines lines, Providers providers, Outbox outbox, Sources sources,
            ContactChecks checks, AgentChecks agents) {
        this.campaigns = campaigns;
        this.dialing = dialing;
        this.lines = lines;
        this.providers = providers;
        this.outbox = outbox;
        this.sources = sources;
        this.checks = checks;
        this.agents = agents;
    }

    /** Why each provider account is not called, by its name; empty: it is. */
    public Map<String, Optional<String>> providers() {
        Map<String, Optional<String>> reasons = new TreeMap<>();
        for (ProviderAccount account : providers.all()) {
            reasons.put(account.name(), lines.breaker(account.name()).reason());
        }
        return reasons;
    }

    /** What keeps this campaign from dialling, or from dialling as it should. */
    public List<Trouble> of(String campaign) {
        List<Trouble> found = new ArrayList<>();
        Optional.ofNullable(dialing.held().get(campaign)).ifPresent(hold -> found.add(new Trouble(hold.reason(), hold.todo())));
        Optional.ofNullable(agents.warnings().get(campaign))
                .ifPresent(why -> found.add(new Trouble(why, "Nothing has to be done: it dials without that check, which is tried again every minute.")));
        Optional.ofNullable(sources.problems().get(campaign))
                .ifPresent(why -> found.add(new Trouble("its source: " + why, "Mend the source or what the campaign file says of it. It is tried again by itself.")));
        Optional.ofNullable(checks.problems().get(campaign))
                .ifPresent(why -> found.add(new Trouble(why, "Nobody is called unasked. The system is asked again by itself.")));
        return found;
    }

    /** Whether the first of {@link #of} keeps the campaign from dialling at all. */
    public boolean isHeld(String campaign) {
        return dialing.holds().containsKey(campaign);
    }

    /** What is wrong with files that people edit, whichever edition of them is in use. */
    public List<Problem> ofFiles() {
        return campaigns.problems();
    }

    /** Why a campaign's sinks failed the last time, by their names. */
    public Map<String, String> ofSinks(String campaign) {
        return outbox.failing(campaign);
    }

    /** Everything, a sentence each. */
    public List<String> all() {
        List<String> all = new ArrayList<>();
        providers().forEach((name, reason) -> reason.ifPresent(why -> all.add("provider " + name + ": " + why)));
        new TreeMap<>(dialing.holds()).forEach((campaign, why) -> all.add("campaign " + campaign + ": " + why));
        agents.warnings().forEach((campaign, why) -> all.add("campaign " + campaign + ": " + why));
        ofFiles().forEach(problem -> all.add(problem.toString()));
        sources.problems().forEach((campaign, why) -> all.add("campaign " + campaign + ": " + why));
        checks.problems().forEach((campaign, why) -> all.add("campaign " + campaign + ": " + why));
        all.addAll(outbox.problems());
        return all;
    }
}
