package io.voicecampaigns.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** A system on a real socket: keeps what it was asked, answers as the real one is documented to, and misbehaves on request. */
public abstract class StandIn implements AutoCloseable {
    protected static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();

    /** One request. Headers are in small letters. */
    public record Asked(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
        public JsonNode json() {
            return StandIn.json(body);
        }
    }

    /** @param headers names and values by turns */
    public record Answer(int status, String body, String... headers) {
        public static Answer json(int status, Object body) {
            return new Answer(status, JSON.valueToTree(body).toString(), "Content-Type", "application/json;charset=utf-8");
        }
    }

    private record Fault(Predicate<Asked> when, Answer answer) {
    }

    protected StandIn() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** What it answers while nothing is wrong. */
    protected abstract Answer answer(Asked request);

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public List<Asked> asked(String method, String path) {
        return asked.stream().filter(request -> request.method().equals(method) && request.path().equals(path)).toList();
    }

    public void forget() {
        asked.clear();
        faults.clear();
    }

    /** The next request of this path is answered so; several wait in line. */
    public void next(String path, Answer answer) {
        faults.add(new Fault(request -> request.path().startsWith(path), answer));
    }

    private void serve(HttpExchange http) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        http.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(), String.join(",", values)));
        Asked request = new Asked(http.getRequestMethod(), http.getRequestURI().getPath(), query(http.getRequestURI().getRawQuery()), headers,
                new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(request);
        Fault fault = faults.stream().filter(each -> each.when().test(request)).findFirst().orElse(null);
        Answer answer = fault == null ? answer(request) : fault.answer();
        faults.remove(fault);
        for (int i = 0; i < answer.headers().length; i += 2) {
            http.getResponseHeaders().set(answer.headers()[i], answer.headers()[i + 1]);
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        http.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        try (http) {
            http.getResponseBody().write(body);
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] both = pair.split("=", 2);
            query.put(both[0], both.length == 1 ? null : URLDecoder.decode(both[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON: " + text, e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
