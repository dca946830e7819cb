package io.voicecampaigns.health;

import io.voicecampaigns.ledger.Ledger;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** DOWN while the ledger cannot be written, or soon could not: nobody is dialled then. */
public final class LedgerHealth extends AbstractHealthCheck {
    private final Ledger ledger;

    public LedgerHealth(Ledger ledger) {
        super("voice-campaigns", "ledger");
        this.ledger = ledger;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder answer, Map<String, Object> options) {
        Optional<String> trouble = ledger.trouble();
        trouble.ifPresentOrElse(why -> answer.message(why).down(), answer::up);
    }
}
