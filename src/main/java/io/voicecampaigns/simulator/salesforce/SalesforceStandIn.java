package io.voicecampaigns.simulator.salesforce;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A Salesforce org on 127.0.0.1: logs in whoever shows its client id and secret, answers queries, takes records and refuses what Salesforce
 * would. Nothing is kept after it closes. All methods may be called from any thread.
 */
public final class SalesforceStandIn implements AutoCloseable {
    public static final String CLIENT_ID = "client-of-the-simulated-org";
    public static final String CLIENT_SECRET = "secret-of-the-simulated-org";
    private static final int PAGE = 2_000;
    private static final int USUAL_LIMIT = 100_000;

    private final Clock clock;
    private final HttpServer server;
    private final ExecutorService workers;
    private final Schema schema = new Schema();
    private final Records records;
    private final Resources resources;
    private final String user;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger nextToken = new AtomicInteger();
    private final AtomicLong used = new AtomicLong();
    private final Map<SalesforceFault.On, AtomicInteger> requests = new ConcurrentHashMap<>();
    private final Map<SalesforceFault, AtomicInteger> faults = new ConcurrentHashMap<>();
    private final List<Map<String, String>> logins = new CopyOnWriteArrayList<>();
    private volatile long limit = USUAL_LIMIT;

    private SalesforceStandIn(Clock clock, int port) throws IOException {
        this.clock = clock;
        records = new Records(schema, clock);
        resources = new Resources(schema, records, PAGE, this::happensToRecord);
        user = records.create("User", Map.of("Name", "Voice campaigns"), "", false);
        AtomicInteger number = new AtomicInteger();
        workers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "salesforce-stand-in-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
    }

    /**
     * @param clock what records are stamped with
     * @param port  0: any free one
     * @throws UncheckedIOException if the port is taken
     */
    public static SalesforceStandIn start(Clock clock, int port) {
        try {
            return new SalesforceStandIn(clock, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code http://127.0.0.1:<port>}: where to log in, and the instance too. */
    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Adds a custom field to an object. */
    public void field(String object, Field field) {
        schema.type(object).add(field);
    }

    /** Adds a custom object. */
    public void object(String name, String prefix, Map<String, String> relations, Field... fields) {
        schema.add(ObjectType.of(name, prefix, relations, fields));
    }

    /** As somebody else in the org would; answers the id. */
    public String create(String object, Map<String, Object> fields) {
        return records.create(object, fields, "0055g0000000000AAC", false);
    }

    /** As somebody else in the org would, read-only fields included. */
    public void update(String id, Map<String, Object> fields) {
        records.update(schema.ofId(id).orElseThrow().name(), id, fields, "0055g0000000000AAC", false);
    }

    public void delete(String id) {
        records.delete(id, "0055g0000000000AAC");
    }

    public Optional<Map<String, Object>> find(String id) {
        return records.find(id).map(LinkedHashMap::new);
    }

    /** All records of an object in the order of their creation, deleted ones too. */
    public Collection<Map<String, Object>> all(String object) {
        return records.all(object);
    }

    /** Requests that counted against the quota, or logins. */
    public int requests(SalesforceFault.On kind) {
        return kind == SalesforceFault.On.ANY ? requests.values().stream().mapToInt(AtomicInteger::get).sum()
                : requests.getOrDefault(kind, new AtomicInteger()).get();
    }

    /** The forms of all logins, secrets included. */
    public List<Map<String, String>> logins() {
        return List.copyOf(logins);
    }

    /** Requests a day. */
    public void limit(long newLimit) {
        limit = newLimit;
    }

    /** Requests of the last day, as {@code Sforce-Limit-Info} tells. */
    public void used(long requestsSoFar) {
        used.set(requestsSoFar);
    }

    /** Replaces all faults. */
    public void faults(SalesforceFault... all) {
        faults.clear();
        for (SalesforceFault fault : all) {
            faults.put(fault, new AtomicInteger(fault.times()));
        }
    }

    /** Ends all sessions. */
    public void endSessions() {
        tokens.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private boolean happensToRecord(SalesforceFault.Kind kind, Map<String, Object> fields) {
        return faults.entrySet().stream().anyMatch(each -> each.getKey().kind() == kind
                && (each.getKey().match().isEmpty() || fields.containsValue(each.getKey().match())) && isDue(each.getValue()));
    }

    private boolean happens(SalesforceFault.On on, SalesforceFault.Kind kind) {
        return faults.entrySet().stream().anyMatch(each -> each.getKey().kind() == kind
                && (each.getKey().on() == on || each.getKey().on() == SalesforceFault.On.ANY) && isDue(each.getValue()));
    }

    private static boolean isDue(AtomicInteger left) {
        return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }

    private void handle(HttpExchange exchange) throws IOException {
        SalesforceRequest request = SalesforceRequest.read(exchange);
        SalesforceFault.On kind = request.kind();
        long slow = faults.entrySet().stream().filter(each -> each.getKey().kind() == SalesforceFault.Kind.SLOW && each.getKey().on() == kind
                && isDue(each.getValue())).mapToLong(each -> each.getKey().ms()).findFirst().orElse(0);
        Runnable answering = () -> respond(exchange, answer(request, kind));
        if (slow > 0) {
            // a request that waits holds no thread
            java.util.concurrent.CompletableFuture.delayedExecutor(slow, TimeUnit.MILLISECONDS, workers).execute(answering);
        } else {
            answering.run();
        }
    }

    private Reply answer(SalesforceRequest request, SalesforceFault.On kind) {
        try {
            boolean isLost = happens(kind, SalesforceFault.Kind.LOST_ANSWER);
            Reply reply = kind == SalesforceFault.On.LOGIN ? login(request) : data(request, kind);
            return isLost ? Reply.LOST : reply;
        } catch (Refusal refusal) {
            return Reply.of(refusal);
        } catch (RuntimeException e) {
            return Reply.json(500, List.of(Map.of("errorCode", "UNKNOWN_EXCEPTION", "message", e.getClass().getSimpleName())));
        }
    }

    private Reply data(SalesforceRequest request, SalesforceFault.On kind) {
        if (happens(kind, SalesforceFault.Kind.EXPIRED_SESSION)) {
            tokens.clear();
        }
        if (!tokens.contains(request.token())) {
            return Reply.json(401, List.of(Map.of("errorCode", "INVALID_SESSION_ID", "message", "Session expired or invalid")));
        }
        requests.computeIfAbsent(kind, absent -> new AtomicInteger()).incrementAndGet();
        long now = used.incrementAndGet();
        Reply reply;
        try {
            if (now > limit || happens(kind, SalesforceFault.Kind.LIMIT_EXCEEDED)) {
                throw new Refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
            }
            if (happens(kind, SalesforceFault.Kind.CONCURRENT_LIMIT)) {
                throw new Refusal(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
            }
            if (happens(kind, SalesforceFault.Kind.UNAVAILABLE)) {
                throw new Refusal(503, "SERVER_UNAVAILABLE", "Server is too busy");
            }
            reply = happens(kind, SalesforceFault.Kind.HTML) ? Reply.html(200) : request.path().endsWith("/limits") ? limits() : resources.answer(request, user);
        } catch (Refusal refusal) {
            reply = Reply.of(refusal);
        }
        Map<String, String> headers = new LinkedHashMap<>(reply.headers());
        headers.put("Sforce-Limit-Info", "api-usage=" + Math.min(now, limit) + "/" + limit);
        return new Reply(reply.status(), headers, reply.body());
    }

    private Reply limits() {
        return Reply.json(200, Map.of("DailyApiRequests", Map.of("Max", limit, "Remaining", Math.max(0, limit - used.get()))));
    }

    private Reply login(SalesforceRequest request) {
        if (request.path().endsWith("/revoke")) {
            return new Reply(200, Map.of(), new byte[0]);
        }
        requests.computeIfAbsent(SalesforceFault.On.LOGIN, absent -> new AtomicInteger()).incrementAndGet();
        Map<String, String> form = SalesforceRequest.form(request.text());
        logins.add(form);
        if (happens(SalesforceFault.On.LOGIN, SalesforceFault.Kind.UNAVAILABLE)) {
            return Reply.html(503);
        }
        if (!isKnown(form)) {
            return Reply.json(400, Map.of("error", "invalid_client", "error_description", "invalid client credentials"));
        }
        String token = "00D5g0000000001!session." + nextToken.incrementAndGet() + "." + Long.toString(clock.millis(), 36);
        tokens.add(token);
        return Reply.json(200, Map.of("access_token", token, "instance_url", baseUri().toString(), "token_type", "Bearer",
                "id", baseUri() + "/id/00D5g0000000001EAA/" + user, "issued_at", String.valueOf(clock.millis()), "signature", "none"));
    }

    private static boolean isKnown(Map<String, String> form) {
        boolean isClient = CLIENT_ID.equals(form.get("client_id"));
        boolean hasSecret = CLIENT_SECRET.equals(form.get("client_secret"));
        return isClient && switch (form.getOrDefault("grant_type", "")) {
            case "client_credentials" -> hasSecret;
            case "password" -> hasSecret && form.containsKey("username") && form.containsKey("password");
            case "refresh_token" -> hasSecret && form.containsKey("refresh_token");
            case "urn:ietf:params:oauth:grant-type:jwt-bearer" -> isAssertion(form.getOrDefault("assertion", ""));
            default -> false;
        };
    }

    /** Whether it says who asks; its signature is not verified. */
    private static boolean isAssertion(String assertion) {
        String[] parts = assertion.split("\\.");
        return parts.length == 3 && !parts[2].isEmpty() && new String(Base64.getUrlDecoder().decode(parts[1]), java.nio.charset.StandardCharsets.UTF_8)
                .contains("\"iss\":\"" + CLIENT_ID + "\"");
    }

    private static void respond(HttpExchange exchange, Reply reply) {
        try (exchange) {
            if (reply == Reply.LOST) {
                return;
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
            if (reply.body().length > 0) {
                exchange.getResponseBody().write(reply.body());
            }
        } catch (IOException e) {
            // the peer went away
        }
    }
}
