package io.voicecampaigns.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks the service that runs, as commands do. Thread-safe. */
public final class ServiceClient {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(5);
    private static final int FIRST_REFUSAL = 400;
    private static final int UNAUTHORIZED = 401;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final URI url;
    private final Optional<String> token;
    private final String who;

    /**
     * @param url   such as {@code http://127.0.0.1:8080}
     * @param token of the service, if it has one
     * @param who   is told to the audit
     */
    public ServiceClient(URI url, Optional<String> token, String who) {
        this.url = url;
        this.token = token;
        this.who = who;
    }

    /**
     * The service of a data directory, or the simulated one below it.
     *
     * @throws RefusedException if none has said that it runs
     */
    public static URI find(Path data) {
        Supplier<Optional<ServiceFile.Found>> simulated = () -> new ServiceFile(data.resolve("simulated")).read();
        return new ServiceFile(data).read().or(simulated).map(ServiceFile.Found::url).orElseThrow(() -> new RefusedException(
                RefusedException.UNAVAILABLE, "no service runs with the data directory " + data,
                "start one here (java -jar voice-campaigns.jar), or say where it runs: --url http://<host>:<port>"));
    }

    /** @throws RefusedException with what the service says, or that nobody answers */
    public JsonNode get(String path) {
        return json(send(request(path).GET()));
    }

    /** As {@link #get}, of a text that is no JSON document. */
    public String text(String path, String accept) {
        return send(request(path).header("Accept", accept).GET());
    }

    /** @throws RefusedException with what the service says, or that nobody answers */
    public JsonNode post(String path, Map<String, ?> body) {
        return json(send(request(path).header("Content-Type", Reply.JSON).POST(HttpRequest.BodyPublishers.ofString(Reply.json(body)))));
    }

    /** A JSON document of these fields. */
    public static JsonNode document(Map<String, ?> fields) {
        return MAPPER.valueToTree(fields);
    }

    /** A part of a path, whatever stands in it. */
    public static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path)).timeout(ANSWER).header("Operator", who);
        token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
        return request;
    }

    private String send(HttpRequest.Builder request) {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RefusedException(RefusedException.UNAVAILABLE, "nobody answers at " + url,
                    "start the service (java -jar voice-campaigns.jar), or say where it runs: --url http://<host>:<port>");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(RefusedException.UNAVAILABLE, "interrupted", "run it again");
        }
        if (response.statusCode() < FIRST_REFUSAL) {
            return response.body();
        }
        JsonNode refusal = json(response.body());
        String todo = response.statusCode() == UNAUTHORIZED ? "give the service's token: OPERATE_TOKEN in the environment, or --token"
                : refusal.path("todo").asText("look at the log of the service");
        throw new RefusedException(response.statusCode(), refusal.path("error").asText("the service answers " + response.statusCode()), todo);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MAPPER.missingNode();
        }
    }
}
