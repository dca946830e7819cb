package io.voicecampaigns.operate;

import io.voicecampaigns.agent.Release;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.Ledger;

/** Says in the audit which releases the service carried out. The command {@code release} opens no ledger: its receipt is all that tells of it. */
public final class ReleaseAudit {
    private final Ledger ledger;
    private final Audit audit;

    public ReleaseAudit(Ledger ledger, Audit audit) {
        this.ledger = ledger;
        this.audit = audit;
    }

    public void told(Release release) {
        if (release.outcome() instanceof Release.Released released) {
            ledger.write(tx -> {
                audit.record(tx, AuditTrail.FILE, "release", "agent at " + release.provider(), released.summary());
                return null;
            });
        }
    }
}
