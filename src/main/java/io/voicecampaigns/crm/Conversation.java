package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.provider.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@link CrmRequest} with all that it takes: a token before it, one new token if the CRM does not know that one any more, and a
 * short pause where it asks for one. For use by one thread at a time.
 */
public final class Conversation {
    private static final int MOST_TRIES = 4;
    private static final Duration LONGEST_PAUSES = Duration.ofSeconds(10);
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(1);
    private static final Pattern NEXT_LINK = Pattern.compile("<([^>]*)>[^,<]*;\\s*rel=\"?next\"?", Pattern.CASE_INSENSITIVE);

    private final CrmRequest request;
    private final AccessTokens tokens;
    private final Clock clock;
    private Message next;
    private CrmAnswer answer;
    private Optional<Secret> token = Optional.empty();
    private Duration paused = Duration.ZERO;
    private int tries;
    private boolean renewed;

    /**
     * What is to be sent now.
     *
     * @param origin      scheme, host and port
     * @param path        percent-encoded, may be empty
     * @param query       percent-encoded, null if there is none
     * @param body        null if there is none
     * @param auth        what the header {@code authHeader} says; null if there is none
     * @param pauseMillis how long to wait before
     */
    public record Message(String method, String origin, String path, String query, byte[] body, String contentType, String authHeader,
            String auth, long pauseMillis) {
        @Override
        public String toString() {
            return method + " " + origin;
        }
    }

    Conversation(CrmRequest request, AccessTokens tokens, Clock clock) {
        this.request = request;
        this.tokens = tokens;
        this.clock = clock;
        this.next = token(Duration.ZERO);
    }

    /** Null once there is an {@link #getAnswer() answer}. */
    public Message getNext() {
        return next;
    }

    /** Null until then. */
    public CrmAnswer getAnswer() {
        return answer;
    }

    /** Takes what came back for {@link #getNext()}. */
    void answered(Map<String, Object> headers, Object body) {
        int status = headers.get("CamelHttpResponseCode") instanceof Integer code ? code : 0;
        boolean isForToken = request.access().client().isPresent() && token.isEmpty();
        URI asked = isForToken ? request.access().client().get().tokenUrl() : request.uri();
        CrmAnswer came = CrmAnswer.of(asked.getHost(), status, body, text(headers, "Content-Type"), text(headers, "Location"),
                nextPage(text(headers, "Link")));
        Optional<Duration> pause = pause(status, text(headers, "Retry-After"));
        if (pause.isPresent()) {
            paused = paused.plus(pause.get());
            tries++;
            next = isForToken ? tokenRequest(request.access().client().get(), pause.get()) : message(pause.get());
        } else if (isForToken) {
            takeToken(request.access().client().get(), came);
        } else if (status == 401 && token.isPresent() && !renewed) {
            renewed = true;
            tokens.drop(request.access().client().orElseThrow(), token.get());
            next = token(Duration.ZERO);
        } else {
            answer = came;
            next = null;
        }
    }

    private Message token(Duration pause) {
        token = request.access().client().flatMap(tokens::of);
        return request.access().client().filter(client -> token.isEmpty()).map(client -> tokenRequest(client, pause)).orElseGet(() -> message(pause));
    }

    private void takeToken(Access.Client client, CrmAnswer came) {
        // a client that is refused cannot work, whatever the status
        token = tokens.keep(client, came.isOk() ? came.json() : came.json().path(""));
        if (token.isEmpty()) {
            throw new CrmException(came.isOk() ? client + " was given no token" : "no token: " + came.reason());
        }
        next = message(Duration.ZERO);
    }

    /** How long the CRM wants us to wait, where that is soon over. */
    private Optional<Duration> pause(int status, String retryAfter) {
        boolean asksToWait = status == 429 || status == 503 && !retryAfter.isEmpty();
        Duration pause = retryAfter.isEmpty() ? USUAL_PAUSE.multipliedBy(1L << tries) : wanted(retryAfter);
        return asksToWait && tries + 1 < MOST_TRIES && paused.plus(pause).compareTo(LONGEST_PAUSES) <= 0 ? Optional.of(pause) : Optional.empty();
    }

    private Duration wanted(String retryAfter) {
        if (retryAfter.matches("\\d{1,6}")) {
            return Duration.ofSeconds(Long.parseLong(retryAfter));
        }
        try {
            Duration until = Duration.between(clock.instant(), ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
            return until.isNegative() ? USUAL_PAUSE : until;
        } catch (DateTimeException e) {
            return USUAL_PAUSE;
        }
    }

    private Message message(Duration pause) {
        Access access = request.access();
        String auth = access.client().isPresent() ? token.map(secret -> "Bearer " + secret.reveal()).orElse(null)
                : access.credential().map(Secret::reveal).orElse(null);
        return message(request.method(), request.uri(), request.body().map(Json::bytes).orElse(null), "application/json",
                access.client().isPresent() ? "Authorization" : access.header(), auth, pause);
    }

    private static Message tokenRequest(Access.Client client, Duration pause) {
        StringBuilder form = new StringBuilder("grant_type=client_credentials");
        if (!client.scope().isEmpty()) {
            form.append("&scope=").append(encoded(client.scope()));
        }
        String auth = null;
        if (client.inBody()) {
            form.append("&client_id=").append(encoded(client.id())).append("&client_secret=").append(encoded(client.secret().reveal()));
        } else {
            String both = encoded(client.id()) + ":" + encoded(client.secret().reveal());
            auth = "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
        }
        return message("POST", client.tokenUrl(), form.toString().getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded",
                "Authorization", auth, pause);
    }

    private static Message message(String method, URI uri, byte[] body, String contentType, String header, String auth, Duration pause) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return new Message(method, uri.getScheme() + "://" + uri.getRawAuthority(), path, uri.getRawQuery(), body, body == null ? null : contentType, header, auth,
                pause.toMillis());
    }

    private static Optional<String> nextPage(String link) {
        Matcher found = NEXT_LINK.matcher(link);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static String text(Map<String, Object> headers, String name) {
        Object value = headers.get(name);
        return value == null ? "" : value.toString().strip();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Whether its answer may be asked for again without harm is for the caller to know; only the host is told. */
    @Override
    public String toString() {
        return request.toString();
    }
}
