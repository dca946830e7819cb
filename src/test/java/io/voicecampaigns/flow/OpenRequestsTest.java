package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many contacts are claimed, no more requests to start a call are open than {@code dial.max-parallel} allows. */
class OpenRequestsTest {
    private static final int ALLOWED = 4;
    private static final int PEOPLE = 40;

    @TempDir
    private Path dir;
    private final Semaphore answers = new Semaphore(0);
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();

    @Test
    void claims_in_hand_wait_until_a_request_has_ended() throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.setExecutor(threads);
        provider.createContext("/v1/call/", exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                hold(exchange);
            } else {
                answer(exchange, "{\"data\": [], \"has_more\": false}");
            }
        });
        provider.start();
        try (Simulator unused = Simulator.start(SimulatorSettings.defaults());
                RunningBundle bundle = new RunningBundle(dir, unused).set("dial.max-parallel", ALLOWED).set("http.response-timeout", 9_000)
                        .set("providers.diga.base-url", "http://127.0.0.1:" + provider.getAddress().getPort())
                        .campaign("renovaciones", plainCampaign()).drop("renovaciones", "lista.csv", people(1, PEOPLE)).start()) {
            Dialing dialing = bundle.bundle().bean("dialing", Dialing.class);

            await().atMost(PATIENCE).until(() -> dialing.open() == ALLOWED + 1 && open.get() == ALLOWED);
            answers.release(PEOPLE);
            await().atMost(PATIENCE).until(() -> answered.get() == PEOPLE);

            assertThat(mostOpen).hasValue(ALLOWED);
        } finally {
            provider.stop(0);
            threads.shutdownNow();
        }
    }

    private void hold(HttpExchange exchange) throws IOException {
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        answers.acquireUninterruptibly();
        open.decrementAndGet();
        answered.incrementAndGet();
        answer(exchange, "{\"id\": \"" + UUID.randomUUID() + "\"}");
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
