package io.voicecampaigns.notify;

import java.time.Instant;

/**
 * What people may want to know; the event names it for ever.
 *
 * @param at       when it happened, or was seen
 * @param isRecent whether it is news also to a channel that nobody has named before
 */
record Happening(String event, String kind, String campaign, String subject, String text, Instant at, boolean isRecent) {
}
