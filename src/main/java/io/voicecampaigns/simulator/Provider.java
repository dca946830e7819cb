package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The provider's endpoints, with and without faults. */
final class Provider {
    private static final String CALLS = "/v1/call/";
    private static final String CONVERSATION = "/message";
    private static final String RECORDINGS = "/v1/recording/";
    private static final String AGENTS = "/v1/agent/";

    private final World world;
    private final Optional<String> apiKey;

    Provider(World world, Optional<String> apiKey) {
        this.world = world;
        this.apiKey = apiKey;
    }

    static RequestKind kindOf(Request request) {
        if (FeatherApi.serves(request)) {
            return FeatherApi.kindOf(request);
        }
        String path = request.path();
        if (path.startsWith(CALLS)) {
            if (path.length() == CALLS.length()) {
                return switch (request.method()) {
                    case "POST" -> RequestKind.START;
                    case "GET" -> RequestKind.LIST;
                    default -> RequestKind.OTHER;
                };
            }
            boolean single = request.method().equals("GET") && path.indexOf('/', CALLS.length()) < 0;
            boolean conversation = request.method().equals("GET") && path.endsWith(CONVERSATION);
            return single ? RequestKind.GET : conversation ? RequestKind.CONVERSATION : RequestKind.OTHER;
        }
        if (path.startsWith(AGENTS)) {
            return kindOfAgent(request);
        }
        return path.startsWith(RECORDINGS) && request.method().equals("GET") ? RequestKind.RECORDING : RequestKind.OTHER;
    }

    private static RequestKind kindOfAgent(Request request) {
        String rest = request.path().substring(AGENTS.length());
        if (rest.isEmpty()) {
            return request.method().equals("GET") ? RequestKind.AGENTS : RequestKind.OTHER;
        }
        return switch (agentAction(request)) {
            case "GET" -> RequestKind.AGENT;
            case "PATCH" -> RequestKind.UPDATE_AGENT;
            case "GET/version" -> RequestKind.VERSIONS;
            case "POST/version" -> RequestKind.LAUNCH;
            case "PATCH/published_version" -> RequestKind.PUBLISH;
            default -> RequestKind.OTHER;
        };
    }

    /** The method, and what follows the agent's id in the path. */
    private static String agentAction(Request request) {
        String rest = request.path().substring(AGENTS.length());
        int end = rest.indexOf('/');
        return request.method() + (end < 0 ? "" : rest.substring(end));
    }

    /** The fault that happens to this request now; asking counts as one match. */
    Optional<FaultRule> faultFor(Request request, RequestKind kind) {
        return world.faults().next(kind, world.behaviour().seed(), () -> calledNumber(request, kind));
    }

    private String calledNumber(Request request, RequestKind kind) {
        if (FeatherApi.serves(request)) {
            return new FeatherApi(world, apiKey).calledNumber(request, kind);
        }
        try {
            return switch (kind) {
                case START -> StartBody.read(request.body()).toNumber();
                case CONVERSATION -> Query.uuidOf(callOf(request)).flatMap(world.calls()::find).map(StoredCall::number).orElse(null);
                case GET, RECORDING -> Query.uuidOf(lastSegment(request)).flatMap(world.calls()::find)
                        .map(StoredCall::number).orElse(null);
                default -> null;
            };
        } catch (Refused e) {
            return null;
        }
    }

    /** Carries the request out, unless the fault prevents it, and spoils the answer as the fault demands. Counts it. */
    Answer answer(Request request, RequestKind kind, Optional<FaultRule> fault, String baseUri) {
        Answer answer = fault.isEmpty() ? plain(request, kind, false) : faulty(fault.get(), request, kind, baseUri);
        world.requests().add(kind, answer.status());
        return answer;
    }

    private Answer faulty(FaultRule rule, Request request, RequestKind kind, String baseUri) {
        return switch (rule.kind()) {
            case CLOSE_BEFORE -> Answer.closed();
            case STATUS -> {
                Answer usual = usual(request, rule.status());
                Answer answer = rule.body() == null ? usual : usual.withBody(rule.body());
                yield rule.retryAfter() == null ? answer : answer.withHeader("Retry-After", rule.retryAfter());
            }
            case REDIRECT_307 -> Answer.json(307, new byte[0]).withHeader("Location", baseUri + request.target());
            case SLOW -> plain(request, kind, false);
            case REPEAT_PAGE -> plain(request, kind, true);
            case LOSE_ANSWER -> {
                plain(request, kind, false);
                yield Answer.closed();
            }
            case ERROR_AFTER_ACCEPT -> {
                plain(request, kind, false);
                yield usual(request, 500);
            }
            case HTML -> {
                plain(request, kind, false);
                yield Answer.html();
            }
            case TRUNCATE -> plain(request, kind, false).truncated();
            case NO_ID -> withoutId(plain(request, kind, false));
        };
    }

    private static Answer usual(Request request, int status) {
        return FeatherApi.serves(request) ? FeatherApi.usual(status) : Answer.usual(status);
    }

    private static Answer withoutId(Answer answer) {
        try {
            if (Json.MAPPER.readTree(answer.body()) instanceof ObjectNode object) {
                object.remove("id");
                return Answer.json(answer.status(), object);
            }
            return answer;
        } catch (IOException e) {
            return answer;
        }
    }

    private Answer plain(Request request, RequestKind kind, boolean repeatsFirstPage) {
        if (FeatherApi.serves(request)) {
            return new FeatherApi(world, apiKey).answer(request, kind, repeatsFirstPage);
        }
        if (!isAuthorized(request.authorization())) {
            return Answer.usual(401);
        }
        try {
            return switch (kind) {
                case START -> new CallStarter(world).start(request);
                case LIST -> new CallReader(world).page(new Query(request.query()), repeatsFirstPage);
                case GET -> new CallReader(world).call(lastSegment(request));
                case RECORDING -> new CallReader(world).recording(lastSegment(request));
                case CONVERSATION -> new CallReader(world).conversation(callOf(request));
                default -> other(request);
            };
        } catch (Refused e) {
            return e.answer();
        }
    }

    private boolean isAuthorized(String authorization) {
        String prefix = "Bearer ";
        return authorization != null && authorization.length() > prefix.length() && authorization.startsWith(prefix)
                && (apiKey.isEmpty() || authorization.substring(prefix.length()).equals(apiKey.get()));
    }

    private Answer other(Request request) {
        if (request.is("GET", "/v1/phone/")) {
            return Phones.page(request, world.behaviour().fromNumbers());
        }
        if (request.is("GET", "/v1/billing/subscription/")) {
            return subscription();
        }
        if (request.is("GET", AGENTS)) {
            return world.agents().page(new Query(request.query()));
        }
        if (request.path().startsWith(AGENTS)) {
            return agent(request);
        }
        return Answer.json(404, Json.object().put("detail", "Not Found"));
    }

    private Answer agent(Request request) {
        String id = request.path().substring(AGENTS.length()).replaceFirst("/.*", "");
        return Query.uuidOf(id).map(agent -> world.agents().of(agent, agentAction(request), request)).orElseGet(Agents::notFound);
    }

    private Answer subscription() {
        Instant today = Instant.ofEpochMilli(world.now()).truncatedTo(ChronoUnit.DAYS);
        ObjectNode plan = Json.object().put("name", "Simulated").put("period_start", today.toString())
                .put("period_end", today.plus(30, ChronoUnit.DAYS).toString()).put("included_minutes", 1_000)
                .putNull("max_concurrent_calls").put("active_since", today.toString()).put("price", 0.0)
                .put("currency", "EUR").put("period", "month").putNull("overage_price_per_minute")
                .put("usage_based_billing_enabled", false).put("minutes_count", 0).put("rollover_minutes_count", 0)
                .putNull("next_phase").put("next_payment_date", today.plus(30, ChronoUnit.DAYS).toString())
                .put("knowledge_storage_used_bytes", 0).putNull("knowledge_storage_limit_bytes")
                .put("knowledge_items_count", 0).put("copilot_usage_percent", 0.0).put("included_workflows", 0)
                .putNull("workflows_count");
        return Answer.json(200, plan);
    }

    private static String callOf(Request request) {
        return request.path().substring(CALLS.length(), request.path().length() - CONVERSATION.length());
    }

    private static String lastSegment(Request request) {
        return request.path().substring(request.path().lastIndexOf('/') + 1);
    }
}
