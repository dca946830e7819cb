package io.voicecampaigns.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code /simulator/…}: what a person or a test does to the simulator while it runs. */
final class ControlEndpoints {
    static final String PREFIX = "/simulator/";

    private static final byte[] NEW_LINE = {'\n'};

    private final Simulator simulator;

    ControlEndpoints(Simulator simulator) {
        this.simulator = simulator;
    }

    Answer answer(Request request) {
        String action = request.method() + " " + request.path().substring(PREFIX.length());
        try {
            return switch (action) {
                case "GET counts" -> Answer.json(200, Json.bytes(simulator.counts()));
                case "GET calls" -> calls();
                case "POST reset" -> {
                    simulator.reset();
                    yield done();
                }
                case "GET faults" -> Answer.json(200, Json.bytes(simulator.faults()));
                case "PUT faults" -> {
                    simulator.faults(faults(request.body()));
                    yield done();
                }
                case "DELETE faults" -> {
                    simulator.faults(List.of());
                    yield done();
                }
                case "GET settings" -> Answer.json(200, Json.bytes(simulator.behaviour()));
                case "PUT settings" -> {
                    ObjectNode changes = Json.readObject(request.body());
                    simulator.behave(behaviour -> changed(behaviour, changes));
                    yield done();
                }
                default -> Answer.json(404, Json.object().put("error", "no such action: " + action));
            };
        } catch (Refused e) {
            return e.answer();
        } catch (IOException | IllegalArgumentException e) {
            return Answer.json(422, Json.object().put("error", e.getMessage()));
        }
    }

    static List<FaultRule> faults(byte[] json) throws IOException {
        List<FaultRule> rules = Arrays.asList(Json.MAPPER.readValue(json, FaultRule[].class));
        if (rules.contains(null)) {
            throw new IllegalArgumentException("a rule is null");
        }
        return rules;
    }

    /** {@code behaviour} with the fields of {@code changes}; of timing and scripts, single entries may be given. */
    static Behaviour changed(Behaviour behaviour, ObjectNode changes) {
        ObjectNode tree = Json.MAPPER.valueToTree(behaviour);
        changes.properties().forEach(field -> {
            boolean merged = Set.of("timing", "scripts").contains(field.getKey());
            if (merged && field.getValue() instanceof ObjectNode entries) {
                tree.withObjectProperty(field.getKey()).setAll(entries);
            } else {
                tree.set(field.getKey(), field.getValue());
            }
        });
        try {
            return Json.value(tree, Behaviour.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    private Answer calls() throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (SimulatedCall call : simulator.calls()) {
            ObjectNode line = Json.object().put("id", call.id()).put("attempt_id", call.attemptId().orElse(null))
                    .put("number", call.number()).put("from_number", call.fromNumber())
                    .put("agent_version_id", call.agentVersion().orElse(null))
                    .put("created", call.created().toString()).put("ends", call.ends().map(Object::toString).orElse(null))
                    .put("outcome", call.outcome().toString());
            line.set("variables", Json.MAPPER.valueToTree(call.variables()));
            lines.write(Json.bytes(line));
            lines.write(NEW_LINE);
        }
        return new Answer(200, "application/x-ndjson", lines.toByteArray(), Map.of(), 0);
    }

    private static Answer done() {
        return new Answer(204, "application/json", new byte[0], Map.of(), 0);
    }
}
