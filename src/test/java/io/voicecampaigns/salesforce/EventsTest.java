package io.voicecampaigns.salesforce;

import static io.voicecampaigns.simulator.salesforce.SalesforceFault.On.LOGIN;
import static io.voicecampaigns.simulator.salesforce.SalesforceFault.On.QUERY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.salesforce.eventbus.protobuf.FetchRequest;
import com.salesforce.eventbus.protobuf.ReplayPreset;
import io.grpc.Status;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.salesforce.SalesforceFixture.Run;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events tell when to read; what is read comes from a query, as ever. */
class EventsTest {
    private SalesforceFixture salesforce;
    private EventBus bus;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        salesforce = new SalesforceFixture(dir).start();
        bus = new EventBus();
    }

    @AfterEach
    void stop() {
        bus.close();
        salesforce.close();
    }

    @Test
    void the_first_reading_waits_for_nothing_and_the_next_one_for_an_event() throws Exception {
        String first = salesforce.contact("Alonso");
        salesforce.clock.advance(Duration.ofMinutes(2));
        Run before = read("");
        assertThat(before.contacts()).extracting(item -> item.get("ref")).containsExactly(first);
        assertThat(bus.subscriptions()).isEmpty();

        CompletableFuture<Run> next = reading(before.items().get(1).get("cursor"));
        awaitListener();
        String second = salesforce.contact("Bello");
        salesforce.clock.advance(Duration.ofMinutes(2));
        assertThat(salesforce.org.requests(QUERY)).as("before the event").isEqualTo(1);
        bus.publish();
        Run after = untilRead(next);

        assertThat(after.contacts()).extracting(item -> item.get("ref")).containsExactly(second);
        assertThat(salesforce.org.requests(QUERY)).isEqualTo(2);
        assertThat(end(after)).as("it was the event, and not the time").endsWith(id("replay-1"));
        assertThat(after.pages().get(0)).as("a sign of life").isEmpty();
        assertThat(bus.headers()).containsEntry("tenantid", "00D5g0000000001EAA").containsEntry("instanceurl", salesforce.org.baseUri().toString())
                .hasEntrySatisfying("accesstoken", token -> assertThat(token).startsWith("00D5g0000000001!session."));
        await().atMost(RunningBundle.PATIENCE).until(() -> bus.listeners() == 0);
    }

    @Test
    void what_happens_while_nobody_listens_is_heard_by_the_next_reading() throws Exception {
        String cursor = heardOnce();
        assertThat(bus.subscriptions().get(0).getReplayPreset()).isEqualTo(ReplayPreset.LATEST);
        String contact = salesforce.contact("Bello");
        bus.publish();
        bus.publish();

        CompletableFuture<Run> next = reading(cursor);
        await().atMost(RunningBundle.PATIENCE).until(() -> bus.subscriptions().size() == 2);
        Run run = untilRead(next);

        FetchRequest subscription = bus.subscriptions().get(1);
        assertThat(subscription.getReplayPreset()).isEqualTo(ReplayPreset.CUSTOM);
        assertThat(subscription.getReplayId().toString(StandardCharsets.UTF_8)).isEqualTo("replay-1");
        assertThat(run.contacts()).extracting(item -> item.get("ref")).containsExactly(contact);
        assertThat(run.contacts().get(0).get("cursor")).as("a reading that breaks off hears its events again").asString().endsWith(id("replay-1"));
        assertThat(end(run)).endsWith(id("replay-3"));
    }

    @Test
    void a_change_is_read_though_no_event_tells_of_it_but_later() throws Exception {
        CompletableFuture<Run> next = reading(end(read("")));
        awaitListener();
        String contact = salesforce.contact("Alonso");
        salesforce.clock.advance(Duration.ofMinutes(14));
        assertThat(next).isNotDone();
        salesforce.clock.advance(Duration.ofMinutes(1));

        assertThat(next.get(2, TimeUnit.MINUTES).contacts()).extracting(item -> item.get("ref")).containsExactly(contact);
    }

    @Test
    void where_nothing_can_be_heard_it_is_read_all_the_same_and_a_replay_id_that_is_too_old_is_forgotten() throws Exception {
        String cursor = heardOnce();
        bus.refuse(Status.UNAVAILABLE);
        String contact = salesforce.contact("Bello");
        Run deaf = untilRead(reading(cursor));
        assertThat(deaf.failures()).isEmpty();
        assertThat(deaf.contacts()).extracting(item -> item.get("ref")).containsExactly(contact);
        assertThat(end(deaf)).endsWith(id("replay-1"));

        bus.refuse(Status.INVALID_ARGUMENT);
        Run forgotten = untilRead(reading(end(deaf)));

        assertThat(forgotten.failures()).isEmpty();
        assertThat(ContactCursor.read(end(forgotten)).orElseThrow().replayId()).isEmpty();
    }

    @Test
    void an_expired_session_logs_in_again() throws Exception {
        String cursor = end(read(""));
        bus.refuse(Status.UNAUTHENTICATED);
        untilRead(reading(cursor));
        bus.refuse(null);
        assertThat(salesforce.org.requests(LOGIN)).isEqualTo(2);
        String refused = bus.headers().get("accesstoken");

        CompletableFuture<Run> next = reading(cursor);
        awaitListener();

        assertThat(bus.headers().get("accesstoken")).isNotEqualTo(refused);
        bus.publish();
        assertThat(untilRead(next).failures()).isEmpty();
    }

    @Test
    void tokens_are_sent_without_encryption_to_nobody_else() throws Exception {
        String cursor = end(read(""));

        Run run = salesforce.read(settings(Map.of("cursor", cursor, "eventsAddress", "http://api.pubsub.example:7443")));

        assertThat(run.failures()).singleElement().satisfies(failure -> assertThat(failure).hasStackTraceContaining("events-address cannot be used"));
    }

    /** A reading that was told once, and its cursor. */
    private String heardOnce() throws Exception {
        CompletableFuture<Run> reading = reading(end(read("")));
        awaitListener();
        bus.publish();
        Run run = untilRead(reading);
        assertThat(end(run)).endsWith(id("replay-1"));
        await().atMost(RunningBundle.PATIENCE).until(() -> bus.listeners() == 0);
        return end(run);
    }

    private Run untilRead(CompletableFuture<Run> reading) throws Exception {
        await().atMost(RunningBundle.PATIENCE).until(() -> {
            salesforce.clock.advance(Duration.ofSeconds(2));
            return reading.isDone();
        });
        return reading.get();
    }

    private void awaitListener() {
        await().atMost(RunningBundle.PATIENCE).until(() -> bus.listeners() == 1);
    }

    private Run read(String cursor) throws Exception {
        return salesforce.read(settings(Map.of("cursor", cursor)));
    }

    private CompletableFuture<Run> reading(Object cursor) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return read(String.valueOf(cursor));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, Executors.newSingleThreadExecutor());
    }

    private Map<String, String> settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of("soql", "SELECT LastName FROM Contact", "events", "/data/ContactChangeEvent", "eventsAddress", bus.address(),
                "settleSeconds", "5"));
        all.putAll(more);
        return all;
    }

    private static String end(Run run) {
        return run.items().stream().filter(item -> item.containsKey("end")).map(item -> String.valueOf(item.get("cursor"))).findFirst().orElseThrow();
    }

    private static String id(String replayId) {
        return "|" + java.util.Base64.getEncoder().encodeToString(replayId.getBytes(StandardCharsets.UTF_8));
    }
}
