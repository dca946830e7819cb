package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.KEY;
import static io.voicecampaigns.RunningBundle.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Feather's pages show two ways of sending the key. */
class ProvidersKeyTest {
    @TempDir
    private Path dir;
    private final Queue<Headers> received = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] nobody = "{\"agentCalls\": [], \"pagination\": {\"limit\": 100, \"nextCursor\": null}}".getBytes(StandardCharsets.UTF_8);
        server.createContext("/api/v1/agent-calls", exchange -> {
            received.add(exchange.getRequestHeaders());
            exchange.sendResponseHeaders(200, nobody.length);
            try (exchange) {
                exchange.getResponseBody().write(nobody);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void the_key_stands_in_a_header_of_its_own() {
        Headers first = firstRequest("X-API-Key", "");

        assertThat(first.getFirst("X-API-Key")).isEqualTo(KEY);
        assertThat(first.containsKey("Authorization")).isFalse();
    }

    @Test
    void or_wherever_the_settings_say() {
        Headers first = firstRequest("Authorization", "Bearer");

        assertThat(first.getFirst("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(first.containsKey("X-API-Key")).isFalse();
    }

    private Headers firstRequest(String header, String scheme) {
        try (Simulator diga = Simulator.start(SimulatorSettings.defaults());
                RunningBundle bundle = new RunningBundle(dir, diga)
                        .withFeather(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                        .set("providers.feather.auth-header", header).set("providers.feather.auth-scheme", scheme).start()) {
            await().atMost(PATIENCE).until(() -> !received.isEmpty());
            return received.peek();
        }
    }
}
