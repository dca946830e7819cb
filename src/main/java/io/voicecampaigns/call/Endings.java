package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.provider.ProviderCall;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Ends attempts: the outcome, the contact's next attempt and what is owed to the sinks are committed together. */
final class Endings {
    static final Duration RECORDING_WAIT = Duration.ofMinutes(10);
    static final Duration FIRST_RECORDING_LOOK = Duration.ofSeconds(5);
    /** How long the call of an attempt that was given up is asked for once it is known. */
    private static final Duration GIVEN_UP_WATCH = Duration.ofHours(72);
    private static final List<String> DEFAULT_SINKS = List.of("file");

    private final Clock clock;
    private final CampaignRecords campaigns;

    Endings(Clock clock, CampaignRecords campaigns) {
        this.clock = clock;
        this.campaigns = campaigns;
    }

    /** The call of an attempt has ended, as the provider tells it. */
    boolean ended(Tx tx, Attempt attempt, ProviderCall call) {
        Instant now = clock.instant();
        boolean awaitsRecording = awaitsRecording(call);
        boolean moved = Attempts.move(tx, attempt, Transition.ENDING_SEEN, FACTS + ", check_at = ?, watch_until = ?", facts(call,
                awaitsRecording ? Optional.of(now.plus(FIRST_RECORDING_LOOK)) : Optional.<Instant>empty(),
                awaitsRecording ? Optional.of(now.plus(RECORDING_WAIT)) : Optional.<Instant>empty()));
        if (moved) {
            call.endedAt().ifPresent(ended -> tx.afterCommit(() -> campaigns.meters().detected(attempt.provider(), ended, now)));
            settle(tx, attempt, call.disposition().orElse(Disposition.UNKNOWN), now);
            tx.afterCommit(() -> campaigns.traces().ended(attempt.uuid(), attempt.intent(), call.startedAt(), call.endedAt(), now));
            if (call.durationSeconds().orElse(0) > 0) {
                campaigns.lastKnown(tx, attempt.campaignId()).ifPresent(known -> Conversations.want(tx, attempt, known.report().texts(), now));
            }
        }
        return moved;
    }

    private static boolean awaitsRecording(ProviderCall call) {
        return call.recordingUrl().isEmpty() && call.durationSeconds().orElse(0) > 0;
    }

    /** The provider refused to call this contact. */
    boolean refused(Tx tx, Attempt attempt, Disposition disposition, String reason) {
        boolean moved = Attempts.move(tx, attempt, Transition.REFUSED, """
                disposition = ?, error = ?, owner = NULL, lease_until = NULL, revision = revision + 1""", disposition.word(), reason);
        if (moved) {
            settle(tx, attempt, disposition, clock.instant());
            endsWithoutCall(tx, attempt);
        }
        return moved;
    }

    /** A call that never ends is reported as unknown after its deadline, and still watched. */
    boolean overdue(Tx tx, Attempt attempt, Instant checkAt, Instant watchUntil) {
        boolean moved = Attempts.move(tx, attempt, Transition.ENDING_SEEN, """
                disposition = 'unknown', error = 'no ending seen in time', revision = revision + 1, check_at = ?, watch_until = ?""",
                checkAt, watchUntil);
        if (moved) {
            settle(tx, attempt, Disposition.UNKNOWN, clock.instant());
            endsWithoutCall(tx, attempt);
        }
        return moved;
    }

    /** An attempt in review is given up, and the contact gets a new one. */
    boolean redial(Tx tx, Attempt attempt) {
        Instant now = clock.instant();
        boolean moved = Attempts.move(tx, attempt, Transition.DECIDED,
                "disposition = 'unknown', error = 'no call was found; dialled again', revision = revision + 1");
        if (moved) {
            count(tx, attempt, Disposition.UNKNOWN);
            owe(tx, attempt, now);
            Contacts.waitAgain(tx, attempt.contactId(), now, attempt.number() + 1, attempt.intent());
        }
        return moved;
    }

    /**
     * A person gives an attempt in review up: it stays undecided, and its contact is not called again.
     *
     * @param error for the results
     */
    boolean close(Tx tx, Attempt attempt, String error) {
        Instant now = clock.instant();
        boolean moved = Attempts.move(tx, attempt, Transition.DECIDED, "disposition = 'unknown', error = ?, revision = revision + 1", error);
        if (moved) {
            owe(tx, attempt, now);
            Contacts.finish(tx, attempt.contactId(), attempt.number() + 1);
            Contacts.listChanged(tx, attempt.contactId(), now);
        }
        return moved;
    }

    /** An attempt that was given up and dialled again turns out to be a call: that is told, and its ending will be. */
    boolean foundAfterAll(Tx tx, Attempt attempt, ProviderCall call) {
        Instant now = clock.instant();
        boolean moved = Attempts.move(tx, attempt, Transition.LATE_FACT, """
                call_id = ?, call_created = ?, call_seen = 1, revision = revision + 1,
                error = CASE WHEN error LIKE '%dialled again%' THEN 'its call was found after it had been dialled again'
                  ELSE 'its call was found after it had been closed' END,
                check_at = ?, watch_until = ?""", call.callId(), call.createdAt(), now.plus(FIRST_RECORDING_LOOK), now.plus(GIVEN_UP_WATCH));
        if (moved) {
            owe(tx, attempt, now);
            Contacts.listChanged(tx, attempt.contactId(), now);
        }
        return moved;
    }

    /** Something new about a call whose outcome was told: it is told again. */
    boolean lateFact(Tx tx, Attempt attempt, ProviderCall call) {
        Instant now = clock.instant();
        boolean awaitsRecording = awaitsRecording(call);
        boolean moved = Attempts.move(tx, attempt, Transition.LATE_FACT, FACTS + ", check_at = ?, watch_until = ?, error = NULL", facts(call,
                awaitsRecording ? Optional.of(now.plus(FIRST_RECORDING_LOOK)) : Optional.<Instant>empty(),
                awaitsRecording ? Optional.of(now.plus(RECORDING_WAIT)) : Optional.<Instant>empty()));
        if (moved) {
            owe(tx, attempt, clock.instant());
            Contacts.listChanged(tx, attempt.contactId(), clock.instant());
            call.disposition().filter(Disposition.OPTED_OUT::equals).ifPresent(optedOut -> suppress(tx, attempt, clock.instant()));
        }
        return moved;
    }

    /** What was said in a call is known at last. */
    boolean toldMore(Tx tx, Attempt attempt) {
        Instant now = clock.instant();
        boolean moved = Attempts.move(tx, attempt, Transition.LATE_FACT, "revision = revision + 1");
        if (moved) {
            owe(tx, attempt, now);
            Contacts.listChanged(tx, attempt.contactId(), now);
        }
        return moved;
    }

    private static final String FACTS = """
            call_status = ?, disposition = ?, end_reason = ?, duration = ?, recording_url = ?, started_at = ?, ended_at = ?, \
            agent_version = COALESCE(?, agent_version), call_created = ?, call_seen = 1, owner = NULL, lease_until = NULL, revision = revision + 1""";

    private static Object[] facts(ProviderCall call, Object... more) {
        Object[] facts = {call.status(), call.disposition().map(Disposition::word), call.endReason(), call.durationSeconds(),
            call.recordingUrl(), call.startedAt(), call.endedAt(), call.agentVersion(), call.createdAt()};
        Object[] all = java.util.Arrays.copyOf(facts, facts.length + more.length);
        System.arraycopy(more, 0, all, facts.length, more.length);
        return all;
    }

    private void count(Tx tx, Attempt attempt, Disposition disposition) {
        String campaign = campaigns.name(tx, attempt.campaignId());
        tx.afterCommit(() -> campaigns.meters().ended(campaign, disposition.word()));
    }

    private void endsWithoutCall(Tx tx, Attempt attempt) {
        Instant now = clock.instant();
        tx.afterCommit(() -> campaigns.traces().ended(attempt.uuid(), attempt.intent(), Optional.empty(), Optional.empty(), now));
    }

    private void settle(Tx tx, Attempt attempt, Disposition disposition, Instant now) {
        count(tx, attempt, disposition);
        owe(tx, attempt, now);
        if (disposition == Disposition.OPTED_OUT) {
            suppress(tx, attempt, now);
        }
        Optional<Campaign> campaign = campaigns.lastKnown(tx, attempt.campaignId());
        Optional<Duration> delay = campaign
                .filter(known -> attempt.number() < known.calling().attempts())
                .map(known -> known.calling().retry().get(disposition))
                .filter(wanted -> !isLast(tx, attempt));
        if (delay.isPresent()) {
            Contacts.waitAgain(tx, attempt.contactId(), now.plus(delay.get()), attempt.number() + 1, Instant.EPOCH);
        } else {
            Contacts.finish(tx, attempt.contactId(), attempt.number() + 1);
            Contacts.listChanged(tx, attempt.contactId(), now);
        }
    }

    /** Whoever is in a call when the edition is cancelled is not tried again, nor whoever was called for a test. */
    private static boolean isLast(Tx tx, Attempt attempt) {
        return tx.first("""
                SELECT 1 FROM contact c JOIN campaign p ON p.id = c.campaign_id WHERE c.id = ? AND (c.edition <= p.cancelled_edition OR c.edition = ?)""",
                row -> 1, attempt.contactId(), TestContacts.EDITION).isPresent();
    }

    private void owe(Tx tx, Attempt attempt, Instant now) {
        List<String> sinks = campaigns.lastKnown(tx, attempt.campaignId()).map(known -> known.report().sinks()).orElse(DEFAULT_SINKS);
        for (String sink : sinks) {
            tx.update("""
                    INSERT INTO delivery (attempt_id, campaign_id, sink, state, revision, due)
                    SELECT ?, ?, ?, 'due', 0, ? FROM contact WHERE id = ? AND edition <> ?
                    ON CONFLICT (attempt_id, sink) DO UPDATE SET state = 'due', due = excluded.due, tries = 0, error = NULL""",
                    attempt.id(), attempt.campaignId(), sink, now, attempt.contactId(), TestContacts.EDITION);
        }
    }

    private static void suppress(Tx tx, Attempt attempt, Instant now) {
        tx.update("INSERT INTO suppression (phone, reason, since) VALUES (?, ?, ?) ON CONFLICT (phone) DO NOTHING",
                attempt.phone(), "opted out in a call", now);
    }
}
