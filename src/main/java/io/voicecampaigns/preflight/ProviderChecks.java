package io.voicecampaigns.preflight;

import io.voicecampaigns.agent.AgentPage;
import io.voicecampaigns.agent.AgentQuery;
import io.voicecampaigns.agent.AgentVersion;
import io.voicecampaigns.agent.Phone;
import io.voicecampaigns.agent.PromptCheck;
import io.voicecampaigns.agent.PromptChecks;
import io.voicecampaigns.call.AgentChecks;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.provider.ListRequest;
import io.voicecampaigns.provider.Providers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks a campaign's provider, reading only, whether it would place the campaign's calls. Used by one thread at a time. */
final class ProviderChecks {
    private static final Duration RECENT = Duration.ofMinutes(10);
    private static final int MOST_PAGES = 50;

    private final Systems systems;
    private final Providers providers;
    private final AgentChecks agents;
    private final PromptChecks prompts;
    private final Clock clock;
    private final boolean isSimulated;
    private final List<Check> checks = new ArrayList<>();
    private final Set<String> missing = new TreeSet<>();

    ProviderChecks(Systems systems, Providers providers, AgentChecks agents, PromptChecks prompts, Clock clock, boolean isSimulated) {
        this.systems = systems;
        this.providers = providers;
        this.agents = agents;
        this.prompts = prompts;
        this.clock = clock;
        this.isSimulated = isSimulated;
    }

    List<Check> checks() {
        return checks;
    }

    /** Variables that the agent wants and the campaign does not give. */
    Set<String> missing() {
        return missing;
    }

    void ask(Campaign campaign) {
        String provider = campaign.provider();
        if (providers.account(provider).isEmpty()) {
            checks.add(Check.wrong("provider", provider + " has neither address nor key, so nobody can be called", "set providers." + provider
                    + ".base-url and providers." + provider + ".api-key (or their variables of the environment), or add --simulate"));
            return;
        }
        try {
            systems.ask(provider + "-list-calls-action", new ListRequest(clock.instant().minus(RECENT), Optional.empty(), Optional.empty(), 1));
            checks.add(Check.ok("provider", provider + " answers"));
            checks.add(Check.ok("key", "it lists the account's calls"));
        } catch (UnansweredException e) {
            if (e.isAboutAccess()) {
                checks.add(Check.ok("provider", provider + " answers"));
                checks.add(Check.wrong("key", e.getMessage(), "set a valid key as providers." + provider + ".api-key"));
            } else {
                checks.add(Check.wrong("provider", e.getMessage(), "see whether providers." + provider + ".base-url is right and reached from here"));
            }
            return;
        }
        fromNumber(campaign);
        agent(campaign);
        prompt(campaign);
    }

    private void fromNumber(Campaign campaign) {
        String kamelet = campaign.provider() + "-list-phones-action";
        if (!systems.has(kamelet)) {
            checks.add(Check.ok("from-number", "not checked: " + campaign.provider() + " does not list numbers"));
            return;
        }
        try {
            Optional<String> cursor = Optional.empty();
            for (int page = 0; page < MOST_PAGES; page++) {
                if (!(systems.ask(kamelet, AgentQuery.ofAgents(cursor)) instanceof AgentPage<?> found)) {
                    checks.add(Check.ok("from-number", "not checked: " + kamelet + " answers in words of its own"));
                    return;
                }
                if (found.items().stream().anyMatch(item -> item instanceof Phone phone && phone.is(campaign.fromNumber()))) {
                    checks.add(Check.ok("from-number", "it is a number of the account"));
                    return;
                }
                cursor = found.next();
                if (cursor.isEmpty() || found.items().isEmpty()) {
                    break;
                }
            }
            checks.add(unknown("from-number", "it is no number of the account", "correct from-number in the campaign file"));
        } catch (UnansweredException e) {
            checks.add(Check.wrong("from-number", "the account's numbers cannot be listed: " + e.getMessage(), "try again; the provider may be at fault"));
        }
    }

    private void agent(Campaign campaign) {
        Optional<AgentChecks.Check> asked = agents.of(campaign);
        if (asked.isEmpty()) {
            return;
        }
        AgentChecks.Check check = asked.get();
        while (check.next() != null) {
            try {
                agents.page(check, systems.ask(campaign.provider() + "-get-version-action", check.next()));
            } catch (UnansweredException e) {
                agents.fail(check, e);
                checks.add(Check.wrong("agent", "its version cannot be read: " + e.getMessage(), "try again; see agent and agent-version in the campaign file"));
                return;
            }
        }
        missing.addAll(check.missing());
        checks.add(check.unreadable().map(why -> unknown("agent", why, "correct agent and agent-version in the campaign file"))
                .orElse(Check.ok("agent", "its version is there")));
    }

    /** A simulated provider calls with whatever it is told, and has few numbers and agents. */
    private Check unknown(String name, String said, String todo) {
        return isSimulated ? Check.ok(name, "not checked: the simulated provider does not know it") : Check.wrong(name, said, todo);
    }

    @SuppressWarnings("unchecked")
    private void prompt(Campaign campaign) {
        Optional<PromptCheck> asked = PromptChecks.of(campaign);
        if (asked.isEmpty()) {
            return;
        }
        PromptCheck check = asked.get();
        try {
            for (int page = 0; page < MOST_PAGES && check.phones() != null; page++) {
                prompts.phones(check, (AgentPage<Phone>) systems.ask(campaign.provider() + "-list-phones-action", check.phones()));
            }
            for (int page = 0; page < MOST_PAGES && check.next() != null; page++) {
                prompts.versions(check, (AgentPage<AgentVersion>) systems.ask(campaign.provider() + "-list-versions-action", check.next()));
            }
        } catch (UnansweredException e) {
            checks.add(Check.wrong("prompt", "what the agent says cannot be read: " + e.getMessage(), "try again; the provider may be at fault"));
            return;
        }
        missing.addAll(check.missing());
        List<String> findings = check.findings();
        // warnings of the service as well, which stop nobody
        checks.add(Check.ok("prompt", findings.isEmpty() ? "its variables are all given" : String.join("; ", findings)));
    }
}
