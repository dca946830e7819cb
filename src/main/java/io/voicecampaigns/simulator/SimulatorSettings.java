package io.voicecampaigns.simulator;

import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a simulator is started with.
 *
 * @param port      where it listens on 127.0.0.1; 0: any free port
 * @param clock     tells when calls are created, ring, talk and end; delays of answers are real time whatever it says
 * @param apiKey    the only bearer token that is accepted; empty: any
 * @param behaviour how it behaves until told otherwise, and again after a reset
 */
public record SimulatorSettings(int port, Clock clock, Optional<String> apiKey, Behaviour behaviour) {
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(0, Clock.systemUTC(), Optional.empty(), Behaviour.defaults());
    }

    public SimulatorSettings withPort(int newPort) {
        return new SimulatorSettings(newPort, clock, apiKey, behaviour);
    }

    public SimulatorSettings withClock(Clock newClock) {
        return new SimulatorSettings(port, newClock, apiKey, behaviour);
    }

    public SimulatorSettings withApiKey(String key) {
        return new SimulatorSettings(port, clock, Optional.of(key), behaviour);
    }

    /** {@code settings.behaving(behaviour -> behaviour.withSeed(7))}. */
    public SimulatorSettings behaving(UnaryOperator<Behaviour> change) {
        return new SimulatorSettings(port, clock, apiKey, change.apply(behaviour));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "SimulatorSettings[port=" + port + ", " + behaviour + "]";
    }
}
