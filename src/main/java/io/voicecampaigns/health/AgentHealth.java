package io.voicecampaigns.health;

import io.voicecampaigns.agent.PromptChecks;
import io.voicecampaigns.agent.Releases;
import io.voicecampaigns.agent.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Always UP, since agents stop no campaign: what a person should look at stands in the detail {@code degraded}. */
public final class AgentHealth extends AbstractHealthCheck {
    private final Snapshots snapshots;
    private final PromptChecks checks;
    private final Releases releases;

    public AgentHealth(Snapshots snapshots, PromptChecks checks, Releases releases) {
        super("voice-campaigns", "agents");
        this.snapshots = snapshots;
        this.checks = checks;
        this.releases = releases;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder answer, Map<String, Object> options) {
        List<String> degraded = new ArrayList<>(checks.warnings());
        degraded.addAll(snapshots.warnings());
        releases.waiting().forEach((file, why) -> degraded.add("release " + file + ": " + why));
        Degraded.tell(answer, degraded);
        answer.up();
    }
}
