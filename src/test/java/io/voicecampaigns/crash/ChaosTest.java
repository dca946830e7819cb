package io.voicecampaigns.crash;

import static io.voicecampaigns.RunningBundle.KEY;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes minutes: run by {@code mvn -B -Pchaos verify}. */
@Tag("chaos")
class ChaosTest {
    private static final Timing USUAL = Timing.exactly(100, 200).withDurationScale(60).withRecordingLagMs(300).withListLagMs(50).withLatencyMs(50);
    private static final String CAMPAIGN = plainCampaign("attempts: 2", "retry: {no_answer: 1s, busy: 1s}");
    private static final List<String> PLACES = List.of("before enrich 2", "before start %d", "after start %d", "after list %d since dialling",
            "before list %d since dialling", "before accept %d", "after accept %d");

    @TempDir
    private Path dir;

    @Test
    void forty_kills_during_twenty_thousand_contacts_dial_nobody_twice_and_lose_nothing() {
        int people = 20_000;
        try (Simulator simulator = simulator()) {
            RunningBundle bundle = new RunningBundle(dir, simulator).set("dial.lease", "1h").set("dial.max-parallel", 8)
                    .campaign("renovaciones", CAMPAIGN).drop("renovaciones", "lista.csv", people(1, people));

            for (String place : places(40, new Random(7))) {
                try (BundleProcess process = BundleProcess.start(dir, bundle.settings(), place)) {
                    process.awaitCrashPoint().kill();
                }
                assertThat(DeadLedger.in(bundle.data(), dir).attemptsIn("dialing")).as("attempts in dialing when killed %s", place).isPositive();
            }
            try (BundleProcess last = BundleProcess.start(dir, bundle.settings())) {
                patiently(last).until(() -> hasSummary(bundle, "lista"));
            }

            reckon(bundle, "lista", 1, people);
        }
    }

    /** While rows are left to enroll every place is possible, afterwards all but the first. */
    private static List<String> places(int count, Random random) {
        List<String> places = new ArrayList<>(Collections.nCopies(6, PLACES.get(0)));
        while (places.size() < count) {
            places.add(String.format(PLACES.get(1 + random.nextInt(PLACES.size() - 1)), 2 + random.nextInt(5)));
        }
        return places;
    }

    @Test
    void a_database_that_restarts_in_flight_costs_nothing() throws IOException {
        Path database = dir.resolve("database");
        EmbeddedPostgres postgres = postgres(database, 0);
        int port = postgres.getPort();
        try (Simulator simulator = simulator()) {
            simulator.faults(List.of());
            RunningBundle bundle = onPostgres(new RunningBundle(dir, simulator), port).set("dial.max-parallel", 8)
                    .campaign("renovaciones", CAMPAIGN).drop("renovaciones", "lista.csv", people(1, 1_500));
            try (BundleProcess process = BundleProcess.start(dir, bundle.settings())) {
                for (int restart = 1; restart <= 4; restart++) {
                    long before = simulator.counts().accepted();
                    patiently(process).until(() -> simulator.counts().accepted() > before + 200);
                    postgres.close();
                    postgres = postgres(database, port);
                }
                patiently(process).until(() -> hasSummary(bundle, "lista"));
            }

            reckon(bundle, "lista", 1, 1_500);
        } finally {
            postgres.close();
        }
    }

    @Test
    void a_ledger_restored_from_an_older_copy_dials_nobody_again() throws IOException {
        try (Simulator simulator = simulator()) {
            RunningBundle bundle = new RunningBundle(dir, simulator).set("dial.lease", "1h").set("dial.max-parallel", 8)
                    .campaign("renovaciones", CAMPAIGN).drop("renovaciones", "lista.csv", people(1, 1_500));
            runUntilKilled(bundle, "after start 200");
            Path backup = Files.createDirectory(dir.resolve("backup"));
            copyLedger(bundle.data(), backup);
            runUntilKilled(bundle, "before start 400");
            long calledSinceTheCopy = simulator.counts().accepted();
            for (String name : List.of("ledger.db", "ledger.db-wal", "ledger.db-shm")) {
                Files.deleteIfExists(bundle.data().resolve(name));
            }
            copyLedger(backup, bundle.data());
            Files.writeString(bundle.data().resolve("archive/renovaciones/olvidada.csv"), people(5_000, 3));
            // as if hours had passed between the copy and its return
            Files.writeString(bundle.data().resolve("heartbeat"), Instant.now().plus(Duration.ofHours(1)).toString());

            try (BundleProcess doubtful = BundleProcess.start(dir, bundle.settings())) {
                patiently(doubtful).until(() -> doubtful.said().contains("nobody is dialled: the ledger was last alive at")
                        && doubtful.said().contains("calls since"));
                patiently(doubtful).during(Duration.ofSeconds(2)).until(() -> simulator.counts().accepted() == calledSinceTheCopy);
            }
            try (BundleProcess accepted = BundleProcess.start(dir, bundle.set("ledger.accept-older", true).settings())) {
                patiently(accepted).until(() -> hasSummary(bundle, "lista"));
                assertThat(bundle.outbox("renovaciones", "olvidada.csv.error.txt")).content().contains("does not know this list", "inbox/renovaciones");
            }

            reckon(bundle, "lista", 1, 1_500);
        }
    }

    @Test
    void a_replica_that_was_suspended_past_its_lease_sends_nothing_more() throws IOException {
        try (EmbeddedPostgres postgres = postgres(dir.resolve("database"), 0); Simulator simulator = simulator()) {
            simulator.faults(List.of());
            RunningBundle bundle = onPostgres(new RunningBundle(dir, simulator), postgres.getPort()).set("dial.lease", "4s").set("dial.max-parallel", 4)
                    .campaign("renovaciones", CAMPAIGN).drop("renovaciones", "lista.csv", people(1, 400));
            try (BundleProcess suspended = BundleProcess.start(dir, bundle.settings(), "before start 100").awaitCrashPoint();
                    BundleProcess other = BundleProcess.start(dir, bundle.settings())) {
                suspended.suspend();
                patiently(other).until(() -> hasSummary(bundle, "lista"));
                long called = simulator.counts().accepted();

                suspended.letGo();
                suspended.resume();

                patiently(suspended).until(() -> suspended.said().contains("the route never came back with an answer")
                        || suspended.said().contains("NoPermitException"));
                patiently(suspended).during(Duration.ofSeconds(2)).until(() -> simulator.counts().accepted() == called);
                assertThat(suspended.said()).as("the provider had no part in it").doesNotContain("has not answered sensibly");
            }

            reckon(bundle, "lista", 1, 400);
            assertThat(Reckoning.of(bundle, "renovaciones", "lista").inReview()).as("what the suspended one was about to send").isPositive();
        }
    }

    private void runUntilKilled(RunningBundle bundle, String place) {
        try (BundleProcess process = BundleProcess.start(dir, bundle.settings(), place)) {
            process.awaitCrashPoint().kill();
        }
    }

    private static void reckon(RunningBundle bundle, String list, int first, int count) {
        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> Reckoning.of(bundle, "renovaciones", list)
                .nobodyWasDialledTwice().everyContactIsThere(first, count).everyCallIsThereWithItsOutcome());
        assertThat(bundle.simulator().counts().mostPerAttempt()).isOne();
    }

    private static ConditionFactory patiently(BundleProcess process) {
        return await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(50))
                .failFast("the bundle ended by itself", process::hasEnded);
    }

    private static boolean hasSummary(RunningBundle bundle, String list) {
        return Files.exists(bundle.outbox("renovaciones", list + ".summary.json"));
    }

    private static void copyLedger(Path from, Path to) throws IOException {
        for (String name : List.of("ledger.db", "ledger.db-wal")) {
            if (Files.exists(from.resolve(name))) {
                Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static RunningBundle onPostgres(RunningBundle bundle, int port) {
        return bundle.set("ledger.url", "jdbc:postgresql://127.0.0.1:" + port + "/postgres").set("ledger.user", "postgres")
                .set("installation.secret", "known-to-both-replicas");
    }

    private static EmbeddedPostgres postgres(Path directory, int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setDataDirectory(directory).setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofMinutes(1));
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    private static Simulator simulator() {
        Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(KEY)
                .behaving(usual -> usual.withTiming(USUAL).withSeed(11)));
        simulator.faults(FaultRule.of(RequestKind.START, FaultKind.LOSE_ANSWER).withProbability(0.02),
                FaultRule.of(RequestKind.START, FaultKind.ERROR_AFTER_ACCEPT).withProbability(0.01));
        return simulator;
    }
}
