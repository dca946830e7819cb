package io.voicecampaigns.report;

/**
 * What a sink says of one outcome.
 *
 * @param ref   the outcome's
 * @param ok    the sink has it
 * @param retry not yet, but another try may succeed; only read if not {@code ok}
 * @param error why not; null if {@code ok}
 */
public record SinkAnswer(String ref, boolean ok, boolean retry, String error) {
    public static SinkAnswer accepted(String ref) {
        return new SinkAnswer(ref, true, false, null);
    }
}
