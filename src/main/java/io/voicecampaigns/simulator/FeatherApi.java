package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Feather's endpoints, beside Diga's and over the same calls. */
final class FeatherApi {
    private static final String PREFIX = "/api/v1/";
    private static final String CALLS = PREFIX + "agent-calls";
    private static final String AGENTS = PREFIX + "agents";
    private static final Pattern DISPATCH = Pattern.compile(PREFIX + "agent/([^/]+)/dispatch");
    private static final Pattern VERSIONS = Pattern.compile(PREFIX + "agents/([^/]+)/versions(?:/([^/]+))?");

    private final World world;
    private final Optional<String> apiKey;

    FeatherApi(World world, Optional<String> apiKey) {
        this.world = world;
        this.apiKey = apiKey;
    }

    static boolean serves(Request request) {
        return request.path().startsWith(PREFIX);
    }

    static RequestKind kindOf(Request request) {
        String path = request.path();
        boolean reads = request.method().equals("GET");
        if (request.method().equals("POST") && DISPATCH.matcher(path).matches()) {
            return RequestKind.START;
        }
        if (path.equals(AGENTS) && reads) {
            return RequestKind.AGENTS;
        }
        if (VERSIONS.matcher(path).matches()) {
            return reads ? RequestKind.VERSIONS : RequestKind.UPDATE_AGENT;
        }
        return !reads ? RequestKind.OTHER : path.equals(CALLS) ? RequestKind.LIST
                : path.startsWith(CALLS + "/") ? RequestKind.GET : RequestKind.OTHER;
    }

    /** Null where the request is about no number. */
    String calledNumber(Request request, RequestKind kind) {
        try {
            return switch (kind) {
                case START -> FeatherDispatch.read(request.body()).toNumber();
                case GET -> Query.uuidOf(callId(request)).flatMap(world.calls()::find).map(StoredCall::number).orElse(null);
                default -> null;
            };
        } catch (Refused e) {
            return null;
        }
    }

    Answer answer(Request request, RequestKind kind, boolean repeatsFirstPage) {
        if (!isAuthorized(request)) {
            return usual(401);
        }
        try {
            return switch (kind) {
                case START -> new FeatherDispatch.Desk(world).dispatch(agent(request), request);
                case LIST -> new FeatherCalls(world).page(new Query(request.query()), repeatsFirstPage);
                case GET -> new FeatherCalls(world).call(callId(request));
                default -> other(request);
            };
        } catch (Refused e) {
            return e.answer();
        }
    }

    private Answer other(Request request) {
        if (request.is("GET", AGENTS)) {
            return world.featherVersions().agents();
        }
        Matcher versions = VERSIONS.matcher(request.path());
        if (!versions.matches()) {
            return usual(404);
        }
        Optional<String> version = Optional.ofNullable(versions.group(2));
        if (request.method().equals("GET") && version.isEmpty()) {
            return world.featherVersions().page(new Query(request.query()));
        }
        return request.method().equals("PATCH") && version.isPresent() ? world.featherVersions().update(version.get(), request.body())
                : error(405, "METHOD_NOT_ALLOWED", "Method not allowed");
    }

    private static String agent(Request request) {
        Matcher dispatch = DISPATCH.matcher(request.path());
        return dispatch.matches() ? dispatch.group(1) : "";
    }

    private static String callId(Request request) {
        return request.path().substring(request.path().lastIndexOf('/') + 1);
    }

    private boolean isAuthorized(Request request) {
        String given = request.apiKey() != null ? request.apiKey()
                : request.authorization() != null && request.authorization().startsWith("Bearer ")
                        ? request.authorization().substring("Bearer ".length()) : "";
        return !given.isEmpty() && (apiKey.isEmpty() || given.equals(apiKey.get()));
    }

    static Answer error(int status, String code, String message, String... fields) {
        ObjectNode body = Json.object().put("statusCode", status).put("code", code).put("message", message);
        if (fields.length > 0) {
            ArrayNode errors = body.putArray("errors");
            for (String field : fields) {
                errors.addObject().put("field", field).put("message", message);
            }
        }
        return Answer.json(status, body);
    }

    /** What is sent with this status, whatever the request was. The provider publishes none of it. */
    static Answer usual(int status) {
        return switch (status) {
            case 400 -> error(400, "INVALID_PHONE_NUMBER", "The phone number cannot be called", "toPhoneNumber");
            case 401 -> error(401, "UNAUTHORIZED", "Invalid or missing API key");
            case 403 -> error(403, "FORBIDDEN", "Not allowed");
            case 404 -> error(404, "NOT_FOUND", "Not found");
            case 422 -> error(422, "UNPROCESSABLE", "The phone number cannot be called", "toPhoneNumber");
            case 429 -> error(429, "RATE_LIMITED", "Too many requests");
            default -> error(status, "INTERNAL_ERROR", "Internal server error");
        };
    }

    /** The id that a dispatch has where it is not its call's. */
    static UUID dispatchIdOf(StoredCall call) {
        return Dice.uuid(call.id().getLeastSignificantBits(), call.place());
    }
}
