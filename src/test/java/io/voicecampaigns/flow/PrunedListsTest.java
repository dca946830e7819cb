package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.erase.Pruning;
import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists that are over go when they are old; nothing else does, and nobody is called again because of it. */
@OnBothDatabases
class PrunedListsTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Database database;
    @TempDir
    private Path dir;

    PrunedListsTest(Database database) {
        this.database = database;
    }

    @Test
    void what_is_over_and_old_goes_and_what_is_open_or_young_stays() throws Exception {
        MovableClock clock = new MovableClock();
        dir.resolve("data").toFile().mkdirs();
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(clock)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED)));
                RunningBundle bundle = new RunningBundle(dir, simulator).operable().set("ledger.url", database.anEmptyOne(dir.resolve("data")).url())
                        .withClock(clock).campaign("renovar", plainCampaign()).campaign("cerrada", plainCampaign().replace("window: always", "window: \"\""))
                        .start()) {
            bundle.drop("renovar", "vieja.csv", people(1, 1_200) + "X,12,nadie\n").drop("cerrada", "abierta.csv", people(5_001, 2));
            bundle.awaitSummary("renovar", "vieja");
            await().atMost(PATIENCE).until(() -> bundle.progress("cerrada").waiting() == 2 && count(bundle, "list WHERE changed_at IS NOT NULL") == 0
                    && count(bundle, "attempt WHERE state <> 'reported'") == 0);
            clock.advance(Duration.ofDays(100));
            bundle.drop("renovar", "joven.csv", people(3_001, 2));
            bundle.awaitSummary("renovar", "joven");

            assertThat(prune(bundle, "{\"older_than\": \"6d\"}").statusCode()).isEqualTo(400);
            assertThat(prune(bundle, "{\"older_than\": \"90\"}").statusCode()).isEqualTo(400);
            assertThat(prune(bundle, "{\"older_than\": \"90d\", \"dry_run\": true}").body()).contains("1 lists with 1200 contacts would be removed", "\"rejected\":1");
            assertThat(bundle.bundle().bean("pruning", Pruning.class).prune("test", Duration.ofDays(101), true).lists()).isZero();
            assertThat(count(bundle, "contact")).isEqualTo(1_204);
            assertThat(prune(bundle, "{\"older_than\": \"90d\"}").body()).contains("\"changed\":1");
            await().atMost(LONG).until(() -> count(bundle, "list WHERE state = 'pruned'") == 1);

            assertThat(count(bundle, "contact")).isEqualTo(4);
            assertThat(count(bundle, "attempt")).isEqualTo(2);
            assertThat(count(bundle, "delivery")).isEqualTo(2);
            assertThat(count(bundle, "reject")).isZero();
            assertThat(files(bundle)).noneMatch(file -> file.contains("vieja")).anyMatch(file -> file.contains("archive/renovar/joven.csv"))
                    .anyMatch(file -> file.contains("joven.results.csv")).anyMatch(file -> file.contains("archive/cerrada/abierta.csv"));
            assertThat(prune(bundle, "{\"older_than\": \"90d\"}").body()).contains("\"changed\":0");

            bundle.drop("renovar", "vieja.csv", people(1_200, 2));
            bundle.awaitSummary("renovar", "vieja-2");
            assertThat(bundle.rows("renovar", "vieja-2.rejected.csv")).singleElement().satisfies(row -> assertThat(row.get("rejected_reason"))
                    .isEqualTo("already enrolled in this edition, from a list that was pruned since"));
            assertThat(simulator.counts().mostPerNumber()).isOne();
            assertThat(count(bundle, "audit WHERE what = 'prune'")).isEqualTo(2);
        }
    }

    private static long count(RunningBundle bundle, String table) {
        return bundle.ledger().<Long>read(tx -> tx.number("SELECT COUNT(*) FROM " + table));
    }

    private static List<String> files(RunningBundle bundle) throws IOException {
        try (Stream<Path> files = Files.walk(bundle.data())) {
            return files.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }

    private static HttpResponse<String> prune(RunningBundle bundle, String body) throws Exception {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build().send(HttpRequest.newBuilder(bundle.operated().resolve("/api/v1/prune")).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
