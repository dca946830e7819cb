package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.operate.ServiceClient;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who was only called for a test stands on no list, and is kept no longer than those who do. */
@OnBothDatabases
class PrunedTestCallsTest {
    private final Database database;
    @TempDir
    private Path dir;

    PrunedTestCallsTest(Database database) {
        this.database = database;
    }

    @Test
    void old_test_calls_go_and_young_ones_stay() {
        MovableClock clock = new MovableClock();
        dir.resolve("data").toFile().mkdirs();
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(clock)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED)));
                RunningBundle bundle = new RunningBundle(dir, simulator).operable().set("ledger.url", database.anEmptyOne(dir.resolve("data")).url())
                        .withClock(clock).campaign("renovar", plainCampaign()).start()) {
            ServiceClient service = new ServiceClient(bundle.operated(), Optional.empty(), "ann");
            await().atMost(PATIENCE).until(() -> bundle.bundle().bean("dialing", Dialing.class).holds().isEmpty());
            call(service, number(1));
            call(service, number(2));
            clock.advance(Duration.ofDays(100));
            String young = call(service, number(3));

            JsonNode tried = prune(service, true);
            assertThat(tried.path("test_calls").asInt()).isEqualTo(2);
            assertThat(tried.path("done").asText()).isEqualTo("0 lists with 0 contacts, and 2 test calls, would be removed");
            assertThat(count(bundle, "contact")).isEqualTo(3);
            assertThat(prune(service, false).path("changed").asInt()).isEqualTo(2);

            assertThat(count(bundle, "contact")).isOne();
            assertThat(count(bundle, "attempt")).isOne();
            assertThat(service.get("/api/v1/test-calls/" + young).path("over").asBoolean()).isTrue();
            assertThat(prune(service, false).path("changed").asInt()).isZero();
        }
    }

    private static String call(ServiceClient service, String number) {
        String attempt = service.post("/api/v1/test-calls", Map.of("campaign", "renovar", "to", number, "simulated", true,
                "variables", Map.of("customer_name", "Ana"))).path("attempt").asText();
        await().atMost(PATIENCE).until(() -> service.get("/api/v1/test-calls/" + attempt).path("over").asBoolean());
        return attempt;
    }

    private static JsonNode prune(ServiceClient service, boolean dryRun) {
        return service.post("/api/v1/prune", Map.of("older_than", "90d", "dry_run", dryRun));
    }

    private static long count(RunningBundle bundle, String table) {
        return bundle.ledger().<Long>read(tx -> tx.number("SELECT COUNT(*) FROM " + table));
    }
}
