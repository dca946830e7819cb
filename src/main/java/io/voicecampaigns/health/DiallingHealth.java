package io.voicecampaigns.health;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Always UP, since a restart would heal nothing of it: what keeps campaigns from dialling, or outcomes from their sinks, stands in the
 * detail {@code degraded}.
 */
public final class DiallingHealth extends AbstractHealthCheck {
    private final Troubles troubles;

    public DiallingHealth(Troubles troubles) {
        super("voice-campaigns", "dialling");
        this.troubles = troubles;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder answer, Map<String, Object> options) {
        Degraded.tell(answer, troubles.all());
        answer.up();
    }
}
