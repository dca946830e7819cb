package io.voicecampaigns.call;

import static io.voicecampaigns.call.ContactState.ACTIVE;
import static io.voicecampaigns.call.ContactState.BLOCKED;
import static io.voicecampaigns.call.ContactState.CANCELLED;
import static io.voicecampaigns.call.ContactState.DONE;
import static io.voicecampaigns.call.ContactState.EXPIRED;
import static io.voicecampaigns.call.ContactState.WAITING;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Every way a contact may go on. What is not here does not happen: no row is changed. */
enum ContactTransition {
    CLAIMED(ACTIVE, WAITING),
    /** A call turned up that nobody knew of, whatever was decided on the contact meanwhile. */
    CALL_FOUND(ACTIVE, WAITING, ACTIVE, DONE, BLOCKED, EXPIRED, CANCELLED),
    /** Its attempt was put back, calls for another one, or was given up and is to be repeated. */
    WAITS_AGAIN(WAITING, WAITING, ACTIVE, DONE, BLOCKED, EXPIRED),
    FINISHED(DONE, WAITING, ACTIVE, DONE, BLOCKED, EXPIRED),
    /** A person wants one more attempt, after the last one is over. */
    RETRIED(WAITING, DONE),
    WAS_BLOCKED(BLOCKED, WAITING),
    HAS_EXPIRED(EXPIRED, WAITING),
    WAS_CANCELLED(CANCELLED, WAITING);

    private final ContactState to;
    private final Set<ContactState> from;

    ContactTransition(ContactState to, ContactState first, ContactState... others) {
        this.to = to;
        this.from = EnumSet.of(first, others);
    }

    ContactState to() {
        return to;
    }

    boolean startsIn(ContactState state) {
        return from.contains(state);
    }

    /** {@code state IN (…)}: true of the rows that it may change. */
    String condition() {
        return "state IN (" + from.stream().map(state -> "'" + state.word() + "'").collect(Collectors.joining(", ")) + ")";
    }
}
