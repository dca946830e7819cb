package io.voicecampaigns.call;

import io.voicecampaigns.ledger.ForgottenPeople;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes people who asked to be forgotten out of calling, and what is known of them out of the ledger. Thread-safe. */
public final class Withdrawals {
    /** How long a provider that asked to come back later may still turn out to have called. */
    private static final Duration LATER_WATCH = Duration.ofHours(1);
    private static final String OF_PERSON = "contact_id IN (SELECT id FROM contact WHERE forgotten = ?)";

    private final Clock clock;
    private final Endings endings;

    public Withdrawals(Clock clock, CampaignRecords records) {
        this.clock = clock;
        this.endings = new Endings(clock, records);
    }

    /** Nobody dials them any more: whoever waits is cancelled, whatever is in review is given up. Idempotent. */
    public void withdraw(Tx tx, String fingerprint) {
        Instant now = clock.instant();
        for (Long contact : tx.list("SELECT id FROM contact WHERE forgotten = ? AND state = 'waiting'", row -> row.number(1), fingerprint)) {
            Contacts.giveUp(tx, contact, ContactTransition.WAS_CANCELLED, ForgottenPeople.REASON);
            Contacts.listChanged(tx, contact, now);
        }
        for (Attempt attempt : tx.list(Attempt.SELECT + "WHERE a.state = 'review' AND a." + OF_PERSON, Attempt::read, fingerprint)) {
            endings.close(tx, attempt, ForgottenPeople.REASON);
        }
    }

    /**
     * What has to be over before anything is erased: a call, or the telling of its outcome.
     *
     * @param patience sinks that have not taken an outcome by then are not waited for
     */
    public Optional<String> underWay(Tx tx, String fingerprint, Instant patience) {
        Instant now = clock.instant();
        boolean inCall = tx.first("SELECT 1 FROM attempt WHERE " + OF_PERSON
                + " AND (state IN ('dialing', 'in_call', 'uncertain') OR state = 'due' AND sent = 1 AND intent > ?)", row -> true,
                fingerprint, now.minus(LATER_WATCH)).isPresent();
        if (inCall) {
            return Optional.of("a call is under way");
        }
        boolean untold = now.isBefore(patience) && tx.first("SELECT 1 FROM delivery WHERE state = 'due' AND attempt_id IN (SELECT id FROM attempt WHERE "
                + OF_PERSON + ")", row -> true, fingerprint).isPresent();
        return untold ? Optional.of("the outcome of a call is on its way to its sinks") : Optional.empty();
    }

    /**
     * Takes all that tells of the person out of contacts, attempts and what was said. What remains names nobody: that there was a contact,
     * how its calls ended, and their ids. To be called only where nothing is {@link #underWay}.
     *
     * @return how many contacts
     */
    public int erase(Tx tx, String fingerprint) {
        tx.update("DELETE FROM conversation WHERE attempt_id IN (SELECT id FROM attempt WHERE " + OF_PERSON + ")", fingerprint);
        // a sink that took an earlier revision holds that one
        tx.update("UPDATE delivery SET state = 'reported', error = NULL WHERE revision > 0 AND attempt_id IN (SELECT id FROM attempt WHERE "
                + OF_PERSON + ")", fingerprint);
        tx.update("DELETE FROM delivery WHERE revision = 0 AND attempt_id IN (SELECT id FROM attempt WHERE " + OF_PERSON + ")", fingerprint);
        tx.update("UPDATE attempt SET phone = '', recording_url = NULL, error = NULL, sent = 0, check_at = NULL, watch_until = NULL, "
                + "version = version + 1 WHERE " + OF_PERSON, fingerprint);
        List<Long> contacts = tx.list("SELECT id FROM contact WHERE forgotten = ? AND phone <> ''", row -> row.number(1), fingerprint);
        for (Long contact : contacts) {
            tx.update("""
                    UPDATE contact SET phone = '', key = ?, variables = '{}', ref = NULL, zones = '', note = ?, version = version + 1
                    WHERE id = ?""", "forgotten-" + contact, ForgottenPeople.REASON, contact);
        }
        return contacts.size();
    }
}
