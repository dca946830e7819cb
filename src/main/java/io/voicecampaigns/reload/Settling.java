package io.voicecampaigns.reload;

import java.util.List;

/** Tells when files that somebody writes have come to rest: found the same twice, none of them empty or half written. For one thread. */
final class Settling {
    /** Writing may stop anywhere; nobody means half a line. */
    private static final int LOOKS_AT_HALF_A_LINE = 20;
    /** About a second, with the looks that find it at rest: whoever writes on does so sooner, and an edit has two seconds to be in use. */
    private static final int LOOKS_AT_WHOLE_LINES = 2;
    private static final int LOOKS_UNTIL_IT_IS_TOLD = 20;

    private RouteSet seen;
    private int waited;
    private List<String> waitsFor = List.of();

    Settling(RouteSet seen) {
        this.seen = seen;
    }

    /** Whether this look has found the same as the one before. */
    boolean isAtRest(RouteSet found) {
        boolean isSame = found.hasSameTexts(seen);
        if (!isSame) {
            // somebody writes: the wait for more begins anew
            waited = 0;
        }
        seen = found;
        return isSame;
    }

    /**
     * Whether somebody is still writing, as it seems. A file without anything in it is waited for as long as it takes. One that ends in the
     * midst of what runs is waited for a while: its end may have been taken out on purpose, and nearly always is if whole lines are left.
     */
    boolean isUnfinished(RouteSet found, RouteSet running) {
        List<String> empty = found.empty();
        boolean isWaiting = !empty.isEmpty() || waited < looksFor(found, running);
        waited = isWaiting ? waited + 1 : 0;
        waitsFor = waited < LOOKS_UNTIL_IT_IS_TOLD ? List.of()
                : empty.stream().map(file -> found.shown(file) + ": is empty; nothing changes until something stands there").toList();
        return isWaiting;
    }

    private static int looksFor(RouteSet found, RouteSet running) {
        List<String> cutOff = found.cutOff(running);
        return cutOff.isEmpty() ? 0 : cutOff.stream().allMatch(file -> found.endsWithALineOf(running, file)) ? LOOKS_AT_WHOLE_LINES : LOOKS_AT_HALF_A_LINE;
    }

    /** What people should know of, since it is taking long. */
    List<String> waitsFor() {
        return waitsFor;
    }
}
