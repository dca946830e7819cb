package io.voicecampaigns.simulator;

import java.time.Clock;

/** Everything that a reset begins anew, in one piece: a request that is under way during a reset ends in the old world. */
final class World {
    private final Clock clock;
    private final CallBook calls = new CallBook();
    private final RequestCounts requests = new RequestCounts();
    private final Faults faults = new Faults();
    private final Agents agents;
    private final FeatherVersions featherVersions;
    private volatile Behaviour behaviour;

    World(Clock clock, Behaviour behaviour) {
        this.clock = clock;
        this.behaviour = behaviour;
        this.agents = new Agents(clock);
        this.featherVersions = new FeatherVersions(clock);
    }

    long now() {
        return clock.millis();
    }

    CallBook calls() {
        return calls;
    }

    RequestCounts requests() {
        return requests;
    }

    Faults faults() {
        return faults;
    }

    Agents agents() {
        return agents;
    }

    FeatherVersions featherVersions() {
        return featherVersions;
    }

    Behaviour behaviour() {
        return behaviour;
    }

    void behaveLike(Behaviour newBehaviour) {
        behaviour = newBehaviour;
    }
}
