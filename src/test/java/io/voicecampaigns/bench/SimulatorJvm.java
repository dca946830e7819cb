package io.voicecampaigns.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.simulator.SimulatorMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The simulated provider in a JVM of its own. */
final class SimulatorJvm implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Child child;
    private final URI uri;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** One accepted call. */
    record Call(Instant created, Instant ends) {
    }

    private SimulatorJvm(Child child, URI uri) {
        this.child = child;
        this.uri = uri;
    }

    /** Every call is answered, and each of its seconds is told as {@code scale}. */
    static SimulatorJvm start(Path dir, int latencyMs, String talk, int scale) {
        Child child = Child.start(SimulatorMain.class, "1g", dir.resolve("simulator.log"), List.of("--until-stdin-closes", "--ring", "0",
                "--talk", talk, "--duration-scale", String.valueOf(scale), "--mix", "answered=1", "--recording-lag", "0",
                "--latency", String.valueOf(latencyMs)));
        return new SimulatorJvm(child, URI.create(child.answer("simulator listening on ")));
    }

    URI uri() {
        return uri;
    }

    /** One of the simulator's counts by its name. */
    long count(String name) {
        try {
            return JSON.readTree(get("/simulator/counts")).path(name).asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        try {
            for (String line : get("/simulator/calls").lines().toList()) {
                JsonNode call = JSON.readTree(line);
                calls.add(new Call(Instant.parse(call.path("created").asText()), Instant.parse(call.path("ends").asText())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Collections.unmodifiableList(calls);
    }

    /** Forgets all calls. */
    void reset() {
        send(HttpRequest.newBuilder(uri.resolve("/simulator/reset")).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    private String get(String path) {
        return send(HttpRequest.newBuilder(uri.resolve(path)).build());
    }

    private String send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
