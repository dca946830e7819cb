package io.voicecampaigns.notify;

import java.time.Instant;

/** What people may want to know; the event names it for ever. */
record Happening(String event, String kind, String campaign, String subject, String text, Instant seen) {
}
