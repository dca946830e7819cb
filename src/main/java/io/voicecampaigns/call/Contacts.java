package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Tx;
import java.time.Instant;
import java.util.Collection;

/** Changes of contacts, along {@link ContactTransition}s only. */
final class Contacts {
    private static final String WAIT_AGAIN = "UPDATE contact SET state = 'waiting', due = ?, next_number = ?, swept_after = ?, version = version + 1 "
            + "WHERE id = ? AND " + ContactTransition.WAITS_AGAIN.condition();
    private static final String ACTIVATE = "UPDATE contact SET state = 'active', version = version + 1 WHERE id = ? AND "
            + ContactTransition.CALL_FOUND.condition();
    private static final String FINISH = "UPDATE contact SET state = 'done', next_number = ?, version = version + 1 WHERE id = ? AND "
            + ContactTransition.FINISHED.condition();
    private static final String RETRY = "UPDATE contact SET state = 'waiting', due = ?, note = NULL, swept_after = 0, version = version + 1 "
            + "WHERE id = ? AND version = ? AND " + ContactTransition.RETRIED.condition();

    private Contacts() {
    }

    /** Waits for its next attempt, which gets the number {@code nextNumber}. */
    static void waitAgain(Tx tx, long contactId, Instant due, int nextNumber, Instant sweptAfter) {
        tx.update(WAIT_AGAIN, due, nextNumber, sweptAfter, contactId);
        listChanged(tx, contactId, due);
    }

    /** A person wants one more attempt; its number is there already. */
    static boolean retry(Tx tx, long contactId, int version, Instant now) {
        return tx.update(RETRY, now, contactId, version) == 1;
    }

    static void activate(Tx tx, long contactId) {
        tx.update(ACTIVATE, contactId);
    }

    static void finish(Tx tx, long contactId, int nextNumber) {
        tx.update(FINISH, nextNumber, contactId);
    }

    /** Never called in this edition: {@code transition} leads from waiting to a final state, {@code note} says why. */
    static boolean giveUp(Tx tx, long contactId, ContactTransition transition, String note) {
        return tx.update("UPDATE contact SET state = ?, note = ?, version = version + 1 WHERE id = ? AND " + transition.condition(),
                transition.to().word(), note, contactId) == 1;
    }

    /** The lists of these contacts have something new to show. */
    static void listsChanged(Tx tx, Collection<Long> listIds, Instant now) {
        for (Long list : listIds) {
            tx.update("UPDATE list SET changes = changes + 1, changed_at = COALESCE(changed_at, ?) WHERE id = ?", now, list);
        }
    }

    static void listChanged(Tx tx, long contactId, Instant now) {
        tx.update("""
                UPDATE list SET changes = changes + 1, changed_at = COALESCE(changed_at, ?)
                WHERE id = (SELECT list_id FROM contact WHERE id = ?)""", now, contactId);
    }
}
