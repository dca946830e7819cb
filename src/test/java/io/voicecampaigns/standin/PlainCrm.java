package io.voicecampaigns.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A CRM as many are: people under {@code /people}, paged in every usual way, calls under {@code /calls}, and tokens under
 * {@code /token}. It lets in whoever says {@link #KEY}, or shows a token that it gave out last.
 */
public final class PlainCrm extends StandIn {
    public static final String KEY = "Bearer plain-crm-key-17";
    public static final String CLIENT_SECRET = "client-secret/of+17";

    private final List<ObjectNode> people = new ArrayList<>();
    private final Map<String, JsonNode> calls = new ConcurrentHashMap<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final int pageSize;

    public PlainCrm(int pageSize) {
        this.pageSize = pageSize;
    }

    /** Adds people with the numbers of {@code RunningBundle.number}, each changed a second after the one before. */
    public PlainCrm withPeople(int first, int count) {
        for (int i = first; i < first + count; i++) {
            ObjectNode person = JSON.createObjectNode().put("id", "P" + i).put("updated", "2026-11-20T10:00:%02dZ".formatted(i % 60)).put("points", i);
            person.putObject("name").put("first", "Persona " + i).putNull("last");
            person.putArray("phones").addObject().put("kind", "mobile").put("number", "+34" + (600_000_000 + i));
            people.add(person);
        }
        return this;
    }

    /** What was written of each call, by the ref in its path or body. */
    public Map<String, JsonNode> calls() {
        return Map.copyOf(calls);
    }

    /** The tokens given out so far. */
    public int tokens() {
        return tokens.get();
    }

    /** Every token given out so far is worth nothing any more. */
    public void forgetTokens() {
        tokens.addAndGet(100);
    }

    @Override
    protected Answer answer(Asked request) {
        if (request.path().equals("/token")) {
            return token(request);
        }
        String auth = request.headers().getOrDefault("authorization", request.headers().getOrDefault("x-key", ""));
        if (!auth.equals(KEY) && !auth.equals("Bearer token-" + tokens.get())) {
            return Answer.json(401, Map.of("error", "invalid_token", "message", "who are you?"));
        }
        if (request.path().equals("/people")) {
            return people(request);
        }
        if (request.path().equals("/calls") && request.method().equals("POST")) {
            return batch(request.json());
        }
        if (request.path().startsWith("/calls/") && request.method().equals("PUT")) {
            return one(request.path().substring("/calls/".length()), request.json());
        }
        return Answer.json(404, Map.of("message", "there is no " + request.path()));
    }

    private Answer token(Asked request) {
        String basic = "Basic " + Base64.getEncoder().encodeToString("client-17:client-secret%2Fof%2B17".getBytes(StandardCharsets.UTF_8));
        boolean isKnown = basic.equals(request.headers().get("authorization"))
                || request.body().contains("client_id=client-17&client_secret=client-secret%2Fof%2B17");
        if (!isKnown || !request.body().startsWith("grant_type=client_credentials")) {
            return Answer.json(400, Map.of("error", "invalid_client"));
        }
        return Answer.json(200, Map.of("access_token", "token-" + tokens.incrementAndGet(), "token_type", "bearer", "expires_in", 600));
    }

    private Answer people(Asked request) {
        String since = request.query().getOrDefault("since", "");
        List<ObjectNode> found = people.stream().filter(person -> person.path("updated").asText().compareTo(since) >= 0).toList();
        String token = request.query().getOrDefault("after", request.query().getOrDefault("page", "0"));
        int from = Integer.parseInt(token) * pageSize;
        int to = Math.min(found.size(), from + pageSize);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("people", from >= found.size() ? List.of() : found.subList(from, to));
        if (to >= found.size()) {
            return Answer.json(200, page);
        }
        String next = Integer.toString(Integer.parseInt(token) + 1);
        page.put("next", Map.of("after", next, "link", "/people?since=" + since + "&after=" + next));
        return new Answer(200, JSON.valueToTree(page).toString(), "Content-Type", "application/json",
                "Link", "<" + url() + "/people?after=0>; rel=\"first\", <" + url() + "/people?since=" + since + "&after=" + next + ">; rel=\"next\"");
    }

    private Answer one(String ref, JsonNode call) {
        if (call.path("seconds").isTextual()) {
            return Answer.json(422, Map.of("message", "seconds of +34600000001 is no number", "code", "NO_NUMBER"));
        }
        calls.put(ref, call);
        return Answer.json(200, Map.of("id", "C-" + ref));
    }

    /** All or nothing where one names nobody; otherwise a result for each, in order. */
    private Answer batch(JsonNode body) {
        List<Map<String, Object>> results = new ArrayList<>();
        for (JsonNode call : body.path("calls")) {
            if (call.path("outcome").isMissingNode()) {
                return Answer.json(400, Map.of("errors", List.of(Map.of("message", "a call without outcome"))));
            }
        }
        for (JsonNode call : body.path("calls")) {
            String outcome = call.path("outcome").asText();
            boolean ok = !outcome.equals("unknown") && !outcome.equals("busy");
            if (ok) {
                calls.put(call.path("ref").asText(), call);
            }
            results.add(ok ? Map.of("success", true, "id", "C-" + call.path("ref").asText())
                    : Map.of("success", false, "errors", List.of(Map.of("statusCode", outcome.equals("busy") ? "LOCKED" : "BAD", "message", "no " + outcome))));
        }
        return Answer.json(200, results);
    }
}
