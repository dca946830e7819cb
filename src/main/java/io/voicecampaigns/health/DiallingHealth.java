package io.voicecampaigns.health;

import io.voicecampaigns.call.AgentChecks;
import io.voicecampaigns.call.ContactChecks;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.call.Lines;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.Providers;
import io.voicecampaigns.report.Outbox;
import io.voicecampaigns.source.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Always UP, since a restart would heal nothing of it: what keeps campaigns from dialling, or outcomes from their sinks, stands in the
 * detail {@code degraded}.
 */
public final class DiallingHealth extends AbstractHealthCheck {
    private final Campaigns campaigns;
    private final Dialing dialing;
    private final Lines lines;
    private final Providers providers;
    private final Outbox outbox;
    private final Sources sources;
    private final ContactChecks checks;
    private final AgentChecks agents;

    public DiallingHealth(Campaigns campaigns, Dialing dialing, Lines lines, Providers providers, Outbox outbox, Sources sources,
            ContactChecks checks, AgentChecks agents) {
        super("voice-campaigns", "dialling");
        this.campaigns = campaigns;
        this.dialing = dialing;
        this.lines = lines;
        this.providers = providers;
        this.outbox = outbox;
        this.sources = sources;
        this.checks = checks;
        this.agents = agents;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder answer, Map<String, Object> options) {
        List<String> degraded = new ArrayList<>();
        for (ProviderAccount account : providers.all()) {
            lines.breaker(account.name()).reason().ifPresent(why -> degraded.add("provider " + account.name() + ": " + why));
        }
        new TreeMap<>(dialing.holds()).forEach((campaign, why) -> degraded.add("campaign " + campaign + ": " + why));
        agents.warnings().forEach((campaign, why) -> degraded.add("campaign " + campaign + ": " + why));
        campaigns.problems().forEach(problem -> degraded.add(problem.toString()));
        sources.problems().forEach((campaign, why) -> degraded.add("campaign " + campaign + ": " + why));
        checks.problems().forEach((campaign, why) -> degraded.add("campaign " + campaign + ": " + why));
        degraded.addAll(outbox.problems());
        Degraded.tell(answer, degraded);
        answer.up();
    }
}
