package io.voicecampaigns.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The baseline: a program that calls the people on a list with as many requests in flight as it may have, stores nothing, and reads the
 * provider's list every second until it has seen every call end. Nothing is left out that the work needs, and nothing else is done.
 */
final class BareDialler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long POLL_EVERY = TimeUnit.SECONDS.toNanos(1);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI provider;
    private final int inFlight;

    private BareDialler(URI provider, int inFlight) {
        this.provider = provider;
        this.inFlight = inFlight;
    }

    /** @param arguments the provider's address, and the requests in flight; a list's path on each line of standard input */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        BareDialler dialler = new BareDialler(URI.create(arguments[0]), Integer.parseInt(arguments[1]));
        BufferedReader lists = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String list = lists.readLine(); list != null; list = lists.readLine()) {
            long begun = System.nanoTime();
            dialler.call(Path.of(list));
            System.out.println(Child.ANSWER + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        }
        System.exit(0);
    }

    private void call(Path list) throws IOException, InterruptedException {
        AtomicInteger accepted = new AtomicInteger();
        CompletableFuture<Integer> all = new CompletableFuture<>();
        Thread poller = new Thread(() -> poll(all), "poller");
        poller.start();
        Semaphore slots = new Semaphore(inFlight);
        try (CsvReader<NamedCsvRecord> people = CsvReader.builder().ofNamedCsvRecord(list)) {
            for (NamedCsvRecord person : people) {
                slots.acquire();
                http.sendAsync(start(person), HttpResponse.BodyHandlers.ofByteArray()).whenComplete((answer, failure) -> {
                    if (failure == null && id(answer.body()) != null) {
                        accepted.incrementAndGet();
                    }
                    slots.release();
                });
            }
        }
        slots.acquire(inFlight);
        all.complete(accepted.get());
        poller.join();
    }

    private HttpRequest start(NamedCsvRecord person) throws JsonProcessingException {
        byte[] body = JSON.writeValueAsBytes(Map.of("from_number", "+34910000999", "to_number", "+34" + person.getField("telefono"),
                "dynamic_variables", Map.of("customer_name", person.getField("nombre") + " " + person.getField("apellido"),
                        "offer", person.getField("oferta"), "call_attempt_id", UUID.randomUUID().toString())));
        return HttpRequest.newBuilder(provider.resolve("/v1/call/")).header("Authorization", "Bearer key-of-the-benchmark")
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(body)).build();
    }

    private static String id(byte[] body) {
        try {
            return JSON.readTree(body).path("id").asText(null);
        } catch (IOException e) {
            return null;
        }
    }

    /** Everything before the cursor has ended. */
    private void poll(CompletableFuture<Integer> all) {
        String cursor = null;
        long endedBefore = 0;
        while (true) {
            long begun = System.nanoTime();
            long ended = 0;
            boolean hasGap = false;
            String after = cursor;
            boolean more = true;
            while (more) {
                JsonNode page = page(after);
                for (JsonNode call : page.path("data")) {
                    boolean isOver = call.path("status").asText().equals("completed");
                    ended += isOver ? 1 : 0;
                    hasGap |= !isOver;
                    after = call.path("id").asText();
                    if (!hasGap) {
                        cursor = after;
                        endedBefore++;
                        ended--;
                    }
                }
                more = page.path("has_more").asBoolean();
            }
            if (all.isDone() && endedBefore + ended >= all.join()) {
                return;
            }
            LockSupport.parkNanos(POLL_EVERY - (System.nanoTime() - begun));
        }
    }

    private JsonNode page(String after) {
        URI uri = provider.resolve("/v1/call/?type=outbound&order=asc&limit=1000" + (after == null ? "" : "&after=" + after));
        try {
            return JSON.readTree(http.send(HttpRequest.newBuilder(uri).header("Authorization", "Bearer key-of-the-benchmark").build(),
                    HttpResponse.BodyHandlers.ofByteArray()).body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
