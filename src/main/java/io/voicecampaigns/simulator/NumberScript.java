package io.voicecampaigns.simulator;

/**
 * What happens whenever one number is called, instead of what the mix decides.
 *
 * @param outcome       how the call ends; null: as the mix decides
 * @param status        the word told as the status of the ended call, known or not; null: the vocabulary's
 * @param endReason     the word told as its end reason, known or not; null: the outcome's
 * @param refusalStatus the HTTP status with which the call is refused; 0: it is not
 * @param refusalBody   the body of that answer; null: what Diga sends with that status
 * @param neverEnds     whether the call, once picked up, stays in progress for ever
 * @param poison        whether starting a call to this number always answers 500 and never calls
 */
public record NumberScript(Outcome outcome, String status, String endReason, int refusalStatus, String refusalBody,
        boolean neverEnds, boolean poison) {
    public NumberScript {
        if (refusalStatus != 0 && (refusalStatus < 200 || refusalStatus > 599)) {
            throw new IllegalArgumentException("refusalStatus is an HTTP status, or 0: " + refusalStatus);
        }
    }

    public static NumberScript ending(Outcome outcome) {
        return new NumberScript(outcome, null, null, 0, null, false, false);
    }

    /** Ends as {@code outcome}, told in other words. */
    public static NumberScript ending(Outcome outcome, String status, String endReason) {
        return new NumberScript(outcome, status, endReason, 0, null, false, false);
    }

    /** Refuses with the body that Diga sends with this status. */
    public static NumberScript refusing(int status) {
        return refusing(status, null);
    }

    public static NumberScript refusing(int status, String body) {
        return new NumberScript(null, null, null, status, body, false, false);
    }

    public static NumberScript neverEnding() {
        return new NumberScript(Outcome.ANSWERED, null, null, 0, null, true, false);
    }

    public static NumberScript poisonous() {
        return new NumberScript(null, null, null, 0, null, false, true);
    }
}
