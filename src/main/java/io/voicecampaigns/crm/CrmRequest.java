package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a CRM is asked or told; what {@code http-request-action} sends.
 *
 * @param method in capitals
 * @param body   its JSON
 */
public record CrmRequest(String method, URI uri, Optional<JsonNode> body, Access access) {

    /**
     * A request as a kamelet may write it down: a map with {@code method}, {@code url}, {@code body} as JSON text, and the properties of
     * {@code http-outcomes-sink} by which the CRM knows who asks.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    static CrmRequest from(Object body) {
        if (body instanceof CrmRequest request) {
            return request;
        }
        if (!(body instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("a request to a CRM was expected");
        }
        Map<String, Object> properties = new HashMap<>(Map.of("authHeader", "Authorization", "clientIn", "header", "method", "GET"));
        map.forEach((name, value) -> properties.put(String.valueOf(name), value));
        Settings settings = new Settings(properties);
        return new CrmRequest(settings.oneOf("method", method -> method.matches("GET|POST|PUT|PATCH|DELETE"), "a method in capitals"),
                settings.read("url", UrlTemplate::address),
                settings.body("body", name -> false).flatMap(template -> template.fill(name -> Optional.empty())), Access.from(settings));
    }

    /** Only the host, so that it can stand in a log. */
    @Override
    public String toString() {
        return method + " " + uri.getHost();
    }
}
