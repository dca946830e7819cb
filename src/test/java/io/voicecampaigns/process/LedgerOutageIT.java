package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
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
            awaitSilence(simulator);

            postgres = postgres(port);
            await().atMost(Service.PATIENCE).until(() -> Files.exists(bundle.outbox("renovaciones", "lista.summary.json")));
            await().atMost(Service.PATIENCE).until(() -> Service.health(health).filter(answer -> answer.statusCode() == 200).isPresent());

            assertThat(accepted).isLessThan(120);
            assertNobodyIsLost(bundle, simulator, 120);
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
    void a_ledger_that_can_grow_no_more_stops_dialling_and_loses_nobody() {
        int people = 2_500;
        try (Simulator simulator = simulator()) {
            // to SQLite, a database at its page limit is on a full disk
            try (RunningBundle full = bundle(simulator, people).set("ledger.url", "jdbc:sqlite:" + dir.resolve("data/ledger.db") + "?max_page_count=200").start()) {
                await().atMost(Service.PATIENCE).until(() -> full.ledger().read(tx -> tx.number("PRAGMA page_count")) >= 199);
                awaitSilence(simulator);
            }
            assertThat(simulator.counts().accepted()).isLessThan(people);

            try (RunningBundle roomy = bundle(simulator, people).start()) {
                await().atMost(Service.PATIENCE).until(() -> Files.exists(roomy.outbox("renovaciones", "lista.summary.json")));
                assertNobodyIsLost(roomy, simulator, people);
            }
        }
    }

    @Test
    @EnabledIf("mounts")
    void a_full_disk_stops_dialling_and_turns_health_down_until_there_is_room() throws Exception {
        int people = 150;
        int health = Service.freePort();
        Path data = Files.createDirectories(dir.resolve("data"));
        assertThat(run("mount", "-t", "tmpfs", "-o", "size=90m", "tmpfs", data.toString())).isZero();
        try (Simulator simulator = simulator();
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("renovaciones", RunningBundle.plainCampaign("max-concurrent: 2"))
                        .set("camel.management.enabled", "true").set("management.port", health).start()) {
            bundle.drop("renovaciones", "lista.csv", RunningBundle.people(1, people));
            await().atMost(Service.PATIENCE).until(() -> simulator.counts().accepted() >= 10);

            Path ballast = data.resolve("ballast");
            fill(ballast, 20 << 20);
            await().atMost(Service.PATIENCE).until(() -> Service.health(health).filter(answer -> answer.statusCode() == 503).isPresent());
            assertThat(Service.health(health).orElseThrow().body()).contains("\"ledger\"", "DOWN");
            awaitSilence(simulator);
            long accepted = simulator.counts().accepted();
            assertThat(accepted).as("before the last megabytes are gone").isLessThan(people);
            fill(ballast, 0);
            awaitSilence(simulator);
            assertThat(simulator.counts().accepted()).isEqualTo(accepted);

            Files.delete(ballast);
            await().atMost(Service.PATIENCE).until(() -> Service.health(health).filter(answer -> answer.statusCode() == 200).isPresent());
            await().atMost(Service.PATIENCE).until(() -> Files.exists(bundle.outbox("renovaciones", "lista.summary.json")));
            assertNobodyIsLost(bundle, simulator, people);
        } finally {
            run("umount", data.toString());
        }
    }

    /** Whether this is a machine and a user that may mount a small disk. */
    static boolean mounts() throws Exception {
        Path probe = Files.createTempDirectory("mount");
        boolean mounted = System.getProperty("os.name").equals("Linux") && run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", probe.toString()) == 0;
        if (mounted) {
            run("umount", probe.toString());
        }
        Files.delete(probe);
        return mounted;
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    private static void fill(Path ballast, long bytesLeft) throws IOException {
        byte[] block = new byte[1 << 12];
        try (OutputStream out = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (bytesLeft == 0 || Files.getFileStore(ballast).getUsableSpace() > bytesLeft) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(Files.getFileStore(ballast).getUsableSpace()).as(full.getMessage()).isLessThan(1 << 16);
        }
    }

    private static void awaitSilence(Simulator simulator) {
        AtomicLong last = new AtomicLong(-1);
        await().during(Duration.ofSeconds(2)).atMost(Service.PATIENCE)
                .until(() -> last.getAndSet(simulator.counts().starts()) == simulator.counts().starts());
    }

    private static void assertNobodyIsLost(RunningBundle bundle, Simulator simulator, int people) {
        assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
        assertThat(bundle.rows("renovaciones", "lista.results.csv")).hasSize(people)
                .allSatisfy(row -> assertThat(row.get("call_state")).isIn("ended", "review"));
        assertThat(bundle.rows("renovaciones", "lista.results.csv")).filteredOn(row -> row.get("call_disposition").equals("answered"))
                .hasSize((int) simulator.counts().accepted());
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
