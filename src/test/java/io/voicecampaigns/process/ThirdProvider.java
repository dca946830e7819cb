package io.voicecampaigns.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/** A provider that this program has never heard of: other fields, other statuses, numbered pages. A call takes half a second. */
final class ThirdProvider implements AutoCloseable {
    static final String KEY = "heron-token-of-the-test";
    private static final long CALL_MILLIS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Bird(String ref, JsonNode asked, long born) {
    }

    private final List<Bird> birds = new ArrayList<>();
    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private int mostPages;

    ThirdProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(workers);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    synchronized Map<String, Long> callsByNumber() {
        return birds.stream().collect(Collectors.groupingBy(bird -> bird.asked().get("callee").asText(), Collectors.counting()));
    }

    /** The highest page that anybody asked for. */
    synchronized int mostPages() {
        return mostPages;
    }

    private void serve(HttpExchange http) throws IOException {
        byte[] body = http.getRequestBody().readAllBytes();
        String path = http.getRequestURI().getPath();
        boolean known = KEY.equals(http.getRequestHeaders().getFirst("Heron-Token"));
        ObjectNode answer = !known ? problem("stranger") : switch (http.getRequestMethod() + " " + path.replaceAll("/h-\\d+$", "/*")) {
            case "POST /dial/new" -> dial(JSON.readTree(body));
            case "GET /calls" -> page(http.getRequestURI().getQuery());
            case "GET /calls/*" -> one(path.substring("/calls/".length()));
            default -> problem("nowhere");
        };
        byte[] bytes = JSON.writeValueAsBytes(answer);
        http.sendResponseHeaders(!known ? 401 : answer.has("problem") ? 404 : answer.has("ticket") ? 202 : 200, bytes.length);
        try (http) {
            http.getResponseBody().write(bytes);
        }
    }

    private static ObjectNode problem(String kind) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("problem").put("kind", kind);
        return answer;
    }

    private synchronized ObjectNode dial(JsonNode asked) {
        Bird bird = new Bird("h-" + birds.size(), asked, System.currentTimeMillis());
        birds.add(bird);
        ObjectNode answer = JSON.createObjectNode();
        answer.putObject("ticket").put("ref", bird.ref());
        return answer;
    }

    private synchronized ObjectNode page(String query) {
        Map<String, String> asked = java.util.Arrays.stream(query.split("&")).map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        long after = Instant.parse(asked.get("born_after")).toEpochMilli();
        int size = Integer.parseInt(asked.get("size"));
        int page = Integer.parseInt(asked.getOrDefault("page", "1"));
        mostPages = Math.max(mostPages, page);
        List<Bird> found = birds.stream().filter(bird -> bird.born() >= after).toList();
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode flock = answer.putObject("flock").put("page", page).put("pages", Math.max(1, (found.size() + size - 1) / size));
        ArrayNode listed = flock.putArray("birds");
        found.stream().skip((page - 1L) * size).limit(size).forEach(bird -> listed.add(told(bird)));
        return answer;
    }

    private synchronized ObjectNode one(String ref) {
        return birds.stream().filter(bird -> bird.ref().equals(ref)).findFirst().map(ThirdProvider::told).orElseGet(() -> problem("no_such_bird"));
    }

    private static ObjectNode told(Bird bird) {
        boolean over = System.currentTimeMillis() >= bird.born() + CALL_MILLIS;
        boolean nobody = bird.asked().get("callee").asText().endsWith("7");
        ObjectNode call = JSON.createObjectNode().put("ref", bird.ref()).put("callee", bird.asked().get("callee").asText())
                .put("born", bird.born()).put("phase", over ? "over" : "ringing");
        call.set("custom", bird.asked().get("custom"));
        if (over) {
            ObjectNode outcome = call.putObject("outcome").put("why", nobody ? "nobody there" : "goodbye").put("millis", nobody ? 0 : 31_000);
            outcome.put("sound", nobody ? null : "https://sounds.heron.example/" + bird.ref());
        }
        return call;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
