package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.provider.StartAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what became of requests to start calls, one row of the life cycle each. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    static final Duration NEVER_SENT_PAUSE = Duration.ofSeconds(5);
    private static final Duration DEFAULT_LATER = Duration.ofSeconds(30);

    private final Clock clock;
    private final CampaignRecords campaigns;
    private final Endings endings;

    /** What is known of one request. */
    sealed interface Outcome {
        /** The kamelet answered. */
        record Answered(StartAnswer answer) implements Outcome {
        }

        /** Its permit is unused: nothing left this process. */
        record NeverSent(String reason) implements Outcome {
        }

        /** Its permit is used and no answer could be read. */
        record Lost(String reason) implements Outcome {
        }
    }

    record Recorded(Claimed claimed, Outcome outcome) {
    }

    Answers(Clock clock, CampaignRecords campaigns, Endings endings) {
        this.clock = clock;
        this.campaigns = campaigns;
        this.endings = endings;
    }

    Void record(Tx tx, List<Recorded> batch) {
        List<Claimed> accepted = new ArrayList<>();
        List<Object[]> arguments = new ArrayList<>();
        for (Recorded recorded : batch) {
            if (recorded.outcome() instanceof Outcome.Answered answered && answered.answer().result() == StartAnswer.Result.ACCEPTED) {
                Claimed claimed = recorded.claimed();
                accepted.add(claimed);
                arguments.add(new Object[] {answered.answer().callId().orElseThrow(), claimed.attemptRow(), claimed.version()});
            } else {
                recordOther(tx, recorded.claimed(), recorded.outcome());
            }
        }
        int[] changed = tx.batch("""
                UPDATE attempt SET state = 'in_call', version = version + 1, sent = 1, owner = NULL, lease_until = NULL, call_id = ?
                WHERE id = ? AND state = 'dialing' AND version = ?""", arguments);
        Set<Long> accepting = new HashSet<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] > 0 || acceptedLate(tx, accepted.get(i), (String) arguments.get(i)[0])) {
                accepting.add(accepted.get(i).campaignId());
            }
        }
        for (Long campaign : accepting) {
            campaigns.accepted(tx, campaign);
        }
        return null;
    }

    /** Somebody gave the attempt up before its answer came: the answer is the best evidence there is. */
    private static boolean acceptedLate(Tx tx, Claimed claimed, String callId) {
        Optional<Attempt> open = Attempts.byId(tx, claimed.attemptRow()).filter(attempt -> Transition.FOUND.startsIn(attempt.state()));
        boolean moved = open.isPresent()
                && Attempts.move(tx, open.get(), Transition.FOUND, "call_id = ?, sent = 1, error = NULL, check_at = NULL", callId);
        if (moved) {
            LOG.info("{} is call {} after all: its answer came late", claimed, callId);
            Contacts.activate(tx, claimed.contactId());
        }
        return moved;
    }

    private void recordOther(Tx tx, Claimed claimed, Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            recordAnswer(tx, claimed, answered.answer());
        } else if (outcome instanceof Outcome.NeverSent never) {
            putBack(tx, claimed, clock.instant().plus(NEVER_SENT_PAUSE), false, never.reason());
        } else if (outcome instanceof Outcome.Lost lost) {
            lost(tx, claimed, lost.reason());
        }
    }

    private void recordAnswer(Tx tx, Claimed claimed, StartAnswer answer) {
        Instant now = clock.instant();
        switch (answer.result()) {
            case REFUSED -> refused(tx, claimed, answer);
            case CAMPAIGN_REFUSED -> {
                // behind all who are due already: the others' turn comes first
                if (putBack(tx, claimed, now, false, answer.reason())) {
                    campaigns.refusedItself(tx, claimed.campaign(), claimed.campaignId(), answer.reason());
                }
            }
            case LATER -> putBack(tx, claimed, answer.retryAt().orElse(now.plus(DEFAULT_LATER)), true, answer.reason());
            case UNKNOWN -> lost(tx, claimed, answer.reason());
            case ACCEPTED -> throw new IllegalStateException("accepted answers are recorded together");
        }
    }

    private void refused(Tx tx, Claimed claimed, StartAnswer answer) {
        if (!endings.refused(tx, claimed.attempt(), answer.disposition().orElse(Disposition.FAILED), answer.reason())) {
            return;
        }
        Optional<Instant> since = campaigns.refusedContact(tx, claimed.campaign(), claimed.campaignId(), answer.reason(), claimed.intent());
        since.ifPresent(begin -> takeBack(tx, claimed, answer.reason(), begin));
    }

    /** So many contacts refused alike were not at fault: they are due again, when the campaign goes on. */
    private void takeBack(Tx tx, Claimed claimed, String reason, Instant since) {
        Instant now = clock.instant();
        int back = 0;
        for (Attempt attempt : tx.list(Attempt.SELECT + """
                WHERE a.campaign_id = ? AND a.intent >= ? AND a.error = ? AND a.call_id IS NULL
                AND a.state IN ('ended', 'reported', 'undeliverable')
                AND NOT EXISTS (SELECT 1 FROM attempt b WHERE b.contact_id = a.contact_id AND b.number > a.number)""",
                Attempt::read, claimed.campaignId(), since, reason)) {
            if (Attempts.move(tx, attempt, Transition.REFUSAL_TAKEN_BACK, "disposition = NULL")) {
                tx.update("DELETE FROM delivery WHERE attempt_id = ?", attempt.id());
                Contacts.waitAgain(tx, attempt.contactId(), now, attempt.number(), Instant.EPOCH);
                back++;
            }
        }
        LOG.info("campaign {}: {} contacts that were refused alike ({}) are due again", claimed.campaign().name(), back, reason);
    }

    private boolean putBack(Tx tx, Claimed claimed, Instant due, boolean sent, String reason) {
        Attempt attempt = claimed.attempt();
        boolean moved = Attempts.move(tx, attempt, Transition.PUT_BACK, "owner = NULL, lease_until = NULL, sent = ?, error = ?", sent, reason);
        if (moved) {
            Contacts.waitAgain(tx, attempt.contactId(), due, attempt.number(), sent ? clock.instant() : Instant.EPOCH);
        }
        return moved;
    }

    private void lost(Tx tx, Claimed claimed, String reason) {
        if (Attempts.move(tx, claimed.attempt(), Transition.ANSWER_LOST, "sent = 1, owner = NULL, lease_until = NULL, error = ?", reason)) {
            LOG.warn("{}: the answer is unknown ({}); the provider's list will tell whether there is a call", claimed, reason);
        }
    }
}
