package io.voicecampaigns.call;

/** Somebody asked for a transition that the life cycle does not know: a bug. */
public final class IllegalTransitionException extends RuntimeException {
    IllegalTransitionException(Transition transition, AttemptState state) {
        super("an attempt that is " + state.word() + " cannot be " + transition);
    }
}
