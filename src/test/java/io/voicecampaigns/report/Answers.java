package io.voicecampaigns.report;

/** Lets tests of contracts read a sink's answer. */
public final class Answers {
    private Answers() {
    }

    public static boolean isRead(Object body) {
        try {
            return !SinkAnswer.read(body).isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
