package io.voicecampaigns.call;

import static io.voicecampaigns.call.AttemptState.DIALING;
import static io.voicecampaigns.call.AttemptState.DUE;
import static io.voicecampaigns.call.AttemptState.ENDED;
import static io.voicecampaigns.call.AttemptState.IN_CALL;
import static io.voicecampaigns.call.AttemptState.REPORTED;
import static io.voicecampaigns.call.AttemptState.REVIEW;
import static io.voicecampaigns.call.AttemptState.UNCERTAIN;
import static io.voicecampaigns.call.AttemptState.UNDELIVERABLE;

import java.util.Set;

/** Every way an attempt may go on. What is not here does not happen: the ledger refuses it. */
public enum Transition {
    CLAIMED(DIALING, DUE),
    ACCEPTED(IN_CALL, DIALING),
    REFUSED(ENDED, DIALING),
    /** The campaign's fault, a later time asked for, or never sent: not counted against the contact. */
    PUT_BACK(DUE, DIALING),
    ANSWER_LOST(UNCERTAIN, DIALING),
    /** The provider lists a call with this attempt's id. */
    FOUND(IN_CALL, UNCERTAIN, REVIEW, DUE),
    NOT_FOUND(REVIEW, UNCERTAIN),
    /** A person, or the campaign's policy, has given up on finding the call. */
    DECIDED(ENDED, REVIEW),
    ENDING_SEEN(ENDED, IN_CALL),
    SINKS_ACCEPTED(REPORTED, ENDED),
    SINK_REFUSED(UNDELIVERABLE, ENDED),
    /** A recording or the true ending of a call, after its outcome was told. */
    LATE_FACT(ENDED, ENDED, REPORTED, UNDELIVERABLE),
    RESENT(ENDED, REPORTED, UNDELIVERABLE),
    /** Equal refusals in a row were the campaign's fault after all. */
    REFUSAL_TAKEN_BACK(DUE, ENDED, REPORTED, UNDELIVERABLE);

    private final AttemptState to;
    private final Set<AttemptState> from;

    Transition(AttemptState to, AttemptState first, AttemptState... others) {
        this.to = to;
        this.from = java.util.EnumSet.of(first, others);
    }

    public AttemptState to() {
        return to;
    }

    public boolean startsIn(AttemptState state) {
        return from.contains(state);
    }

    /** Refuses a transition that is not on this page. */
    void check(AttemptState state) {
        if (!startsIn(state)) {
            throw new IllegalTransitionException(this, state);
        }
    }
}
