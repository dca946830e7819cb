package io.voicecampaigns.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * The providers Diga and Feather on 127.0.0.1: takes calls, lets them ring, talk and end, and tells of them as the real ones do, or
 * fails as asked. Both share their calls, counts, faults and key; who wants them apart starts two.
 * Nobody is called. Nothing is kept after it closes. All methods may be called from any thread.
 */
public final class Simulator implements AutoCloseable {
    static {
        // read once, when the JDK's server is first used
        setUnlessSet("sun.net.httpserver.nodelay", "true");
        setUnlessSet("sun.net.httpserver.maxIdleConnections", "10000");
        setUnlessSet("sun.net.httpserver.idleInterval", "600");
    }

    private static final int ACCEPT_BACKLOG = 1_024;
    private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() { };

    private final SimulatorSettings settings;
    private final HttpServer server;
    private final ExecutorService workers;
    private final ScheduledExecutorService delays;
    private final ControlEndpoints control = new ControlEndpoints(this);
    private final String baseUri;
    private volatile World world;

    private Simulator(SimulatorSettings settings) throws IOException {
        this.settings = settings;
        world = new World(settings.clock(), settings.behaviour());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), settings.port()), ACCEPT_BACKLOG);
        // without bound: a peer that reads slowly must not hold up others
        workers = Executors.newCachedThreadPool(daemons("simulator"));
        delays = Executors.newSingleThreadScheduledExecutor(daemons("simulator-delays"));
        baseUri = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext("/", this::handle);
        server.setExecutor(workers);
        server.start();
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** @throws UncheckedIOException if the port is taken */
    public static Simulator start(SimulatorSettings settings) {
        try {
            return new Simulator(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code http://127.0.0.1:<port>}, without a slash at its end. */
    public URI baseUri() {
        return URI.create(baseUri);
    }

    public Behaviour behaviour() {
        return world.behaviour();
    }

    /** Changes how it behaves from now on. */
    public synchronized void behave(UnaryOperator<Behaviour> change) {
        world.behaveLike(change.apply(world.behaviour()));
    }

    /** The faults in force. */
    public List<FaultRule> faults() {
        return world.faults().rules();
    }

    /** Replaces all faults; the first rule that matches a request happens to it. Counts of {@code times} begin anew. */
    public void faults(List<FaultRule> rules) {
        world.faults().replaceWith(rules);
    }

    /** Replaces all faults. */
    public void faults(FaultRule... rules) {
        faults(List.of(rules));
    }

    /** What was asked since the start or the last reset. */
    public SimulatorCounts counts() {
        World now = world;
        return now.calls().counts(now.requests());
    }

    /** All accepted calls, in the order of their creation. */
    public List<SimulatedCall> calls() {
        return world.calls().all().stream().map(Simulator::told).toList();
    }

    /** The account's agents, until the next reset. */
    public Agents agents() {
        return world.agents();
    }

    /** Forgets calls, counts, faults and changes to behaviour and agents: as freshly started. */
    public synchronized void reset() {
        world = new World(settings.clock(), settings.behaviour());
    }

    /** Drops all connections at once. */
    @Override
    public void close() {
        server.stop(0);
        delays.shutdownNow();
        workers.shutdownNow();
    }

    private static SimulatedCall told(StoredCall call) {
        try {
            Map<String, Object> variables = call.variablesJson() == null ? Map.of() : Json.MAPPER.readValue(call.variablesJson(), VARIABLES);
            return new SimulatedCall(call.id().toString(), Optional.ofNullable(call.attemptId()), call.number(), call.fromNumber(),
                    Optional.ofNullable(call.agentVersion()), Instant.ofEpochMilli(call.createdAt()),
                    Optional.of(call.endedAt()).filter(end -> end != StoredCall.NEVER).map(Instant::ofEpochMilli),
                    call.outcome(), variables);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        Request request = Request.read(exchange);
        if (request.path().startsWith(ControlEndpoints.PREFIX)) {
            respond(exchange, control.answer(request));
            return;
        }
        World current = world;
        Provider provider = new Provider(current, settings.apiKey());
        RequestKind kind = Provider.kindOf(request);
        Optional<FaultRule> fault = provider.faultFor(request, kind);
        afterDelay(exchange, fault.map(FaultRule::ms).orElse(0L), () -> {
            Answer answer = provider.answer(request, kind, fault, baseUri);
            afterDelay(exchange, current.behaviour().timing().latencyMs(), () -> respond(exchange, answer));
        });
    }

    /** A request that waits holds no thread, so that any number of them can hang. */
    private void afterDelay(HttpExchange exchange, long delayMs, Runnable step) {
        if (delayMs == 0) {
            guarded(exchange, step);
            return;
        }
        try {
            delays.schedule(() -> workers.execute(() -> guarded(exchange, step)), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            exchange.close();
        }
    }

    private static void guarded(HttpExchange exchange, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            // otherwise its caller would wait for ever
            exchange.close();
            throw e;
        }
    }

    private static void respond(HttpExchange exchange, Answer answer) {
        try (exchange) {
            if (answer.status() == Answer.NO_STATUS) {
                return;
            }
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            int length = answer.body().length + answer.missingBytes();
            exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
            if (length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
        } catch (IOException e) {
            // the peer went away, or was promised more than it got: either way the connection is closed
        }
    }
}
