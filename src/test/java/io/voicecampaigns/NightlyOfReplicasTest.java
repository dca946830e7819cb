package io.voicecampaigns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.agent.Published;
import io.voicecampaigns.agent.SnapshotRun;
import io.voicecampaigns.agent.Snapshots;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerSettings;
import io.voicecampaigns.provider.Providers;
import io.voicecampaigns.replica.Duties;
import io.voicecampaigns.replica.Owner;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas, and the hour of the copy. */
class NightlyOfReplicasTest {
    private static final Date NIGHT = Date.from(Instant.parse("2026-11-20T01:00:00Z"));

    @TempDir
    private Path dir;
    private final SettableClock clock = new SettableClock(NIGHT.toInstant());
    private final List<Ledger> ledgers = new ArrayList<>();
    private LedgerSettings database;
    private Snapshots snapshots;

    @BeforeEach
    void start() {
        DataDir data = new DataDir(dir.resolve("data"));
        database = Database.POSTGRESQL.anEmptyOne(dir);
        snapshots = new Snapshots(data, clock, new Providers(List.of()), new Published(data), "");
    }

    @AfterEach
    void close() {
        ledgers.forEach(Ledger::close);
    }

    @Test
    void one_makes_the_copy_whoever_s_clock_comes_first() {
        Nightly one = nightly();
        Nightly other = nightly();

        assertThat(one.fires(NIGHT)).isTrue();
        assertThat(other.fires(NIGHT)).as("while it is made").isFalse();
        one.made(copy());

        endLeases();
        assertThat(other.missed()).as("it was made").isFalse();
        assertThat(one.missed()).isFalse();
    }

    @Test
    void the_other_makes_it_if_the_one_dies_over_it() {
        Nightly one = nightly();
        Nightly other = nightly();
        assertThat(one.fires(NIGHT)).isTrue();
        assertThat(other.fires(NIGHT)).isFalse();

        endLeases();
        await().atMost(RunningBundle.PATIENCE).until(other::missed);

        assertThat(other.missed()).as("once").isFalse();
    }

    private SnapshotRun copy() {
        return snapshots.finish(snapshots.begin());
    }

    private void endLeases() {
        ledgers.get(0).write(tx -> tx.update("UPDATE duty SET lease_until = 1"));
    }

    private Nightly nightly() {
        Ledger ledger = new Ledger(database);
        ledgers.add(ledger);
        ledger.start();
        Installation installation = new Installation(ledger, clock, new DataDir(dir.resolve("data")), "secret-of-these-tests", false);
        return new Nightly(snapshots, "UTC", true, new Duties(ledger, installation, Owner.ofThisStart(), Duration.ofSeconds(2)));
    }
}
