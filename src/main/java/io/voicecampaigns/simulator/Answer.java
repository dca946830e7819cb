package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * What is sent back.
 *
 * @param status       {@link #NO_STATUS}: nothing is sent, the connection is closed
 * @param missingBytes how many bytes the Content-Length promises beyond the body, after which the connection is closed
 */
record Answer(int status, String contentType, byte[] body, Map<String, String> headers, int missingBytes) {
    static final int NO_STATUS = 0;

    static Answer closed() {
        return new Answer(NO_STATUS, "", new byte[0], Map.of(), 0);
    }

    static Answer json(int status, byte[] body) {
        return new Answer(status, "application/json", body, Map.of(), 0);
    }

    static Answer json(int status, JsonNode body) {
        return json(status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Answer html() {
        byte[] page = "<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>".getBytes(StandardCharsets.UTF_8);
        return new Answer(200, "text/html; charset=utf-8", page, Map.of(), 0);
    }

    /** The provider's shape of an error. */
    static Answer error(int status, String code, String message) {
        return json(status, Json.object().put("status", "error").put("error_code", code).put("message", message));
    }

    /** The provider's shape of a refused input: {@code loc} are names and positions. */
    static Answer invalid(String message, String type, String... loc) {
        ObjectNode body = Json.object();
        ObjectNode problem = body.putArray("detail").addObject();
        ArrayNode place = problem.putArray("loc");
        for (String name : loc) {
            place.add(name);
        }
        problem.put("msg", message).put("type", type);
        return json(422, body);
    }

    /** What the provider sends with this status, whatever the request was. */
    static Answer usual(int status) {
        return switch (status) {
            case 400 -> error(400, "NON_SPANISH_PHONE_NUMBER", "The phone number is not a Spanish phone number");
            case 401 -> error(401, "INVALID_API_KEY", "Invalid or missing API key");
            case 403 -> error(403, "INTERNAL_SERVER_ERROR", "Missing required permissions to create calls");
            case 404 -> error(404, "PHONE_NUMBER_NOT_FOUND", "The phone number was not found");
            case 412 -> error(412, "SIP_CONFIG_NOT_SET", "SIP configuration not set for this project");
            case 422 -> invalid("Value error, the phone number cannot be called", "value_error", "body", "to_number");
            case 429 -> error(429, "TOO_MANY_REQUESTS", "Too many requests");
            default -> error(status, "INTERNAL_SERVER_ERROR", "Error: Internal Server Error");
        };
    }

    Answer withHeader(String name, String value) {
        return new Answer(status, contentType, body, Map.of(name, value), missingBytes);
    }

    Answer withBody(String text) {
        return new Answer(status, contentType, text.getBytes(StandardCharsets.UTF_8), headers, missingBytes);
    }

    Answer truncated() {
        return new Answer(status, contentType, Arrays.copyOf(body, body.length / 2), headers, body.length - body.length / 2);
    }
}
