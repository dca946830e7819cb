package io.voicecampaigns.operate;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the audit that files of campaigns came, changed or went: once, however many processes see it, and at the next start where it was
 * edited while none ran. What the ledger's first process finds is no edit.
 */
public final class CampaignEdits {
    private static final Logger LOG = LoggerFactory.getLogger(CampaignEdits.class);

    private final Campaigns campaigns;
    private final Ledger ledger;
    private final Audit audit;

    public CampaignEdits(Campaigns campaigns, Ledger ledger, Audit audit) {
        this.campaigns = campaigns;
        this.ledger = ledger;
        this.audit = audit;
    }

    /** Tells what was edited since anybody looked, and from now on every change. */
    public void start() {
        ledger.write(tx -> {
            Map<String, String> known = known(tx);
            if (known.isEmpty()) {
                campaigns.all().forEach(campaign -> note(tx, campaign));
            } else {
                tell(tx, known);
            }
            return null;
        });
        // whoever reads the files must not wait for a database that is away
        campaigns.onChange(change -> ledger.writeLater(tx -> {
            tell(tx, known(tx));
            return null;
        }).exceptionally(failure -> {
            LOG.warn("the audit does not tell yet that campaign files changed: the ledger took nothing");
            return null;
        }));
    }

    private static Map<String, String> known(Tx tx) {
        Map<String, String> known = new HashMap<>();
        tx.each("SELECT name, fingerprint FROM campaign_file", row -> known.put(row.text(1), row.text(2)));
        return known;
    }

    private void tell(Tx tx, Map<String, String> known) {
        List<Campaign> now = campaigns.all();
        now.stream().filter(campaign -> !campaign.fingerprint().equals(known.get(campaign.name())) && note(tx, campaign)).forEach(campaign ->
                record(tx, campaign.name(), (known.containsKey(campaign.name()) ? "its file has changed and is used" : "its file is there")
                        + ": edition " + campaign.edition()));
        now.forEach(campaign -> known.remove(campaign.name()));
        // a file that cannot be used is there
        known.keySet().stream().filter(name -> !campaigns.unusable().containsKey(name)
                && tx.update("DELETE FROM campaign_file WHERE name = ?", name) == 1).forEach(name -> record(tx, name, "its file is gone"));
    }

    /** Whether this process is the first to do so. */
    private static boolean note(Tx tx, Campaign campaign) {
        return tx.update("""
                INSERT INTO campaign_file (name, fingerprint) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint
                WHERE campaign_file.fingerprint <> excluded.fingerprint""", campaign.name(), campaign.fingerprint()) == 1;
    }

    private void record(Tx tx, String name, String detail) {
        audit.record(tx, AuditTrail.FILE, "edit", "campaign " + name, detail);
    }
}
