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
import javax.net.ssl.SSLException;

/** Asks the service that runs, as commands do. Thread-safe. */
public final class ServiceClient {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(5);
    private static final int UNAUTHORIZED = 401;
    private static final int FIRST_REDIRECT = 300;
    private static final String GIVE_TOKEN = "give the service's token: OPERATE_TOKEN in the environment, or --token";
    private static final String SAY_WHERE = "start the service (java -jar voice-campaigns.jar), or say where it runs: --url http://<host>:<port>";

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    private final URI url;
    private final Optional<String> token;
    private final String who;

    /**
     * @param url   such as {@code http://127.0.0.1:8080}, or with the path that a proxy serves it under
     * @param token of the service, if it has one
     * @param who   any name, for the audit
     * @throws RefusedException if no service has such a token
     */
    public ServiceClient(URI url, Optional<String> token, String who) {
        this.url = url;
        if (token.filter(text -> !text.matches("[\\x21-\\x7e]+")).isPresent()) {
            throw new RefusedException(UNAUTHORIZED, "the token holds blanks or other characters that no token has", GIVE_TOKEN);
        }
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

    /** A line that {@link #text} has brought, where lines are documents. */
    public static JsonNode parsed(String line) {
        return document(line).orElseGet(MAPPER::missingNode);
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
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.toString().replaceFirst("/+$", "") + path)).timeout(ANSWER)
                .header("Operator", OperatorName.header(who));
        token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
        return request;
    }

    private String send(HttpRequest.Builder request) {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (SSLException e) {
            throw new RefusedException(RefusedException.UNAVAILABLE, "no TLS is agreed on at " + url,
                    "write http:// where nothing puts TLS before the service, else see that Java trusts the certificate and its name");
        } catch (IOException e) {
            throw new RefusedException(RefusedException.UNAVAILABLE, "nobody answers at " + url, SAY_WHERE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException(RefusedException.UNAVAILABLE, "interrupted", "run it again");
        }
        if (response.statusCode() < FIRST_REDIRECT) {
            return response.body();
        }
        JsonNode refusal = document(response.body()).filter(answer -> answer.hasNonNull("error")).orElseThrow(
                () -> stranger("HTTP status " + response.statusCode()));
        throw new RefusedException(response.statusCode(), refusal.path("error").asText(),
                response.statusCode() == UNAUTHORIZED ? GIVE_TOKEN : refusal.path("todo").asText("look at the log of the service"));
    }

    private JsonNode json(String text) {
        return document(text).orElseThrow(() -> stranger("no JSON"));
    }

    private RefusedException stranger(String answer) {
        return new RefusedException(RefusedException.UNAVAILABLE, "what answers at " + url + " is no service of voice-campaigns: it answers with " + answer,
                "give the address that the service logs at its start, after \"campaigns are operated at\": --url http://<host>:<port>");
    }

    private static Optional<JsonNode> document(String text) {
        try {
            return Optional.of(MAPPER.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
