package io.voicecampaigns.simulator.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An answer; {@link #LOST} closes the connection instead. */
record Reply(int status, Map<String, String> headers, byte[] body) {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Reply LOST = new Reply(0, Map.of(), new byte[0]);

    static Reply json(int status, Object value) {
        try {
            return new Reply(status, Map.of("Content-Type", "application/json;charset=UTF-8"), JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Reply html(int status) {
        return new Reply(status, Map.of("Content-Type", "text/html"), "<html><body>We are down for maintenance.</body></html>".getBytes(StandardCharsets.UTF_8));
    }

    static Reply of(Refusal refusal) {
        return json(refusal.status(), refusal.asAnswer());
    }

    static Reply nothing() {
        return new Reply(204, Map.of(), new byte[0]);
    }
}
