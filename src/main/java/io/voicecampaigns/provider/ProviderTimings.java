package io.voicecampaigns.provider;

import java.time.Duration;

/**
 * How long a provider may take.
 *
 * @param settle            how long an attempt whose answer is unknown is looked for in the list before a person decides
 * @param listLag           how long after its creation a call may still be missing from the list
 * @param requestTimeout    after this, a request has ended one way or the other
 * @param defaultRetryAfter the pause where the provider asks for one without saying how long
 * @param longestRetryAfter the longest pause that is believed
 */
public record ProviderTimings(Duration settle, Duration listLag, Duration requestTimeout, Duration defaultRetryAfter,
        Duration longestRetryAfter) {
}
