package io.voicecampaigns.health;

import io.voicecampaigns.salesforce.SalesforceQuota;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Always UP, since a restart would heal nothing of it: what stands still for want of Salesforce's requests stands in the detail {@code degraded}. */
public final class SalesforceHealth extends AbstractHealthCheck {
    private final SalesforceQuota quota;

    public SalesforceHealth(SalesforceQuota quota) {
        super("voice-campaigns", "salesforce");
        this.quota = quota;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder answer, Map<String, Object> options) {
        List<String> degraded = new ArrayList<>();
        quota.problems().forEach((org, why) -> degraded.add("org " + org + ": " + why));
        Degraded.tell(answer, degraded);
        answer.up();
    }
}
