package io.voicecampaigns.reload;

/**
 * Steps of routes that wait for each other, for as long as something outside takes. Found in the registry. Where an exchange of routes has
 * to wait for them, they are asked to give up their waiting. Any thread.
 */
public interface StandingWaiters {
    /** Nobody waits any more, and nobody begins to: what has not been begun comes back, to be done after the exchange. */
    void letGo();

    /** Ends {@link #letGo}; also called where that was not. */
    void goOn();
}
