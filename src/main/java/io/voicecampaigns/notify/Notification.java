package io.voicecampaigns.notify;

/**
 * Something that people are told on one channel. Nothing in it tells of a person who is called.
 *
 * @param event    names what happened: the same at every try, and on every channel
 * @param kind     {@code finished, cancelled, paused, breaker} or {@code review}
 * @param campaign blank where it concerns a whole provider account
 * @param subject  in a few words
 * @param text     in a sentence or two, with what to do
 * @param at       when it happened or was seen, ISO 8601 with offset
 * @param zone     of that time
 */
public record Notification(long id, String channel, String event, String kind, String campaign, String subject, String text, String at, String zone) {

    /** Who tells it. */
    public String kamelet() {
        return channel + "-notifications-sink";
    }

    @Override
    public String toString() {
        return "notification " + id + " (" + kind + ") for " + channel;
    }
}
