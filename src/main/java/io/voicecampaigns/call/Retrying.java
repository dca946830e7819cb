package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.Clearance;
import io.voicecampaigns.campaign.DoNotCallList;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.outcome.Disposition;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Gives contacts whose last call ended in some way one more attempt, because a person wants it. Thread-safe. */
public final class Retrying {
    static final int BATCH = 500;
    /** Who is in one of these must not be called, or may be in a call that never ended. */
    private static final Set<Disposition> NEVER = EnumSet.of(Disposition.OPTED_OUT, Disposition.BLOCKED, Disposition.UNKNOWN);

    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final CampaignRecords records;

    public Retrying(Ledger ledger, Clock clock, Campaigns campaigns, CampaignRecords records) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.records = records;
    }

    private record Over(long id, int version, String phone, long list) {
    }

    private record Batch(int retried, int leftOut, long last, boolean isFull) {
    }

    /**
     * The contacts of the present edition are due again, at once; windows, limits and days hold as ever. Whoever is suppressed, or on the
     * do-not-call list, is left out. What was not reached before a kill is left as it was.
     */
    public Steered retry(long id, Disposition disposition, String who) {
        CampaignRecords.Entry campaign = ledger.read(tx -> records.read(tx, id));
        if (campaign.isCancelled()) {
            return Steering.cancelled(campaign);
        }
        if (NEVER.contains(disposition)) {
            return new Steered.Refused("nobody is called again whose call ended as " + disposition.word(),
                    disposition == Disposition.UNKNOWN ? "look at the reviews" : "choose another disposition, such as failed");
        }
        if (!(campaigns.callable(campaign.name()) instanceof Clearance.Ok ok)) {
            return new Steered.Refused("campaign " + campaign.name() + " calls nobody: "
                    + ((Clearance.Stopped) campaigns.callable(campaign.name())).reason(), "mend that first");
        }
        int retried = 0;
        int leftOut = 0;
        Batch batch = new Batch(0, 0, 0, true);
        while (batch.isFull()) {
            long after = batch.last();
            batch = Ledger.join(ledger.writeBulk(tx -> retry(tx, campaign, disposition, who, ok.doNotCall(), after)));
            retried += batch.retried();
            leftOut += batch.leftOut();
        }
        return new Steered.Done(retried + " contacts of campaign " + campaign.name() + " whose last call ended as " + disposition.word()
                + " are called once more" + (leftOut > 0 ? "; " + leftOut + " whose numbers must not be called are left out" : ""), retried);
    }

    private Batch retry(Tx tx, CampaignRecords.Entry campaign, Disposition disposition, String who, DoNotCallList doNotCall, long after) {
        Instant now = clock.instant();
        List<Over> over = tx.list("""
                SELECT c.id, c.version, c.phone, c.list_id FROM contact c JOIN attempt a ON a.contact_id = c.id AND a.number = c.next_number - 1
                WHERE c.campaign_id = ? AND c.edition = ? AND c.state = 'done' AND c.phone <> '' AND c.id > ?
                AND a.disposition = ? AND a.state IN ('ended', 'reported', 'undeliverable') ORDER BY c.id LIMIT\s""" + BATCH,
                row -> new Over(row.number(1), row.integer(2), row.text(3), row.number(4)), campaign.id(), campaign.edition(), after, disposition.word());
        // cancelled meanwhile: whoever waits would be taken out at once
        if (over.isEmpty() || records.read(tx, campaign.id()).isCancelled()) {
            return new Batch(0, 0, after, false);
        }
        int retried = 0;
        int leftOut = 0;
        Set<Long> lists = new TreeSet<>();
        for (Over contact : over) {
            if (doNotCall.contains(contact.phone()) || tx.first("SELECT 1 FROM suppression WHERE phone = ?", row -> 1, contact.phone()).isPresent()) {
                leftOut++;
            } else if (Contacts.retry(tx, contact.id(), contact.version(), now)) {
                retried++;
                lists.add(contact.list());
            }
        }
        Contacts.listsChanged(tx, lists, now);
        if (retried > 0) {
            AuditTrail.append(tx, now, who, "retry", "campaign " + campaign.name(), retried + " contacts whose last call ended as " + disposition.word());
        }
        return new Batch(retried, leftOut, over.get(over.size() - 1).id(), over.size() == BATCH);
    }
}
