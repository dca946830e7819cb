package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Speaks to a simulator over HTTP, as a customer of the provider would. */
final class Caller {
    static final String FROM = "+34910000000";
    static final String ANA = "+34612000001";
    static final String BEA = "+34612000002";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private String authorization = "Bearer any-key";

    Caller(Simulator simulator) {
        base = simulator.baseUri();
    }

    Caller withAuthorization(String header) {
        authorization = header;
        return this;
    }

    static String bodyFor(String toNumber, String attemptId) {
        return "{\"from_number\":\"" + FROM + "\",\"to_number\":\"" + toNumber
                + "\",\"dynamic_variables\":{\"call_attempt_id\":\"" + attemptId + "\"}}";
    }

    /** Starts a call that must be accepted, and answers its id. */
    String start(String toNumber) throws IOException, InterruptedException {
        return start(toNumber, "attempt-of-" + toNumber);
    }

    String start(String toNumber, String attemptId) throws IOException, InterruptedException {
        HttpResponse<String> response = post("/v1/call/", bodyFor(toNumber, attemptId));
        if (response.statusCode() != 201) {
            throw new AssertionError("not accepted: " + response.statusCode() + " " + response.body());
        }
        return json(response).get("id").asText();
    }

    List<String> startCalls(int count) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (int number : IntStream.range(0, count).toArray()) {
            ids.add(start("+346%08d".formatted(number)));
        }
        return ids;
    }

    HttpResponse<String> tryStart(String toNumber) throws IOException, InterruptedException {
        return post("/v1/call/", bodyFor(toNumber, "attempt-of-" + toNumber));
    }

    CompletableFuture<HttpResponse<String>> startAsync(String toNumber, Duration timeout) {
        HttpRequest request = request("/v1/call/", timeout)
                .POST(BodyPublishers.ofString(bodyFor(toNumber, "attempt-of-" + toNumber))).build();
        return client.sendAsync(request, BodyHandlers.ofString());
    }

    JsonNode call(String id) throws IOException, InterruptedException {
        return json(get("/v1/call/" + id));
    }

    JsonNode list(String query) throws IOException, InterruptedException {
        HttpResponse<String> response = get("/v1/call/" + query);
        if (response.statusCode() != 200) {
            throw new AssertionError("no list: " + response.statusCode() + " " + response.body());
        }
        return json(response);
    }

    static List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.get("data").forEach(call -> ids.add(call.get("id").asText()));
        return ids;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.ofString(body));
    }

    HttpResponse<String> postChunked(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.ofInputStream(
                () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))));
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        return send(method, path, BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest request = request(path, Duration.ofSeconds(10)).method(method, body).build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path)).timeout(timeout);
        return authorization == null ? builder : builder.header("Authorization", authorization);
    }

    static JsonNode json(HttpResponse<String> response) {
        return json(response.body());
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
