package io.voicecampaigns.simulator;

/** A request that ends here, with an answer that says why. Everyday traffic, so without a stack trace. */
final class Refused extends RuntimeException {
    private final transient Answer answer;

    Refused(Answer answer) {
        super("refused with " + answer.status(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }
}
