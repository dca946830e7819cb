package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What persons decide on a whole campaign: each change is one transaction, with its line of the audit, and holds over restarts and for all
 * replicas. Of two who want the same at once, one does it and the other is told so. Thread-safe.
 */
public final class Steering {
    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final CampaignRecords records;

    public Steering(Ledger ledger, Clock clock, Campaigns campaigns, CampaignRecords records) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.records = records;
    }

    /** The ledger's id of a campaign that has a file, or had one. */
    public Optional<Long> find(String campaign) {
        return campaigns.find(campaign).map(found -> records.enter(ledger, found))
                .or(() -> ledger.read(tx -> tx.first("SELECT id FROM campaign WHERE name = ?", row -> row.number(1), campaign)));
    }

    /** Whether a campaign has a file that {@link #find} does not find it by, since there never was a good one. */
    public boolean isUnusable(String campaign) {
        return campaigns.unusable(campaign).isPresent();
    }

    /** All names that {@link #find} knows. */
    public TreeSet<String> names() {
        List<String> known = ledger.read(tx -> tx.list("SELECT name FROM campaign", row -> row.text(1)));
        TreeSet<String> names = new TreeSet<>(known);
        campaigns.all().forEach(campaign -> names.add(campaign.name()));
        return names;
    }

    /** Nobody more is claimed until {@link #resume}; calls in flight go on. Apart from pauses that a fault caused, and healed by nothing. */
    public Steered pause(long id, String who, Optional<String> reason) {
        return ledger.write(tx -> {
            CampaignRecords.Entry campaign = records.read(tx, id);
            if (campaign.isCancelled()) {
                return cancelled(campaign);
            }
            Instant now = clock.instant();
            int held = tx.update("UPDATE campaign SET held_at = ?, held_by = ?, held_reason = ? WHERE id = ? AND held_at IS NULL",
                    now, who, reason, id);
            if (held == 0) {
                return new Steered.Done("campaign " + campaign.name() + " is " + campaign.held().orElse("paused") + " already", 0);
            }
            AuditTrail.append(tx, now, who, "pause", "campaign " + campaign.name(), reason.orElse(""));
            return new Steered.Done("campaign " + campaign.name() + " is paused: nobody more is called, and "
                    + calls(inFlight(tx, id)) + " in flight go on", 1);
        });
    }

    /** Ends a person's pause, and one that a fault caused; what it was is told. */
    public Steered resume(long id, String who) {
        return ledger.write(tx -> {
            CampaignRecords.Entry campaign = records.read(tx, id);
            if (campaign.isCancelled()) {
                return cancelled(campaign);
            }
            int changed = tx.update("UPDATE campaign SET held_at = NULL, held_by = NULL, held_reason = NULL WHERE id = ? AND held_at IS NOT NULL", id);
            if (campaign.paused().isPresent()) {
                records.resume(tx, campaign, "resumed by " + who);
                changed++;
            }
            if (changed == 0) {
                return new Steered.Done("campaign " + campaign.name() + " is not paused", 0);
            }
            String was = String.join(", and ", List.of(campaign.held(), campaign.paused().map(fault -> "paused because the provider answered " + fault))
                    .stream().flatMap(Optional::stream).toList());
            AuditTrail.append(tx, clock.instant(), who, "resume", "campaign " + campaign.name(), "was " + was);
            return new Steered.Done("campaign " + campaign.name() + " goes on; it was " + was
                    + (campaign.paused().isPresent() ? ". Where that has not been mended, it is paused again" : ""), 1);
        });
    }

    /**
     * Nobody more is called in this edition, and nobody who is enrolled into it later; calls in flight end and are reported. {@link Cancelling}
     * does the rest, contact by contact.
     */
    public Steered cancel(long id, String who, Optional<String> reason) {
        return ledger.write(tx -> {
            CampaignRecords.Entry campaign = records.read(tx, id);
            Instant now = clock.instant();
            int cancelled = tx.update("""
                    UPDATE campaign SET cancelled_edition = edition, cancelled_at = ?, cancelled_by = ?, cancelled_reason = ?,
                      held_at = NULL, held_by = NULL, held_reason = NULL WHERE id = ? AND cancelled_edition < edition""", now, who, reason, id);
            if (cancelled == 0) {
                return new Steered.Done("edition " + campaign.edition() + " of campaign " + campaign.name() + " is " + campaign.cancelled().orElse("cancelled")
                        + " already", 0);
            }
            AuditTrail.append(tx, now, who, "cancel", "campaign " + campaign.name(), "edition " + campaign.edition()
                    + reason.map(why -> ": " + why).orElse(""));
            long waiting = tx.number("SELECT COUNT(*) FROM contact WHERE campaign_id = ? AND edition = ? AND state = 'waiting'", id, campaign.edition());
            return new Steered.Done("edition " + campaign.edition() + " of campaign " + campaign.name() + " is cancelled: " + waiting
                    + " contacts who wait are not called, and " + calls(inFlight(tx, id)) + " in flight end and are reported", 1);
        });
    }

    static Steered.Refused cancelled(CampaignRecords.Entry campaign) {
        return new Steered.Refused("edition " + campaign.edition() + " of campaign " + campaign.name() + " is " + campaign.cancelled().orElse("cancelled"),
                "to call again, set edition: " + (campaign.edition() + 1) + " in config/campaigns/" + campaign.name() + ".yaml");
    }

    private static long inFlight(Tx tx, long id) {
        return tx.number("SELECT COUNT(*) FROM attempt WHERE campaign_id = ? AND state IN ('dialing', 'in_call', 'uncertain') AND " + Attempt.IS_OPEN, id);
    }

    private static String calls(long count) {
        return count == 1 ? "1 call" : count + " calls";
    }
}
