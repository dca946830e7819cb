package io.voicecampaigns.simulator;

/**
 * How the simulated Feather reads where nothing is published: each is a way in which the real one might be.
 *
 * @param dispatchIds   whether a dispatch has an id of its own, by which no call can be read
 * @param oldestFirst   whether calls are listed oldest first
 * @param tellsCreation whether calls tell when they were created; otherwise only when somebody picked up
 */
public record FeatherManners(boolean dispatchIds, boolean oldestFirst, boolean tellsCreation) {
    /** A dispatch's id is its call's; newest first; no time of creation. */
    public static final FeatherManners USUAL = new FeatherManners(false, false, false);

    public FeatherManners withDispatchIds(boolean ownIds) {
        return new FeatherManners(ownIds, oldestFirst, tellsCreation);
    }

    public FeatherManners withOldestFirst(boolean first) {
        return new FeatherManners(dispatchIds, first, tellsCreation);
    }

    public FeatherManners withCreation(boolean told) {
        return new FeatherManners(dispatchIds, oldestFirst, told);
    }
}
