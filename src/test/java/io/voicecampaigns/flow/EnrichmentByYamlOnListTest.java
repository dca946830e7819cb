package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The enrichment of {@code src/test/resources/enrichment}, which is YAML alone, in the place of the bundle's own. */
class EnrichmentByYamlOnListTest {
    @TempDir
    private Path dir;

    @Test
    void what_a_lookup_answers_is_said_in_the_call_and_a_lookup_that_fails_loses_nobody() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        HttpServer customers = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        customers.setExecutor(threads);
        customers.createContext("/customers/", exchange -> {
            String key = exchange.getRequestURI().getPath().substring("/customers/".length());
            int status = asked.incrementAndGet() == 7 ? 503 : key.equals("K3") ? 404 : 200;
            byte[] body = ("{\"tier\": \"gold of " + key + "\", \"points\": 12, \"address\": {\"city\": \"Elx\"}, \"rating\": null}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 200 ? body.length : -1);
            if (status == 200) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        customers.start();
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("renovaciones", plainCampaign())
                        .set("routes.dir", routesWithEnrichment())
                        .set("enrich.url", "http://127.0.0.1:" + customers.getAddress().getPort()).start()) {

            bundle.drop("renovaciones", "lista.csv", people(1, 10));
            bundle.awaitSummary("renovaciones", "lista");

            Map<String, Map<String, Object>> said = new HashMap<>();
            for (SimulatedCall call : simulator.calls()) {
                said.put(call.number(), call.variables());
            }
            assertThat(said).hasSize(10);
            assertThat(said.get(RunningBundle.number(1))).containsEntry("tier", "gold of K1").containsEntry("points", "12")
                    .containsEntry("customer_name", "Persona 1").doesNotContainKeys("address", "rating");
            assertThat(said.get(RunningBundle.number(3))).containsEntry("customer_name", "Persona 3").doesNotContainKey("tier");
            assertThat(said.get(RunningBundle.number(10))).containsEntry("tier", "gold of K10");
            assertThat(asked).as("the batch came again").hasValueGreaterThan(10);
        } finally {
            customers.stop(0);
            threads.shutdownNow();
        }
    }

    private Path routesWithEnrichment() throws IOException {
        Path copy = dir.resolve("routes");
        try (Stream<Path> all = Files.walk(Path.of("routes"))) {
            for (Path each : all.toList()) {
                Files.copy(each, copy.resolve(Path.of("routes").relativize(each)));
            }
        }
        Files.copy(Path.of("src/test/resources/enrichment/21-enrich-contacts.camel.yaml"), copy.resolve("21-enrich-contacts.camel.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }
}
