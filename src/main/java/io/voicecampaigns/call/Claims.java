package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Calling;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.contact.VariablesJson;
import io.voicecampaigns.ledger.ForgottenPeople;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.metrics.Meters;
import io.voicecampaigns.replica.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Takes contacts that are due for one campaign and commits the intent to dial them. Used by one claim at a time. */
public final class Claims {
    private static final Duration NUMBER_BUSY = Duration.ofSeconds(30);
    private static final Duration LONGEST_IN_HAND = Duration.ofSeconds(2);

    private final Clock clock;
    private final Installation installation;
    private final String owner;
    private final Duration lease;
    private final Meters meters;
    private AttemptId ids;

    public Claims(Clock clock, Installation installation, Owner owner, DialSettings settings, Meters meters) {
        this.clock = clock;
        this.installation = installation;
        this.owner = owner.id();
        this.lease = settings.lease();
        this.meters = meters;
    }

    private record Candidate(long id, String key, String phone, String variables, int nextNumber, int version, long listId, String zones,
            Instant due, boolean isSuppressed) {
    }

    /**
     * Claims up to {@code slots} contacts, earliest due first. Contacts that must not be called are taken out of the queue on the way.
     *
     * @param doNotCall   the campaign's list, by number in E.164
     * @param sweptBefore contacts that wait for a sweep of the provider's list are claimed only if one began after this instant
     */
    List<Claimed> claim(Tx tx, Campaign campaign, long campaignId, int slots, Predicate<String> doNotCall, Instant sweptBefore) {
        Instant now = clock.instant();
        // others tell by the database's clock whether it has ended, this process by its own
        Instant leaseEnds = installation.databaseTime(tx).plus(lease);
        List<Claimed> claimed = new ArrayList<>();
        Set<String> numbers = new HashSet<>();
        Set<Long> lists = new HashSet<>();
        ForgottenPeople forgotten = new ForgottenPeople(installation);
        boolean isAnyoneForgotten = ForgottenPeople.isAnybody(tx);
        // hardly ever is there one, and then nobody need be looked up
        boolean anySeen = tx.first("SELECT 1 FROM seen_call LIMIT 1", row -> row.number(1)).isPresent();
        for (Candidate candidate : candidates(tx, campaign, campaignId, slots, now, sweptBefore)) {
            if (claimed.size() == slots) {
                break;
            }
            lists.add(candidate.listId());
            Optional<String> person = isAnyoneForgotten ? forgotten.person(tx, candidate.phone()) : Optional.empty();
            if (person.isPresent() || candidate.phone().isEmpty()) {
                Contacts.giveUp(tx, candidate.id(), ContactTransition.WAS_CANCELLED, ForgottenPeople.REASON);
                person.ifPresent(who -> ForgottenPeople.eraseContact(tx, who, candidate.id()));
            } else if (doNotCall.test(candidate.phone())) {
                Contacts.giveUp(tx, candidate.id(), ContactTransition.WAS_BLOCKED, "the number is on the do-not-call list");
            } else if (candidate.isSuppressed()) {
                Contacts.giveUp(tx, candidate.id(), ContactTransition.WAS_BLOCKED, "the number has opted out");
            } else if (!numbers.add(candidate.phone())) {
                postpone(tx, candidate, now.plus(NUMBER_BUSY));
            } else {
                postponement(tx, campaign, candidate, now).ifPresentOrElse(
                        until -> postpone(tx, candidate, until),
                        () -> intend(tx, campaign, campaignId, candidate, anySeen, now, leaseEnds).ifPresent(each -> {
                            claimed.add(each);
                            tx.afterCommit(() -> meters.claimed(campaign.name(), candidate.due(), now));
                        }));
            }
        }
        Contacts.listsChanged(tx, lists, now);
        return claimed;
    }

    private List<Candidate> candidates(Tx tx, Campaign campaign, long campaignId, int slots, Instant now, Instant sweptBefore) {
        List<Candidate> found = new ArrayList<>();
        Optional<String> zones = tx.first(FIRST_ZONES, row -> row.text(1), campaignId, campaign.edition());
        while (zones.isPresent()) {
            String each = zones.get();
            if (isOpen(campaign.calling(), each, now)) {
                found.addAll(tx.list("""
                        SELECT id, key, phone, variables, next_number, version, list_id, zones, due,
                          CASE WHEN EXISTS (SELECT 1 FROM suppression s WHERE s.phone = contact.phone) THEN 1 ELSE 0 END FROM contact
                        WHERE campaign_id = ? AND edition = ? AND zones = ? AND state = 'waiting' AND due <= ? AND swept_after <= ?
                        AND (cleared_until IS NULL OR cleared_until > ?
                          OR list_id NOT IN (SELECT list_id FROM source WHERE campaign_id = ? AND has_check = 1))
                        ORDER BY due, id LIMIT ?""" + tx.skipLocked(),
                        row -> new Candidate(row.number(1), row.text(2), row.text(3), row.text(4), row.integer(5), row.integer(6),
                                row.number(7), row.text(8), row.instant(9), row.flag(10)),
                        campaignId, campaign.edition(), each, now, sweptBefore, now, campaignId, slots));
            }
            zones = tx.first(NEXT_ZONES, row -> row.text(1), campaignId, campaign.edition(), each);
        }
        found.sort(Comparator.comparing(Candidate::due).thenComparing(Candidate::id));
        return found;
    }

    // the least zones above the last ones, one index look-up each: a DISTINCT would read every waiting contact
    private static final String FIRST_ZONES = """
            SELECT zones FROM contact WHERE campaign_id = ? AND edition = ? AND state = 'waiting' ORDER BY zones LIMIT 1""";
    private static final String NEXT_ZONES = """
            SELECT zones FROM contact WHERE campaign_id = ? AND edition = ? AND state = 'waiting' AND zones > ?
            ORDER BY zones LIMIT 1""";

    /** Whether a contact of these zones may be called at this instant: in the campaign's zone, or in all that the contact may be in. */
    public static boolean isOpen(Calling calling, String zones, Instant at) {
        if (calling.zone().isPresent()) {
            return isOpen(calling, calling.zone().get(), at);
        }
        return !zones.isEmpty() && Arrays.stream(zones.split("\\|")).allMatch(zone -> isOpen(calling, ZoneId.of(zone), at));
    }

    /**
     * Whether what the claim found allowed still is, now that a request may be open for it.
     *
     * @throws NotNowException if its window has closed, or if it waited so long that it would be one too many for the minute in which it is sent
     */
    static void requireStill(Claimed claimed, Instant now) {
        if (!isOpen(claimed.campaign().calling(), claimed.zones(), now)) {
            throw new NotNowException("the window has closed");
        }
        if (claimed.campaign().calling().maxPerMinute().isPresent() && now.isAfter(claimed.intent().plus(LONGEST_IN_HAND))) {
            throw new NotNowException("it waited too long for other requests to count for the minute of its claim");
        }
    }

    private static boolean isOpen(Calling calling, ZoneId zone, Instant at) {
        return calling.window().isOpen(at, zone, calling.holidays())
                && calling.until().map(last -> !at.atZone(zone).toLocalDate().isAfter(last)).orElse(true);
    }

    /** Until when this number must be left alone: it is in a call, or was called often enough today. */
    private static Optional<Instant> postponement(Tx tx, Campaign campaign, Candidate candidate, Instant now) {
        ZoneId zone = campaign.calling().zone().orElseGet(() -> ZoneId.of(candidate.zones().split("\\|")[0]));
        Instant midnight = now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
        long[] counts = tx.first("""
                SELECT COALESCE(SUM(CASE WHEN state IN ('dialing', 'in_call', 'uncertain') THEN 1 ELSE 0 END), 0),
                       COALESCE(SUM(CASE WHEN intent >= ? AND state <> 'due' THEN 1 ELSE 0 END), 0)
                FROM attempt WHERE phone = ?""", row -> new long[] {row.number(1), row.number(2)}, midnight, candidate.phone())
                .orElseThrow();
        if (counts[1] >= campaign.calling().maxPerNumberPerDay()) {
            return Optional.of(now.atZone(zone).toLocalDate().plusDays(1).atStartOfDay(zone).toInstant());
        }
        return counts[0] > 0 ? Optional.of(now.plus(NUMBER_BUSY)) : Optional.empty();
    }

    private static void postpone(Tx tx, Candidate candidate, Instant until) {
        tx.update("UPDATE contact SET due = ?, version = version + 1 WHERE id = ? AND state = 'waiting'", until, candidate.id());
    }

    private Optional<Claimed> intend(Tx tx, Campaign campaign, long campaignId, Candidate candidate, boolean anySeen, Instant now,
            Instant leaseEnds) {
        if (ids == null) {
            ids = new AttemptId(installation.secret());
        }
        UUID uuid = ids.of(campaign.name(), campaign.edition(), candidate.key(), candidate.nextNumber());
        if (anySeen && adopted(tx, campaign, campaignId, candidate, uuid, now)) {
            return Optional.empty();
        }
        int taken = tx.update("UPDATE contact SET state = 'active', version = version + 1 WHERE id = ? AND state = 'waiting' AND version = ?",
                candidate.id(), candidate.version());
        if (taken == 0) {
            return Optional.empty();
        }
        // an attempt that was put back keeps its number and id
        return tx.first("""
                INSERT INTO attempt (uuid, contact_id, campaign_id, number, provider, phone, state, owner, lease_until, intent, agent_version)
                VALUES (?, ?, ?, ?, ?, ?, 'dialing', ?, ?, ?, ?)
                ON CONFLICT (contact_id, number) DO UPDATE SET state = 'dialing', version = attempt.version + 1,
                  provider = excluded.provider, phone = excluded.phone, owner = excluded.owner, lease_until = excluded.lease_until,
                  intent = excluded.intent, agent_version = excluded.agent_version, sent = 0, error = NULL
                  WHERE attempt.state = 'due'
                RETURNING id, version""",
                row -> new Claimed(row.number(1), row.integer(2), uuid, candidate.id(), campaignId, candidate.nextNumber(), campaign,
                        candidate.zones(), candidate.phone(), VariablesJson.read(candidate.variables()), now, now.plus(lease), ""),
                uuid.toString(), candidate.id(), campaignId, candidate.nextNumber(), campaign.provider(), candidate.phone(), owner,
                leaseEnds, now, campaign.agentVersion());
    }

    /** A ledger restored from an older copy may be about to dial what was dialled before: the provider's list has told. */
    private static boolean adopted(Tx tx, Campaign campaign, long campaignId, Candidate candidate, UUID uuid, Instant now) {
        Optional<String> callId = tx.first("SELECT call_id FROM seen_call WHERE uuid = ?", row -> row.text(1), uuid.toString());
        callId.ifPresent(call -> {
            tx.update("""
                    INSERT INTO attempt (uuid, contact_id, campaign_id, number, provider, phone, state, intent, sent, call_id, check_at)
                    VALUES (?, ?, ?, ?, ?, ?, 'in_call', ?, 1, ?, ?)
                    ON CONFLICT (contact_id, number) DO UPDATE SET state = 'in_call', version = attempt.version + 1,
                      call_id = excluded.call_id, sent = 1, check_at = excluded.check_at WHERE attempt.state = 'due'""",
                    uuid.toString(), candidate.id(), campaignId, candidate.nextNumber(), campaign.provider(), candidate.phone(), now,
                    call, now);
            tx.update("DELETE FROM seen_call WHERE uuid = ?", uuid.toString());
            Contacts.activate(tx, candidate.id());
        });
        return callId.isPresent();
    }
}
