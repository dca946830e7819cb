package io.voicecampaigns.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicecampaigns.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class InstallationTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private final Database database;
    private final SettableClock clock = new SettableClock(NOON);
    private Path data;
    private Ledger ledger;

    InstallationTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open(@TempDir Path dir) {
        data = dir.resolve("data");
        ledger = new Ledger(database.anEmptyOne(dir));
        ledger.start();
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void the_secret_is_made_once_and_readable_by_its_owner_alone() throws IOException {
        String made = installation("").secret();

        assertThat(made).matches("[0-9a-f]{64}");
        assertThat(installation("").secret()).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("installation-secret")))).isEqualTo("rw-------");
        try (var files = Files.list(data)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_configured_secret_goes_first_and_is_kept_nowhere() {
        assertThat(installation("configured").secret()).isEqualTo("configured");
        assertThat(data.resolve("installation-secret")).doesNotExist();
    }

    @Test
    void a_ledger_made_with_another_secret_is_refused_without_naming_either() {
        installation("first-secret").start();

        assertThatThrownBy(() -> installation("other-secret").start()).isInstanceOf(LedgerException.class)
                .hasMessageContaining("INSTALLATION_SECRET").message().doesNotContain("first-secret", "other-secret");
        assertThatCode(() -> installation("first-secret").start()).doesNotThrowAnyException();
    }

    @Test
    void another_account_of_a_provider_is_refused() {
        Installation installation = installation("");
        installation.start();
        installation.claimAccount("diga", "one");
        installation.claimAccount("feather", "two");

        assertThatThrownBy(() -> installation.claimAccount("diga", "two")).isInstanceOf(LedgerException.class).hasMessageContaining("diga");
        assertThatCode(() -> installation.claimAccount("diga", "one")).doesNotThrowAnyException();
    }

    @Test
    void a_ledger_as_old_as_its_installation_is_in_no_doubt() {
        Installation before = installation("");
        before.start();
        assertThat(before.lastHeartbeat()).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        before.beat();

        Installation after = installation("");
        after.start();
        assertThat(after.doubt()).isEmpty();
        assertThat(after.lastHeartbeat()).contains(NOON.plusSeconds(2));
    }

    @Test
    void a_ledger_restored_from_an_older_copy_is_in_doubt_until_it_is_accepted() throws IOException {
        Files.createDirectories(data);
        Installation before = installation("");
        before.start();
        before.beat();
        Files.writeString(data.resolve("heartbeat"), NOON.plusSeconds(7200) + "\n");

        Installation restored = installation("");
        restored.start();
        assertThat(restored.doubt()).hasValueSatisfying(why -> assertThat(why).contains("older copy", "--accept-older-ledger"));
        clock.advance(Duration.ofHours(3));
        restored.beat();
        assertThat(installationStarted(false).doubt()).as("doubt does not pass by itself").isPresent();

        Installation accepted = installationStarted(true);
        assertThat(accepted.doubt()).isEmpty();
        assertThat(accepted.lastHeartbeat()).as("calls are read since the copy was made").contains(NOON);
        accepted.beat();
        assertThat(installationStarted(false).doubt()).as("accepted once, accepted").isEmpty();
    }

    @Test
    void an_empty_ledger_beside_a_heartbeat_is_in_doubt_and_an_unreadable_heartbeat_is_ignored() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("heartbeat"), NOON.toString());
        assertThat(installationStarted(false).doubt()).isPresent();

        Files.writeString(data.resolve("heartbeat"), "");
        assertThat(installationStarted(false).doubt()).isEmpty();
    }

    private Installation installationStarted(boolean acceptsOlderLedger) {
        Installation installation = new Installation(ledger, clock, new DataDir(data), "", acceptsOlderLedger);
        installation.start();
        return installation;
    }

    private Installation installation(String secret) {
        return new Installation(ledger, clock, new DataDir(data), secret, false);
    }
}
