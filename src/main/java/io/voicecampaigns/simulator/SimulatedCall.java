package io.voicecampaigns.simulator;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A call that the simulator accepted.
 *
 * @param attemptId    the variable {@code call_attempt_id} it was started with
 * @param number       the called number, as it was asked for
 * @param agentVersion empty where none was named and none was published
 * @param ends         when it ended or will end, really and not as reported; empty: never
 * @param outcome      how it ended or will end
 * @param variables    all it was started with; JSON values as Java's
 */
public record SimulatedCall(String id, Optional<String> attemptId, String number, String fromNumber,
        Optional<String> agentVersion, Instant created, Optional<Instant> ends, Outcome outcome, Map<String, Object> variables) {

    /** Without numbers and variables. */
    @Override
    public String toString() {
        return "SimulatedCall[" + id + " " + outcome + "]";
    }
}
