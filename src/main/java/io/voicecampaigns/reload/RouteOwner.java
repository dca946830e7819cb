package io.voicecampaigns.reload;

import java.util.List;
import java.util.Set;

/**
 * Makes routes while the service runs, beside those of the route files. Found in the registry. When an edit touches what such a route is
 * made of, the route finishes its batch, is stopped and removed; its owner makes it anew.
 */
public interface RouteOwner {
    /** What its routes are made of now: an edit that these could not be made from is refused. Any thread. */
    List<KameletUse> kamelets();

    /**
     * Makes again what was removed, from the kamelets as they are now; called after an edit, and also after one that was taken back.
     *
     * @param routeIds the ids of the removed routes; those of other owners are among them
     */
    void renew(Set<String> routeIds);
}
