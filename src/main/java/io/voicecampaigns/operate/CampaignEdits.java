package io.voicecampaigns.operate;

import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.Change;
import io.voicecampaigns.ledger.Ledger;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the audit that files of campaigns came, changed or went while the service ran. */
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

    /** From now on. */
    public void start() {
        campaigns.onChange(this::tell);
    }

    private void tell(Change change) {
        // whoever reads the files must not wait for a database that is away
        ledger.writeLater(tx -> {
            record Told(Set<String> names, String detail) {
            }
            for (Told told : new Told[] {new Told(change.added(), "its file is there"), new Told(change.changed(), "its file has changed and is used"),
                new Told(change.removed(), "its file is gone")}) {
                told.names().forEach(name -> audit.record(tx, "file", "edit", "campaign " + name, told.detail()));
            }
            return null;
        }).exceptionally(failure -> {
            LOG.warn("the audit does not tell that campaign files changed: the ledger took nothing");
            return null;
        });
    }
}
