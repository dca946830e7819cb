package io.voicecampaigns.simulator;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;

/**
 * A request, read to its end.
 *
 * @param query         as sent, still encoded; null where there is none
 * @param authorization the header; null where there is none
 * @param apiKey        the header {@code X-API-Key}; null where there is none
 * @param sized         whether it told its Content-Length
 */
record Request(String method, String path, String query, String authorization, String apiKey, boolean sized, byte[] body) {

    static Request read(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        Headers headers = exchange.getRequestHeaders();
        return new Request(exchange.getRequestMethod(), uri.getPath(), uri.getRawQuery(),
                headers.getFirst("Authorization"), headers.getFirst("X-API-Key"), headers.getFirst("Content-Length") != null,
                exchange.getRequestBody().readAllBytes());
    }

    boolean is(String wantedMethod, String wantedPath) {
        return path.equals(wantedPath) && method.equals(wantedMethod);
    }

    /** Where it came to, query included: the place a redirect to itself names. */
    String target() {
        return query == null ? path : path + "?" + query;
    }

    /** Without query and body, which hold numbers. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
