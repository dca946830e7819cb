package io.voicecampaigns.reload;

import java.util.List;

/**
 * Makes routes while the service runs, beside those of the route files. Found in the registry. Where an edit touches what its routes are made
 * of or send to, it lets go of them all before, and makes new ones after.
 */
public interface RouteOwner {
    /** What its routes are made of: an edit that these could not be made from is refused. Any thread. */
    List<KameletUse> kamelets();

    /**
     * Begins no route any more and ends those it has, each after the batch that it works on.
     *
     * @return whether none is left; asked again and again until so
     */
    boolean release();

    /** May make routes again, from the kamelets as they are now; called after an edit, and also after one that was taken back or never came about. */
    void renew();
}
