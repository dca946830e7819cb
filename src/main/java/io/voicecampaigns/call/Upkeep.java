package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.provider.Providers;
import io.voicecampaigns.replica.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What time alone brings about: leases end, calls miss their deadline, campaigns reach their last day. Idempotent. */
public final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    static final Duration CALL_DEADLINE = Duration.ofHours(4);
    private static final Duration ANSWER_WAIT = Duration.ofMinutes(1);
    private static final Duration LATE_WATCH = Duration.ofHours(72);
    private static final int BATCH = 500;

    private final Ledger ledger;
    private final Clock clock;
    private final Installation installation;
    private final Campaigns campaigns;
    private final CampaignRecords records;
    private final Providers providers;
    private final Lines lines;
    private final Owner owner;
    private final Dialing dialing;
    private final Endings endings;

    public Upkeep(Ledger ledger, Clock clock, Installation installation, Campaigns campaigns, CampaignRecords records,
            Providers providers, Lines lines, Owner owner, Dialing dialing) {
        this.ledger = ledger;
        this.clock = clock;
        this.installation = installation;
        this.campaigns = campaigns;
        this.records = records;
        this.providers = providers;
        this.lines = lines;
        this.owner = owner;
        this.dialing = dialing;
        this.endings = new Endings(clock, records);
    }

    /**
     * Before anything is dialled: whoever dialled before on a ledger that only one process may use is dead, so what it was about to
     * dial is uncertain at once. On a shared ledger its lease must end first.
     */
    public void start() {
        for (Campaign campaign : campaigns.all()) {
            records.enter(ledger, campaign);
        }
        int orphans = ledger.write(tx -> orphaned(tx, !ledger.isShared()));
        if (orphans > 0) {
            LOG.warn("{} attempts were being dialled when the process before this one ended: the provider's list will tell which are calls",
                    orphans);
        }
    }

    /** To be called every few seconds. */
    public void tidy() {
        campaigns.all().forEach(campaign -> records.enter(ledger, campaign));
        dialing.releaseExpired();
        ledger.write(tx -> orphaned(tx, false));
        ledger.write(this::overdue);
        ledger.write(this::stragglers);
        ledger.write(this::cancelEarlierEditions);
        campaigns.all().forEach(this::expire);
        if (providers.all().stream().allMatch(account -> lines.isSweptSinceStart(account.name()))) {
            installation.beat();
        }
    }

    private int orphaned(Tx tx, boolean whateverTheLease) {
        List<Attempt> orphans = tx.list(Attempt.SELECT + """
                WHERE a.state = 'dialing' AND (a.owner <> ? AND ? = 1 OR a.lease_until < ?) AND\s""" + Attempt.IS_OPEN + tx.skipLocked(),
                Attempt::read, owner.id(), whateverTheLease, installation.databaseTime(tx));
        int changed = 0;
        for (Attempt orphan : orphans) {
            if (!dialing.isActive(orphan.uuid())) {
                changed += settle(tx, orphan) ? 1 : 0;
            }
        }
        return changed;
    }

    private boolean settle(Tx tx, Attempt orphan) {
        if (orphan.owner().equals(Optional.of(owner.id())) && !dialing.mayHaveBeenSent(orphan.uuid())) {
            // ours, and no permit was ever issued: the commit of the claim was in doubt, so nothing was sent
            boolean back = Attempts.move(tx, orphan, Transition.PUT_BACK, "owner = NULL, lease_until = NULL");
            if (back) {
                Contacts.waitAgain(tx, orphan.contactId(), clock.instant(), orphan.number(), Instant.EPOCH);
            }
            return back;
        }
        return Attempts.move(tx, orphan, Transition.ANSWER_LOST,
                "sent = 1, owner = NULL, lease_until = NULL, error = 'the process that dialled it ended'");
    }

    private int overdue(Tx tx) {
        Instant now = clock.instant();
        // asked for a while ago, without an ending: after a long stop the calls of before have had no chance to tell theirs
        List<Attempt> overdue = tx.list(Attempt.SELECT + "WHERE a.state = 'in_call' AND a.intent < ? AND " + Attempt.IS_OPEN
                + " AND a.check_at > ? AND a.check_at <= ? LIMIT " + BATCH, Attempt::read, now.minus(CALL_DEADLINE), now,
                now.plus(LookUps.LONGEST_PAUSE).minus(ANSWER_WAIT));
        for (Attempt attempt : overdue) {
            if (endings.overdue(tx, attempt, now.plus(Duration.ofMinutes(5)), now.plus(LATE_WATCH))) {
                LOG.warn("attempt {}: call {} has not ended within {} h; reported as unknown and watched on", attempt.uuid(),
                        attempt.callId().orElse("?"), CALL_DEADLINE.toHours());
            }
        }
        return overdue.size();
    }

    /** Calls too old for the list's sweep are asked for one by one. */
    private int stragglers(Tx tx) {
        return tx.update("UPDATE attempt SET check_at = ? WHERE state = 'in_call' AND intent < ? AND check_at IS NULL AND " + Attempt.IS_OPEN,
                clock.instant(), clock.instant().minus(Polling.YOUNG));
    }

    /** Whoever was in a call, or on a list still being read, when the next edition began. CROSS JOIN has SQLite begin with the campaigns, which are few. */
    private int cancelEarlierEditions(Tx tx) {
        List<Long> left = tx.list("""
                SELECT c.id FROM campaign p CROSS JOIN contact c
                WHERE c.campaign_id = p.id AND c.edition < p.edition AND c.state = 'waiting' LIMIT\s""" + BATCH, row -> row.number(1));
        for (Long contact : left) {
            Contacts.giveUp(tx, contact, ContactTransition.WAS_CANCELLED, "a later edition has begun");
            Contacts.listChanged(tx, contact, clock.instant());
        }
        return left.size();
    }

    private void expire(Campaign campaign) {
        ZoneId zone = campaign.calling().zone().orElse(ZoneOffset.UTC);
        boolean over = campaign.calling().until().map(last -> clock.instant().atZone(zone).toLocalDate().isAfter(last)).orElse(false);
        // contacts in other zones may have hours left
        boolean overEverywhere = over && (campaign.calling().zone().isPresent()
                || clock.instant().minus(Duration.ofHours(12)).atZone(zone).toLocalDate().isAfter(campaign.calling().until().orElseThrow()));
        if (overEverywhere) {
            long id = records.enter(ledger, campaign);
            int expired;
            do {
                expired = ledger.write(tx -> expire(tx, id, campaign.edition()));
            } while (expired == BATCH);
        }
    }

    private int expire(Tx tx, long campaignId, int edition) {
        List<Long> waiting = tx.list("SELECT id FROM contact WHERE campaign_id = ? AND edition = ? AND state = 'waiting' LIMIT " + BATCH,
                row -> row.number(1), campaignId, edition);
        for (Long contact : waiting) {
            Contacts.giveUp(tx, contact, ContactTransition.HAS_EXPIRED, "the campaign's last day is over");
            Contacts.listChanged(tx, contact, clock.instant());
        }
        return waiting.size();
    }
}
