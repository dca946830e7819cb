package io.voicecampaigns.crash;

import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.erase.Forgetting;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas on one ledger, each with lists of its own on its own disk: whoever is asked, a person goes from all of them. */
class ErasingReplicasTest {
    /** Numbers that LeakWatch looks for in the logs. */
    private static final String NUMBER = "+34600345678";
    private static final String OTHER = "+34600999888";
    private static final Duration PATIENCE = BundleProcess.PATIENCE;

    @TempDir
    private Path dir;
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
            .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
    private SharedLedger ledger;
    private Map<String, String> here;
    private Map<String, String> there;
    private final Map<String, Forgetting> forgetting = new HashMap<>();

    @BeforeEach
    void prepare() {
        ledger = SharedLedger.empty(dir);
        RunningBundle bundle = new RunningBundle(dir, simulator).operable().set("ledger.url", ledger.url()).set("installation.secret", "one-secret-for-both")
                .campaign("uno", plainCampaign()).campaign("dos", plainCampaign());
        here = in("here", bundle);
        there = in("there", bundle);
    }

    private Map<String, String> in(String name, RunningBundle bundle) {
        Map<String, String> settings = new HashMap<>(bundle.settings());
        settings.put("data.dir", dir.resolve(name).toString());
        forgetting.put(name, new Forgetting(dir.resolve(name)));
        return settings;
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void also_where_both_are_asked_at_once() throws IOException {
        try (BundleProcess one = BundleProcess.start(dir, here); BundleProcess another = BundleProcess.start(dir, there)) {
            one.awaitStarted();
            another.awaitStarted();
            dropEverywhere();

            List<CompletableFuture<?>> asked = List.of("here", "there").stream().flatMap(name -> List.of(NUMBER, OTHER).stream()
                    .map(number -> CompletableFuture.runAsync(() -> forgetting.get(name).forget(number)))).<CompletableFuture<?>>map(each -> each).toList();
            asked.forEach(CompletableFuture::join);

            for (String name : List.of("here", "there")) {
                forgetting.get(name).awaitErased(NUMBER);
                forgetting.get(name).awaitErased(OTHER);
            }
            assertNothingIsLeft("here");
            assertNothingIsLeft("there");
        }
    }

    @Test
    void also_where_one_was_away_when_the_other_was_asked() throws IOException {
        try (BundleProcess one = BundleProcess.start(dir, here).awaitStarted()) {
            try (BundleProcess another = BundleProcess.start(dir, there).awaitStarted()) {
                dropEverywhere();
                another.stop();
            }
            for (String number : List.of(NUMBER, OTHER)) {
                await().atMost(PATIENCE).until(() -> forgetting.get("here").forget(number).path("waits_for").asText().contains("another replica"));
                assertThat(forgetting.get("here").forget(number).path("state").asText()).isEqualTo("erasing");
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertNothingIsLeft("here"));
            assertThat(forgetting.get("there").found("Zebedea")).isNotEmpty();

            try (BundleProcess back = BundleProcess.start(dir, there).awaitStarted()) {
                await().atMost(PATIENCE).failFast("it ended by itself", back::hasEnded).untilAsserted(() -> assertNothingIsLeft("there"));
                forgetting.get("here").awaitErased(NUMBER);
                forgetting.get("here").awaitErased(OTHER);
            }
        }
    }

    /** Contacts on both disks, and on each somebody who was rejected. */
    private void dropEverywhere() throws IOException {
        drop("here", "uno", "lista", "A1,600111111,Ana\nZ1,600345678,Zebedea\n,600999888,Zebedea\n");
        drop("there", "dos", "lista", "A2,600222222,Eva\nZ2,600999888,Zebedea\n,600345678,Zebedea\n");
        drop("there", "uno", "otra", "Z3,600345678,Zebedea\nA4,600333333,Luz\n");
        await().atMost(PATIENCE).until(() -> ledger.number("SELECT COUNT(*) FROM contact WHERE state = 'done'") == 5
                && ledger.number("SELECT COUNT(*) FROM list WHERE changed_at IS NOT NULL") == 0 && ledger.number("SELECT COUNT(*) FROM reject") == 3
                && ledger.number("SELECT COUNT(*) FROM delivery WHERE state = 'due'") == 0);
    }

    private void drop(String name, String campaign, String list, String rows) throws IOException {
        Path inbox = Files.createDirectories(dir.resolve(name).resolve("inbox").resolve(campaign));
        Path part = Files.writeString(inbox.resolve("." + list + ".part"), "id,telefono,nombre\n" + rows);
        Files.move(part, inbox.resolve(list + ".csv"), StandardCopyOption.ATOMIC_MOVE);
        await().atMost(PATIENCE).until(() -> Files.exists(dir.resolve(name).resolve("outbox").resolve(campaign).resolve(list + ".summary.json")));
    }

    private void assertNothingIsLeft(String name) {
        for (String trace : List.of("Zebedea", "600345678", "600999888")) {
            assertThat(forgetting.get(name).found(trace)).as("traces in " + name).isEmpty();
        }
        assertThat(forgetting.get(name).found(name.equals("here") ? "Ana" : "Eva")).as("everybody else stays").isNotEmpty();
        assertThat(ledger.number("SELECT COUNT(*) FROM contact WHERE phone LIKE '%345678' OR phone LIKE '%999888'")).isZero();
        assertThat(ledger.number("SELECT COUNT(*) FROM attempt WHERE phone LIKE '%345678' OR phone LIKE '%999888'")).isZero();
    }
}
