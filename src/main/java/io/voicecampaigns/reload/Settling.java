package io.voicecampaigns.reload;

import java.util.List;

/** Tells when files that somebody writes have come to rest: found the same twice, none of them empty or half written. For one thread. */
final class Settling {
    private static final int LOOKS_UNTIL_IT_IS_MEANT = 20;

    private RouteSet seen;
    private int waited;
    private List<String> waitsFor = List.of();

    Settling(RouteSet seen) {
        this.seen = seen;
    }

    /** Whether this look has found the same as the one before. */
    boolean isAtRest(RouteSet found) {
        boolean isSame = found.hasSameTexts(seen);
        seen = found;
        return isSame;
    }

    /**
     * Whether somebody is still writing, as it seems. A file without anything in it is waited for as long as it takes. One that ends in the
     * midst of what runs is waited for a while: its end may have been taken out on purpose.
     */
    boolean isUnfinished(RouteSet found, RouteSet running) {
        List<String> empty = found.empty();
        boolean isWaiting = !empty.isEmpty() || waited < LOOKS_UNTIL_IT_IS_MEANT && !found.cutOff(running).isEmpty();
        waited = isWaiting ? waited + 1 : 0;
        waitsFor = waited < LOOKS_UNTIL_IT_IS_MEANT ? List.of()
                : empty.stream().map(file -> found.shown(file) + ": is empty; nothing changes until something stands there").toList();
        return isWaiting;
    }

    /** What people should know of, since it is taking long. */
    List<String> waitsFor() {
        return waitsFor;
    }
}
