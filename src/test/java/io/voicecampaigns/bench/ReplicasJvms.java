package io.voicecampaigns.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Several bundles, each in a JVM of its own, on one PostgreSQL and one data directory. */
final class ReplicasJvms implements AutoCloseable {
    private static final String IN_FLIGHT = "4";

    private final EmbeddedPostgres postgres;
    private final SimulatorJvm simulator;
    private final List<BundleJvm> replicas = new ArrayList<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong looked = new AtomicLong();
    private final AtomicLong holding = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();

    private ReplicasJvms(EmbeddedPostgres postgres, SimulatorJvm simulator) {
        this.postgres = postgres;
        this.simulator = simulator;
    }

    /** @param scale as of {@link SimulatorJvm#start} */
    static ReplicasJvms start(Path dir, int number, int latencyMs, int scale, String... calling) {
        try {
            ReplicasJvms started = new ReplicasJvms(EmbeddedPostgres.start(), SimulatorJvm.start(dir, latencyMs, "500", scale));
            for (int i = 0; i < number; i++) {
                started.replicas.add(BundleJvm.start(dir, started.simulator.uri(), "256m", PeopleList.campaign(calling),
                        "ledger.url=" + started.postgres.getJdbcUrl("postgres", "postgres"), "dial.max-parallel=" + IN_FLIGHT, "dial.threads=12"));
            }
            started.looks.scheduleAtFixedRate(started::look, 0, 50, TimeUnit.MILLISECONDS);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the first contact enrolled to the last outcome reported. */
    Duration call(String list, int first, int count) {
        return replicas.get(0).call(list, first, count);
    }

    SimulatorJvm simulator() {
        return simulator;
    }

    /** Who holds the lock of all that write, and who waits for it, is looked at now and then. */
    private void look() {
        try (Connection connection = postgres.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement();
                ResultSet locks = statement.executeQuery(
                        "SELECT COUNT(*) FILTER (WHERE granted), COUNT(*) FILTER (WHERE NOT granted) FROM pg_locks WHERE locktype = 'advisory'")) {
            locks.next();
            looked.incrementAndGet();
            holding.addAndGet(locks.getLong(1));
            waiting.addAndGet(locks.getLong(2));
        } catch (SQLException e) {
            // one look less
        }
    }

    /** How the ledger's lock was used. */
    String waits() {
        double all = Math.max(1, looked.get());
        return String.format(Locale.ROOT, "somebody writes for %.0f %% of the time, and %.2f wait", 100 * holding.get() / all, waiting.get() / all);
    }

    @Override
    public void close() {
        looks.shutdownNow();
        replicas.forEach(BundleJvm::close);
        simulator.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
