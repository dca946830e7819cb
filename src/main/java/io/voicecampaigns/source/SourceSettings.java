package io.voicecampaigns.source;

import java.time.Duration;

/**
 * How much a run of a source may ask of us.
 *
 * @param longestSilence without a contact or an end, after which it is cut off
 * @param mostContacts   without an end, after which it is cut off and goes on the next time
 * @param lease          after which another replica begins it anew, if this one has died
 */
public record SourceSettings(Duration longestSilence, long mostContacts, Duration lease) {
    public SourceSettings {
        if (longestSilence.isNegative() || longestSilence.isZero() || mostContacts < 1) {
            throw new IllegalArgumentException("pick-up.longest-silence and pick-up.most-contacts must be positive");
        }
    }
}
