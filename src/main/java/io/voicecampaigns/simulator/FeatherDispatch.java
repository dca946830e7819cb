package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The body of {@code POST /api/v1/agent/{agentId}/dispatch}, as it came: what is missing or null is null. */
record FeatherDispatch(ObjectNode body) {
    private static final Pattern AMERICAN = Pattern.compile("[+]1[2-9]\\d{2}[2-9]\\d{6}");

    static FeatherDispatch read(byte[] body) {
        try {
            return new FeatherDispatch(Json.readObject(body));
        } catch (Refused e) {
            throw new Refused(FeatherApi.error(400, "BAD_REQUEST", "The body is no JSON object"));
        }
    }

    String toNumber() {
        return body.path("toPhoneNumber").textValue();
    }

    private Optional<String> text(String field) {
        return Optional.ofNullable(body.path(field).textValue());
    }

    /** What is refused, and what becomes a call. */
    static final class Desk {
        private final World world;
        private final Behaviour behaviour;

        Desk(World world) {
            this.world = world;
            this.behaviour = world.behaviour();
        }

        Answer dispatch(String agent, Request request) {
            if (!request.sized()) {
                return FeatherApi.error(411, "LENGTH_REQUIRED", "Length Required");
            }
            FeatherDispatch wanted = read(request.body());
            requireShape(wanted);
            String number = wanted.toNumber();
            NumberScript script = behaviour.scripts().get(number);
            if (script != null && script.poison()) {
                return FeatherApi.usual(500);
            }
            if (script != null && script.refusalStatus() != 0) {
                Answer usual = FeatherApi.usual(script.refusalStatus());
                return script.refusalBody() == null ? usual : usual.withBody(script.refusalBody());
            }
            JsonNode variables = wanted.body.path("variables");
            String from = wanted.text("outboundPhoneNumberId").orElseThrow();
            StoredCall call = world.calls().accept(new CallBook.Wanted(number, from, Phones.idOf(from), Query.uuidOf(agent).orElse(FeatherVersions.AGENT),
                    wanted.text("versionId").orElseThrow(), variables.path("call_attempt_id").textValue(),
                    variables.isObject() ? variables.toString() : null, wanted.text("leadId").orElseThrow()), behaviour, world.now());
            String id = (behaviour.feather().dispatchIds() ? FeatherApi.dispatchIdOf(call) : call.id()).toString();
            ObjectNode answer = Json.object().put("id", id).put("status", "queued");
            answer.putObject("connectionDetails").put("roomName", "room-" + id);
            return Answer.json(201, answer);
        }

        private void requireShape(FeatherDispatch wanted) {
            for (String field : List.of("versionId", "outboundPhoneNumberId", "leadId", "toPhoneNumber", "firstName")) {
                if (wanted.text(field).isEmpty()) {
                    throw invalid(400, "BAD_REQUEST", field + " must be a string", field);
                }
            }
            if (wanted.body.has("variables") && !wanted.body.get("variables").isObject()) {
                throw invalid(400, "BAD_REQUEST", "variables must be an object", "variables");
            }
            if (!AMERICAN.matcher(wanted.toNumber()).matches()) {
                throw invalid(400, "INVALID_PHONE_NUMBER", "Not a US number", "toPhoneNumber");
            }
            String from = wanted.text("outboundPhoneNumberId").orElseThrow();
            if (!behaviour.fromNumbers().isEmpty() && !behaviour.fromNumbers().contains(from)) {
                throw invalid(404, "PHONE_NUMBER_NOT_FOUND", "Outbound phone number not found");
            }
            String version = wanted.text("versionId").orElseThrow();
            if (!behaviour.agentVersions().isEmpty() && !behaviour.agentVersions().contains(version)
                    && !world.featherVersions().has(version)) {
                throw invalid(404, "VERSION_NOT_FOUND", "Agent version not found");
            }
        }

        private static Refused invalid(int status, String code, String message, String... fields) {
            return new Refused(FeatherApi.error(status, code, message, fields));
        }
    }

    /** Without numbers and variables. */
    @Override
    public String toString() {
        return "FeatherDispatch";
    }
}
