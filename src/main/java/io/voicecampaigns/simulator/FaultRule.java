package io.voicecampaigns.simulator;

/**
 * A fault that happens to some requests: to each one that matches, unless {@code probability} or {@code times} say less.
 *
 * @param status      of {@link FaultKind#STATUS}; 0 otherwise
 * @param body        of {@link FaultKind#STATUS}; null: what Diga sends with that status
 * @param retryAfter  the header of {@link FaultKind#STATUS} word for word, sensible or not; null: no header
 * @param ms          how long the request is held up before anything else: what {@link FaultKind#SLOW} is about, possible with all
 * @param probability from 0 to 1; null: 1. Decided by the simulator's seed and how many requests matched so far
 * @param times       how often at most; null: without end
 * @param number      only for calls to this number, for starting them and for asking after one of them; null: any
 */
public record FaultRule(RequestKind on, FaultKind kind, int status, String body, String retryAfter, long ms,
        Double probability, Integer times, String number) {
    public FaultRule {
        if (on == null || kind == null) {
            throw new IllegalArgumentException("on and kind are required");
        }
        if (kind == FaultKind.STATUS && (status < 200 || status > 599)) {
            throw new IllegalArgumentException("status is an HTTP status from 200 to 599: " + status);
        }
        if (kind == FaultKind.NO_ID && on != RequestKind.START) {
            throw new IllegalArgumentException("no_id is a fault of start");
        }
        if (kind == FaultKind.REPEAT_PAGE && on != RequestKind.LIST) {
            throw new IllegalArgumentException("repeat_page is a fault of list");
        }
        if (ms < 0 || (times != null && times < 0)) {
            throw new IllegalArgumentException("ms and times start at 0");
        }
        if (probability != null && !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability goes from 0 to 1: " + probability);
        }
    }

    public static FaultRule of(RequestKind on, FaultKind kind) {
        return new FaultRule(on, kind, 0, null, null, 0, null, null, null);
    }

    public static FaultRule answering(RequestKind on, int status) {
        return new FaultRule(on, FaultKind.STATUS, status, null, null, 0, null, null, null);
    }

    public static FaultRule slow(RequestKind on, long ms) {
        return new FaultRule(on, FaultKind.SLOW, 0, null, null, ms, null, null, null);
    }

    public FaultRule withBody(String newBody) {
        return new FaultRule(on, kind, status, newBody, retryAfter, ms, probability, times, number);
    }

    public FaultRule withRetryAfter(String header) {
        return new FaultRule(on, kind, status, body, header, ms, probability, times, number);
    }

    public FaultRule withProbability(double newProbability) {
        return new FaultRule(on, kind, status, body, retryAfter, ms, newProbability, times, number);
    }

    public FaultRule times(int atMost) {
        return new FaultRule(on, kind, status, body, retryAfter, ms, probability, atMost, number);
    }

    public FaultRule toNumber(String calledNumber) {
        return new FaultRule(on, kind, status, body, retryAfter, ms, probability, times, calledNumber);
    }

    /** Without number and body. */
    @Override
    public String toString() {
        return "FaultRule[" + kind + " on " + on + "]";
    }
}
