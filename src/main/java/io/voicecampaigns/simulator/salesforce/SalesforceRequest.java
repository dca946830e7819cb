package io.voicecampaigns.simulator.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request, read to its end.
 *
 * @param body parsed; null where there is none
 * @param text as it came
 */
record SalesforceRequest(String method, String path, Map<String, String> query, String token, JsonNode body, String text) {

    static SalesforceRequest read(HttpExchange exchange) throws IOException {
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("").replaceFirst("^(Bearer|OAuth) ", "");
        boolean isJson = !text.isBlank() && Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type")).orElse("").contains("json");
        return of(exchange.getRequestMethod(), exchange.getRequestURI().toString(), token, isJson ? Reply.JSON.readTree(text) : null, text);
    }

    static SalesforceRequest of(String method, String url, String token, JsonNode body, String text) {
        int question = url.indexOf('?');
        return new SalesforceRequest(method, question < 0 ? url : url.substring(0, question), form(question < 0 ? "" : url.substring(question + 1)), token,
                body, text);
    }

    /** The fields of a form, or of a query. */
    static Map<String, String> form(String encoded) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                fields.put(decoded(equals < 0 ? pair : pair.substring(0, equals)), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    SalesforceFault.On kind() {
        if (path.startsWith("/services/oauth2/")) {
            return SalesforceFault.On.LOGIN;
        }
        boolean isReading = method.equals("GET") || (path.endsWith("/composite") && text.contains("\"GET\"") && !text.contains("\"PATCH\"") && !text.contains("\"POST\""));
        return isReading ? SalesforceFault.On.QUERY : SalesforceFault.On.WRITE;
    }

    /** Without query and body, which hold people. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
