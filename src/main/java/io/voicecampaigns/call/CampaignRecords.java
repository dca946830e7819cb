package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.metrics.Meters;
import io.voicecampaigns.trace.AttemptTraces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger's rows of campaigns: ids, editions, pauses and what heals them. Thread-safe. */
public final class CampaignRecords {
    static final int OWN_REFUSALS_TO_PAUSE = 3;
    static final int EQUAL_REFUSALS_TO_PAUSE = 5;
    private static final Logger LOG = LoggerFactory.getLogger(CampaignRecords.class);
    private static final Duration FIRST_HEAL = Duration.ofSeconds(30);
    private static final int MOST_HEAL_DOUBLINGS = 6;

    private final Clock clock;
    private final Campaigns campaigns;
    private final Meters meters;
    private final AttemptTraces traces;
    private final Map<String, Long> ids = new ConcurrentHashMap<>();
    private final Map<Long, String> names = new ConcurrentHashMap<>();
    private final Map<Long, Entered> entered = new ConcurrentHashMap<>();

    private record Entered(int edition, String provider) {
    }

    /** What ends a pause without a person. */
    enum Heals {
        /** The provider's list answers again. */
        LISTED,
        /** The campaign file is edited. */
        EDITED
    }

    /**
     * One row.
     *
     * @param paused    what its own faults paused it for
     * @param held      {@code paused by …}: a person wants it so
     * @param cancelled {@code cancelled by …}, if its present edition is
     */
    record Entry(long id, String name, int edition, Optional<String> paused, Optional<String> pauseSeen, Optional<Heals> heals,
            Optional<String> held, Optional<String> cancelled) {

        boolean isCancelled() {
            return cancelled.isPresent();
        }

        /** {@code paused by ann: reason}. */
        static String by(String what, String who, Optional<String> reason) {
            return what + " by " + who + reason.map(why -> ": " + why).orElse("");
        }
    }

    /**
     * @param meters what happens in campaigns is counted there, by whoever records it
     * @param traces what happens to attempts is told there, by the same
     */
    public CampaignRecords(Clock clock, Campaigns campaigns, Meters meters, AttemptTraces traces) {
        this.clock = clock;
        this.campaigns = campaigns;
        this.meters = meters;
        this.traces = traces;
    }

    /** The row's id; made if there is none, and brought to the file's edition. */
    public long enter(Ledger ledger, Campaign campaign) {
        Long known = ids.get(campaign.name());
        Entered now = new Entered(campaign.edition(), campaign.provider());
        if (known != null && now.equals(entered.get(known))) {
            return known;
        }
        long id = ledger.write(tx -> enter(tx, campaign));
        names.put(id, campaign.name());
        entered.put(id, now);
        ids.put(campaign.name(), id);
        return id;
    }

    /** The campaign as its file last said, even if the file is gone since; empty if nobody knows it any more. */
    Optional<Campaign> lastKnown(Tx tx, long id) {
        return campaigns.lastKnown(name(tx, id));
    }

    /** What the campaign of a row is called. */
    String name(Tx tx, long id) {
        return names.computeIfAbsent(id, missing -> tx.first("SELECT name FROM campaign WHERE id = ?", row -> row.text(1), missing)
                .orElseThrow());
    }

    Meters meters() {
        return meters;
    }

    AttemptTraces traces() {
        return traces;
    }

    private long enter(Tx tx, Campaign campaign) {
        tx.update("INSERT INTO campaign (name, provider, edition) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING",
                campaign.name(), campaign.provider(), campaign.edition());
        Entry entry = tx.first(SELECT + " WHERE name = ?", CampaignRecords::read, campaign.name()).orElseThrow();
        // an edition never ends: a file that goes back to an earlier one dials nobody
        tx.update("UPDATE campaign SET provider = ?, edition = ? WHERE id = ?", campaign.provider(),
                Math.max(entry.edition(), campaign.edition()), entry.id());
        if (entry.edition() < campaign.edition()) {
            Instant now = clock.instant();
            tx.update("""
                    UPDATE list SET changes = changes + 1, changed_at = COALESCE(changed_at, ?) WHERE id IN
                      (SELECT DISTINCT list_id FROM contact WHERE campaign_id = ? AND edition < ? AND state = 'waiting')""",
                    now, entry.id(), campaign.edition());
            int given = tx.update("""
                    UPDATE contact SET state = 'cancelled', note = ?, version = version + 1
                    WHERE campaign_id = ? AND edition < ? AND state = 'waiting'""",
                    "edition " + campaign.edition() + " has begun", entry.id(), campaign.edition());
            LOG.info("campaign {}: edition {} begins; {} contacts of earlier editions that were still waiting are cancelled",
                    campaign.name(), campaign.edition(), given);
        }
        return entry.id();
    }

    Entry read(Tx tx, long id) {
        return tx.first(SELECT + " WHERE id = ?", CampaignRecords::read, id).orElseThrow();
    }

    /** A call was accepted: whatever was refused before, it was not the campaign. */
    void accepted(Tx tx, long id) {
        tx.update("""
                UPDATE campaign SET own_refusals = 0, contact_refusals = 0, contact_refusal = NULL, heals = 0
                WHERE id = ? AND (own_refusals > 0 OR contact_refusals > 0 OR heals > 0)""", id);
    }

    /** A refusal that is the campaign's fault. Three without a success between pause it. */
    void refusedItself(Tx tx, Campaign campaign, long id, String reason) {
        tx.update("UPDATE campaign SET own_refusals = own_refusals + 1 WHERE id = ?", id);
        if (tx.number("SELECT own_refusals FROM campaign WHERE id = ?", id) >= OWN_REFUSALS_TO_PAUSE) {
            pause(tx, campaign, id, reason, reason.startsWith("401") || reason.startsWith("403") ? Heals.LISTED : Heals.EDITED);
        }
    }

    /**
     * A refusal that is a contact's fault.
     *
     * @return since when equal refusals have come in a row, if they are so many that the campaign must be at fault and was paused
     */
    Optional<Instant> refusedContact(Tx tx, Campaign campaign, long id, String reason, Instant intent) {
        tx.update("""
                UPDATE campaign SET contact_refusals = CASE WHEN contact_refusal = ? THEN contact_refusals + 1 ELSE 1 END,
                  refused_since = CASE WHEN contact_refusal = ? AND refused_since < ? THEN refused_since ELSE ? END,
                  contact_refusal = ? WHERE id = ?""", reason, reason, intent, intent, reason, id);
        if (tx.number("SELECT contact_refusals FROM campaign WHERE id = ?", id) < EQUAL_REFUSALS_TO_PAUSE) {
            return Optional.empty();
        }
        Optional<Instant> since = tx.first("SELECT refused_since FROM campaign WHERE id = ?", row -> row.instant(1), id);
        pause(tx, campaign, id, reason + ", " + EQUAL_REFUSALS_TO_PAUSE + " contacts in a row", Heals.EDITED);
        return since;
    }

    private void pause(Tx tx, Campaign campaign, long id, String reason, Heals heals) {
        Instant now = clock.instant();
        long doublings = Math.min(MOST_HEAL_DOUBLINGS, tx.number("SELECT heals FROM campaign WHERE id = ?", id));
        int paused = tx.update("""
                UPDATE campaign SET paused = ?, pause_heals = ?, pause_seen = ?, paused_at = ?, heal_at = ?
                WHERE id = ? AND paused IS NULL""",
                reason, heals.name(), campaign.fingerprint(), now, now.plus(FIRST_HEAL.multipliedBy(1L << doublings)), id);
        if (paused > 0) {
            AuditTrail.append(tx, now, AuditTrail.SERVICE, "pause", "campaign " + campaign.name(), "the provider answered " + reason);
            LOG.warn("campaign {} is paused: the provider answered {}. Nobody more is dialled; it goes on by itself once {}",
                    campaign.name(), reason, heals == Heals.LISTED ? "the provider accepts the key again"
                            : "its file config/campaigns/" + campaign.name() + ".yaml is corrected (any edit counts)");
        }
    }

    /** Ends a pause whose cause the campaign file's edit may have removed. */
    boolean healedByEdit(Tx tx, Campaign campaign, Entry entry) {
        boolean edited = entry.heals().filter(Heals.EDITED::equals).isPresent()
                && !entry.pauseSeen().equals(Optional.of(campaign.fingerprint()));
        return edited && heal(tx, entry, "its file was edited");
    }

    /** Ends the pauses of an account whose list has answered. */
    void healByList(Tx tx, String provider) {
        for (Entry entry : tx.list(SELECT + " WHERE provider = ? AND pause_heals = 'LISTED' AND heal_at <= ?", CampaignRecords::read,
                provider, clock.instant())) {
            heal(tx, entry, "the provider's list answers");
        }
    }

    /** When the provider's list should be asked because a pause may have healed. */
    static Optional<Instant> nextHeal(Tx tx, String provider) {
        return tx.first("SELECT MIN(heal_at) FROM campaign WHERE provider = ? AND pause_heals = 'LISTED'",
                row -> row.optionalInstant(1), provider).flatMap(found -> found);
    }

    private boolean heal(Tx tx, Entry entry, String why) {
        AuditTrail.append(tx, clock.instant(), AuditTrail.SERVICE, "resume", "campaign " + entry.name(), why);
        return resume(tx, entry, why);
    }

    /** Ends a pause that a fault caused. */
    boolean resume(Tx tx, Entry entry, String why) {
        tx.update("""
                UPDATE campaign SET paused = NULL, pause_heals = NULL, pause_seen = NULL, paused_at = NULL, heal_at = NULL,
                  heals = heals + 1, own_refusals = 0, contact_refusals = 0, contact_refusal = NULL WHERE id = ?""", entry.id());
        LOG.info("campaign {} goes on: {}", entry.name(), why);
        return true;
    }

    private static final String SELECT = """
            SELECT id, name, edition, paused, pause_seen, pause_heals, held_at, held_by, held_reason, cancelled_edition, cancelled_by, cancelled_reason
            FROM campaign""";

    private static Entry read(Tx.Row row) throws java.sql.SQLException {
        return new Entry(row.number(1), row.text(2), row.integer(3), row.optionalText(4), row.optionalText(5),
                row.optionalText(6).map(Heals::valueOf),
                row.optionalInstant(7).isEmpty() ? Optional.empty() : Optional.of(Entry.by("paused", row.text(8), row.optionalText(9))),
                row.integer(10) < row.integer(3) ? Optional.empty() : Optional.of(Entry.by("cancelled", row.text(11), row.optionalText(12))));
    }
}
