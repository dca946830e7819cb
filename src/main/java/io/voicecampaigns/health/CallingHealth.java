package io.voicecampaigns.health;

import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.report.Outbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Always up, since a restart would help nobody: what keeps campaigns from calling, and sinks from taking outcomes, is told in the detail
 * {@code degraded}.
 */
public final class CallingHealth extends AbstractHealthCheck {
    private final Dialing dialing;
    private final Campaigns campaigns;
    private final Outbox outbox;

    public CallingHealth(Dialing dialing, Campaigns campaigns, Outbox outbox) {
        super("voice-campaigns", "calling");
        this.dialing = dialing;
        this.campaigns = campaigns;
        this.outbox = outbox;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        List<String> degraded = new ArrayList<>();
        new TreeMap<>(dialing.holds()).forEach((campaign, reason) -> degraded.add("campaign " + campaign + ": " + reason));
        campaigns.problems().forEach(problem -> degraded.add(problem.toString()));
        new TreeMap<>(outbox.failing()).forEach((sink, times) -> degraded.add("sink " + sink + ": failed " + times + " times in a row"));
        result.up();
        if (!degraded.isEmpty()) {
            result.detail("degraded", String.join("; ", degraded));
        }
    }
}
