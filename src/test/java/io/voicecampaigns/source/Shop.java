package io.voicecampaigns.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voicecampaigns.RunningBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A CRM of the tests: lists its customers over HTTP page by page, each with a cursor, and keeps outcomes under their ref. Its kamelets are
 * YAML alone, in {@code src/test/resources/connectors}. Other answers can be put in the place of its own.
 */
public final class Shop implements AutoCloseable {
    /** What it lets clients in with; with characters that a URI would spell otherwise. */
    public static final String TOKEN = "token/that+nobody&may=see";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Integer, Map<String, Object>> customers = new TreeMap<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final Map<String, JsonNode> outcomes = new LinkedHashMap<>();
    private final List<Integer> batches = new CopyOnWriteArrayList<>();
    private volatile int pageSize = 3;
    private volatile Function<String, Answer> pages = this::page;
    private volatile Function<JsonNode, Answer> sink = this::accept;

    /** @param next the query of the next page; empty: there is none */
    public record Answer(int status, String body, String next) {
    }

    public Shop() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/contacts", this::list);
        server.createContext("/outcomes", this::take);
        server.start();
    }

    public static RunningBundle kamelets(RunningBundle bundle) {
        for (String name : List.of("shop-contacts-source", "shop-outcomes-sink")) {
            bundle.kamelet(name, read(name));
        }
        return bundle;
    }

    public static String read(String kamelet) {
        try {
            return Files.readString(Path.of("src/test/resources/connectors", kamelet + ".kamelet.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** Campaign lines that read from here and report to here. */
    public String campaign(String every) {
        return """
                source: {from: shop, every: %s, url: "%s"}
                report: [{to: file}, {to: shop, url: "%s"}]
                """.formatted(every, url("/contacts"), url("/outcomes"));
    }

    /** A customer who calls himself {@code K<id>} and has the number of {@link RunningBundle#number}. */
    public synchronized Shop customer(int id) {
        return customer(id, Map.of("id", "K" + id, "telefono", RunningBundle.number(id), "nombre", "Persona " + id));
    }

    public synchronized Shop customer(int id, Map<String, Object> columns) {
        customers.put(id, columns);
        return this;
    }

    public synchronized Shop customers(int first, int count) {
        for (int id = first; id < first + count; id++) {
            customer(id);
        }
        return this;
    }

    public Shop withPagesOf(int size) {
        pageSize = size;
        return this;
    }

    /** What is answered to a query for a page. */
    public Shop answering(Function<String, Answer> other) {
        pages = other;
        return this;
    }

    public Shop answeringAsUsual() {
        return answering(this::page);
    }

    /** What is answered to a batch of outcomes. */
    public Shop taking(Function<JsonNode, Answer> other) {
        sink = other;
        return this;
    }

    public Shop takingAll() {
        return taking(this::accept);
    }

    /** Those that changed after the query's cursor; the shop's cursor is the last id. */
    public synchronized Answer page(String query) {
        int after = Integer.parseInt("0" + query.replaceFirst(".*after=(\\d*).*", "$1"));
        List<Object> page = new ArrayList<>();
        int last = after;
        for (Map.Entry<Integer, Map<String, Object>> customer : customers.entrySet()) {
            if (customer.getKey() > after && page.size() < pageSize) {
                last = customer.getKey();
                page.add(Map.of("ref", String.valueOf(last), "columns", customer.getValue(), "cursor", String.valueOf(last)));
            }
        }
        int cursor = last;
        boolean isEnd = customers.keySet().stream().noneMatch(id -> id > cursor);
        if (isEnd) {
            page.add(Map.of("list", "customers", "end", true));
        }
        return new Answer(200, json(page), isEnd ? "" : query.replaceFirst("after=\\d*", "after=" + last));
    }

    public synchronized Answer accept(JsonNode batch) {
        List<Object> answers = new ArrayList<>();
        batch.forEach(outcome -> {
            outcomes.put(outcome.path("ref").asText(), outcome);
            answers.add(Map.of("ref", outcome.path("ref").asText(), "ok", true));
        });
        return new Answer(200, json(answers), "");
    }

    private void list(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        queries.add(query);
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        answer(exchange, pages.apply(query));
    }

    private void take(HttpExchange exchange) throws IOException {
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        JsonNode batch = JSON.readTree(exchange.getRequestBody());
        batches.add(batch.size());
        answer(exchange, sink.apply(batch));
    }

    private static void answer(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Next-Query", answer.next());
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    public static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<String> queries() {
        return List.copyOf(queries);
    }

    public List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** The last revision of each outcome, in the order of their first. */
    public synchronized List<JsonNode> outcomes() {
        return List.copyOf(outcomes.values());
    }

    /** How many outcomes each batch had. */
    public List<Integer> batches() {
        return List.copyOf(batches);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
