package io.voicecampaigns.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DutiesTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path dir;
    private final List<Ledger> ledgers = new ArrayList<>();
    private LedgerSettings shared;

    @AfterEach
    void close() {
        ledgers.forEach(Ledger::close);
    }

    @Test
    void stay_with_whoever_has_them_until_it_ends() {
        Duties one = replica("data", LONG);
        Duties other = replica("data", Duration.ofMillis(200));

        assertThat(one.isOurs("a")).isTrue();
        assertThat(other.isOurs("b")).isTrue();
        assertThat(other.isOurs("a")).isFalse();
        assertThat(one.isOurs("a")).isTrue();

        one.end();
        await().atMost(PATIENCE).until(() -> other.isOurs("a"));
        assertThat(one.isOurs("a")).isFalse();
    }

    @Test
    void of_one_that_died_are_taken_over_when_their_lease_has_ended() {
        Duties dead = replica("data", Duration.ofMillis(300));
        Duties living = replica("data", LONG);
        Duties other = replica("data", Duration.ofMillis(100));
        assertThat(dead.isOurs("a")).isTrue();
        assertThat(living.isOurs("b")).isTrue();

        await().atMost(PATIENCE).until(() -> other.isOurs("a"));
        assertThat(other.isOurs("b")).isFalse();
    }

    @Test
    void are_renewed() {
        Duties one = replica("data", Duration.ofSeconds(1));
        assertThat(one.isOurs("a")).isTrue();
        long before = leaseUntil();

        await().atMost(PATIENCE).until(() -> {
            one.renew();
            return leaseUntil() > before;
        });
    }

    private long leaseUntil() {
        return ledgers.get(0).<Long>read(tx -> tx.number("SELECT lease_until FROM duty WHERE name = 'a'"));
    }

    @Test
    void are_confirmed_where_something_is_written_since_a_suspended_process_does_not_know_that_it_lost_them() {
        Duties suspended = replica("data", LONG);
        Duties other = replica("data", Duration.ofMillis(100));
        assertThat(suspended.isOurs("a")).isTrue();
        ledgers.get(0).write(tx -> tx.update("UPDATE duty SET lease_until = 1"));
        assertThat(suspended.isOurs("a")).as("as far as it knows").isTrue();
        ledgers.get(0).write(tx -> {
            suspended.confirm(tx, "a");
            return null;
        });
        await().atMost(PATIENCE).until(() -> other.isOurs("a"));

        assertThatThrownBy(() -> ledgers.get(0).write(tx -> {
            suspended.confirm(tx, "a");
            return null;
        })).isInstanceOf(DutyLostException.class);
        assertThat(suspended.isOurs("a")).isFalse();
    }

    @Test
    void of_files_belong_to_a_directory_and_are_everybodys_own_on_a_ledger_of_one_process() {
        Duties here = replica("data", LONG);
        Duties elsewhere = replica("elsewhere", LONG);
        assertThat(here.isOurs(here.files())).isTrue();
        assertThat(elsewhere.isOurs(elsewhere.files())).isTrue();
        Duties alsoHere = replica("data", LONG);
        assertThat(alsoHere.isOurs(alsoHere.files())).isFalse();

        Duties alone = duties(LedgerSettings.inFile(dir.resolve("ledger.db")), "alone", LONG);
        assertThat(alone.isOurs("a")).isTrue();
        assertThat(ledgers.get(ledgers.size() - 1).<Long>read(tx -> tx.number("SELECT COUNT(*) FROM duty"))).isZero();
        assertThat(dir.resolve("alone/place")).doesNotExist();
    }

    @Test
    void at_set_times_are_known_to_be_done() {
        Duties one = replica("data", LONG);
        Duties other = replica("data", LONG);
        Instant night = Instant.parse("2026-11-20T01:00:00Z");

        one.done("a", night);

        assertThat(other.wasDone("a", night)).isTrue();
        assertThat(other.wasDone("a", night.minusSeconds(1))).isTrue();
        assertThat(other.wasDone("a", night.plusSeconds(1))).isFalse();
        assertThat(other.wasDone("b", night)).isFalse();
    }

    private Duties replica(String directory, Duration lease) {
        if (shared == null) {
            shared = Database.POSTGRESQL.anEmptyOne(dir);
        }
        return duties(shared, directory, lease);
    }

    private Duties duties(LedgerSettings settings, String directory, Duration lease) {
        Ledger ledger = new Ledger(settings);
        ledgers.add(ledger);
        ledger.start();
        Installation installation = new Installation(ledger, Clock.systemUTC(), new DataDir(dir.resolve(directory)), "secret-of-these-tests", false);
        return new Duties(ledger, installation, Owner.ofThisStart(), lease);
    }
}
