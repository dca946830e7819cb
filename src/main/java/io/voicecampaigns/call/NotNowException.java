package io.voicecampaigns.call;

/** The window closed between the claim and the request: nothing was sent. */
public final class WindowClosedException extends RuntimeException {
    WindowClosedException() {
        super("the window has closed");
    }
}
