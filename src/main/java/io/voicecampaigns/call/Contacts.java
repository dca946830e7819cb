package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Tx;
import java.time.Instant;
import java.util.Collection;

/** Changes of contacts that follow from what became of their attempts. */
final class Contacts {
    private Contacts() {
    }

    /** Waits for its next attempt, which gets the number {@code nextNumber}. */
    static void waitAgain(Tx tx, long contactId, Instant due, int nextNumber, Instant sweptAfter) {
        tx.update("""
                UPDATE contact SET state = 'waiting', due = ?, next_number = ?, swept_after = ?, version = version + 1
                WHERE id = ? AND state <> 'cancelled'""", due, nextNumber, sweptAfter, contactId);
        listChanged(tx, contactId, due);
    }

    static void activate(Tx tx, long contactId) {
        tx.update("UPDATE contact SET state = 'active', version = version + 1 WHERE id = ?", contactId);
    }

    static void finish(Tx tx, long contactId, int nextNumber) {
        tx.update("UPDATE contact SET state = 'done', next_number = ?, version = version + 1 WHERE id = ? AND state <> 'cancelled'",
                nextNumber, contactId);
    }

    /** Never called in this edition: {@code state} is blocked, expired or cancelled, {@code note} says why. */
    static boolean giveUp(Tx tx, long contactId, String state, String note) {
        return tx.update("UPDATE contact SET state = ?, note = ?, version = version + 1 WHERE id = ? AND state = 'waiting'",
                state, note, contactId) == 1;
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
