package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Tx;
import java.util.Optional;

/** Changes of attempts: only along {@link Transition}s, and only from the version that was decided on. */
final class Attempts {
    private Attempts() {
    }

    static Optional<Attempt> byId(Tx tx, long id) {
        return tx.first(Attempt.SELECT + "WHERE a.id = ?", Attempt::read, id);
    }

    /**
     * Moves an attempt on.
     *
     * @param also more columns to set, as {@code column = ?, …}; empty for none
     * @return false if somebody else changed it first, which is normal
     * @throws IllegalTransitionException if the life cycle does not know the transition
     */
    static boolean move(Tx tx, Attempt attempt, Transition transition, String also, Object... values) {
        transition.check(attempt.state());
        Object[] arguments = new Object[values.length + 4];
        arguments[0] = transition.to().word();
        System.arraycopy(values, 0, arguments, 1, values.length);
        arguments[values.length + 1] = attempt.id();
        arguments[values.length + 2] = attempt.state().word();
        arguments[values.length + 3] = attempt.version();
        int changed = tx.update("UPDATE attempt SET state = ?, version = version + 1" + (also.isEmpty() ? "" : ", " + also)
                + " WHERE id = ? AND state = ? AND version = ?", arguments);
        if (changed > 1) {
            throw new IllegalStateException(changed + " rows changed for " + attempt);
        }
        return changed == 1;
    }
}
