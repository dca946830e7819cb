package io.voicecampaigns.simulator;

import java.util.Optional;
import java.util.UUID;

/** {@code POST /v1/call/}: what is refused, in the provider's order and words, and what becomes a call. */
final class CallStarter {
    private final World world;
    private final Behaviour behaviour;

    CallStarter(World world) {
        this.world = world;
        this.behaviour = world.behaviour();
    }

    Answer start(Request request) {
        if (!request.sized()) {
            return Answer.error(411, "LENGTH_REQUIRED", "Length Required");
        }
        StartBody body = StartBody.read(request.body());
        requireShape(body);
        UUID phone = phoneId(body.fromNumber());
        requireSpanish(body.toNumber());
        NumberScript script = behaviour.scripts().get(body.toNumber());
        if (script != null && script.poison()) {
            return Answer.usual(500);
        }
        if (script != null && script.refusalStatus() != 0) {
            Answer usual = Answer.usual(script.refusalStatus());
            return script.refusalBody() == null ? usual : usual.withBody(script.refusalBody());
        }
        String version = Optional.ofNullable(body.agentVersion())
                .or(() -> world.agents().publishedVersion().map(UUID::toString)).orElse(null);
        CallBook.Wanted wanted = new CallBook.Wanted(body.toNumber(), body.fromNumber(), phone,
                Agents.DEFAULT_AGENT, version, body.attemptId(), body.variablesJson(), null);
        long now = world.now();
        StoredCall call = world.calls().accept(wanted, behaviour, now);
        // told as it is at its creation, also where a clock has jumped back
        return Answer.json(201, new CallWriter(behaviour, call.createdAt()).call(call));
    }

    private void requireShape(StartBody body) {
        if (body.fromNumber() == null) {
            throw missing("from_number");
        }
        if (body.toNumber() == null) {
            throw missing("to_number");
        }
        if (!isE164(body.toNumber())) {
            throw invalid("Value error, invalid phone number " + body.toNumber(), "value_error", "to_number");
        }
        if (body.agentVersion() != null) {
            Optional<UUID> version = Query.uuidOf(body.agentVersion());
            if (version.isEmpty()) {
                throw invalid("Input should be a valid UUID", "uuid_parsing", "agent_version_id");
            }
            if (!behaviour.agentVersions().isEmpty() && !behaviour.agentVersions().contains(body.agentVersion())
                    && !world.agents().isLaunched(version.get())) {
                throw invalid("Value error, agent version " + body.agentVersion() + " not found", "value_error", "agent_version_id");
            }
        }
    }

    private UUID phoneId(String fromNumber) {
        Optional<UUID> given = Query.uuidOf(fromNumber);
        boolean known = behaviour.fromNumbers().isEmpty() ? given.isPresent() || isE164(fromNumber)
                : behaviour.fromNumbers().contains(fromNumber)
                        || given.isPresent() && behaviour.fromNumbers().stream().map(Phones::idOf).anyMatch(given.get()::equals);
        if (!known) {
            throw new Refused(Answer.error(404, "PHONE_NUMBER_NOT_FOUND", "Phone number " + fromNumber + " not found"));
        }
        return given.orElseGet(() -> Phones.idOf(fromNumber));
    }

    private static void requireSpanish(String number) {
        boolean spanish = number.length() == 12 && number.startsWith("+34") && "6789".indexOf(number.charAt(3)) >= 0;
        if (!spanish) {
            throw new Refused(Answer.error(400, "NON_SPANISH_PHONE_NUMBER",
                    "Phone number " + number + " is not a Spanish phone number"));
        }
    }

    private static boolean isE164(String number) {
        int length = number.length();
        if (length < 8 || length > 16 || number.charAt(0) != '+' || number.charAt(1) == '0') {
            return false;
        }
        for (int at = 1; at < length; at++) {
            if (number.charAt(at) < '0' || number.charAt(at) > '9') {
                return false;
            }
        }
        return true;
    }

    private static Refused missing(String field) {
        return invalid("Field required", "missing", field);
    }

    private static Refused invalid(String message, String type, String field) {
        return new Refused(Answer.invalid(message, type, "body", field));
    }
}
