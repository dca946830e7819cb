package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger cannot be written for a while: nobody is dialled meanwhile, health says so, and nothing is lost. */
class LedgerOutageIT {
    @TempDir
    private Path dir;

    @Test
    void dialling_stops_with_the_database_and_goes_on_with_it() throws IOException {
        EmbeddedPostgres postgres = postgres(0);
        int port = postgres.getPort();
        int health = Service.freePort();
        try (Simulator simulator = simulator();
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("renovaciones", RunningBundle.plainCampaign("max-concurrent: 4"))
                        .set("ledger.url", "jdbc:postgresql://127.0.0.1:" + port + "/postgres").set("ledger.user", "postgres")
                        .set("camel.management.enabled", "true").set("management.port", health).start()) {
            bundle.drop("renovaciones", "lista.csv", RunningBundle.people(1, 120));
            await().atMost(Service.PATIENCE).until(() -> simulator.counts().accepted() >= 20);

            postgres.close();
            await().atMost(Service.PATIENCE).until(() -> Service.health(health).filter(answer -> answer.statusCode() == 503).isPresent());
            assertThat(Service.health(health).orElseThrow().body()).contains("\"ledger\"", "DOWN");
            long accepted = simulator.counts().accepted();
            long starts = simulator.counts().starts();
            await().during(Duration.ofSeconds(2)).atMost(Service.PATIENCE).until(() -> simulator.counts().starts() == starts);

            postgres = postgres(port);
            await().atMost(Service.PATIENCE).until(() -> Files.exists(bundle.outbox("renovaciones", "lista.summary.json")));
            await().atMost(Service.PATIENCE).until(() -> Service.health(health).filter(answer -> answer.statusCode() == 200).isPresent());

            assertThat(accepted).isLessThan(120);
            assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
            assertThat(bundle.rows("renovaciones", "lista.results.csv")).hasSize(120)
                    .allSatisfy(row -> assertThat(row.get("call_state")).isIn("ended", "review"));
            assertThat(bundle.rows("renovaciones", "lista.results.csv")).filteredOn(row -> row.get("call_disposition").equals("answered"))
                    .hasSize((int) simulator.counts().accepted());
        } finally {
            postgres.close();
        }
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(dir.resolve("database")).setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(1));
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    @Test
    void a_full_disk_stops_dialling_and_turns_health_down_and_loses_nobody() throws IOException {
        int people = 2_500;
        int health = Service.freePort();
        try (Simulator simulator = simulator()) {
            // to SQLite, a database at its page limit is on a full disk
            try (RunningBundle full = bundle(simulator, people).set("ledger.url", "jdbc:sqlite:" + dir.resolve("data/ledger.db") + "?max_page_count=170")
                    .set("camel.management.enabled", "true").set("management.port", health).start()) {
                await().atMost(Service.PATIENCE).until(() -> Service.health(health).filter(answer -> answer.statusCode() == 503).isPresent());
                assertThat(Service.health(health).orElseThrow().body()).contains("DOWN", "SQLITE_FULL");
                await().during(Duration.ofSeconds(2)).atMost(Service.PATIENCE).until(new Unchanged(simulator)::holds);
                assertThat(full.bundle().bean("ledger", Ledger.class).trouble()).isPresent();
            }
            assertThat(simulator.counts().accepted()).isLessThan(people);

            try (RunningBundle roomy = bundle(simulator, people).start()) {
                await().atMost(Service.PATIENCE).until(() -> Files.exists(roomy.outbox("renovaciones", "lista.summary.json")));
                assertThat(roomy.rows("renovaciones", "lista.results.csv")).hasSize(people);
            }
            assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
            assertThat(simulator.counts().accepted()).isBetween(people - 32L, (long) people);
        }
    }

    private static final class Unchanged {
        private final Simulator simulator;
        private long last = -1;

        Unchanged(Simulator simulator) {
            this.simulator = simulator;
        }

        boolean holds() {
            long before = last;
            last = simulator.counts().starts();
            return before == last;
        }
    }

    private RunningBundle bundle(Simulator simulator, int people) {
        RunningBundle bundle = new RunningBundle(dir, simulator).campaign("renovaciones", RunningBundle.plainCampaign("max-concurrent: 500"));
        return Files.exists(bundle.data().resolve("archive/renovaciones/lista.csv")) ? bundle
                : bundle.drop("renovaciones", "lista.csv", RunningBundle.people(1, people));
    }

    private static Simulator simulator() {
        return Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
    }
}
