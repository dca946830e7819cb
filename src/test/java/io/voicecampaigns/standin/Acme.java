package io.voicecampaigns.standin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The CRM of README's chapter "Add a CRM", with the customers 1 to 5 in the segment {@code renewals}. */
public final class Acme extends StandIn {
    public static final String TOKEN = "acme-token-that-nobody-may-see";
    private static final int PAGE = 2;
    private static final int CUSTOMERS = 5;

    private final Map<String, JsonNode> calls = new ConcurrentHashMap<>();

    /** What was written, by customer. */
    public Map<String, JsonNode> calls() {
        return Map.copyOf(calls);
    }

    @Override
    protected Answer answer(Asked request) {
        if (!("Bearer " + TOKEN).equals(request.headers().get("authorization"))) {
            return Answer.json(401, Map.of("message", "not you"));
        }
        String[] path = request.path().split("/");
        if (request.method().equals("PUT") && path.length == 5 && path[1].equals("customers") && path[3].equals("calls")) {
            calls.put(path[2], request.json());
            return new Answer(204, "");
        }
        if (!request.method().equals("GET") || !request.path().equals("/customers") || !"renewals".equals(request.query().get("segment"))) {
            return Answer.json(404, Map.of("message", "no such thing"));
        }
        List<Map<String, Object>> customers = new ArrayList<>();
        int page = Integer.parseInt(request.query().get("page"));
        for (int i = (page - 1) * PAGE + 1; i <= Math.min(page * PAGE, CUSTOMERS); i++) {
            customers.add(Map.of("id", i, "name", "Persona " + i, "contact", Map.of("mobile", "600 000 00" + i), "updated_at", "2026-11-20T10:00:0" + i + "Z"));
        }
        return Answer.json(200, Map.of("data", customers));
    }
}
