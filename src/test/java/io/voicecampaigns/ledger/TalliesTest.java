package io.voicecampaigns.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What triggers count as rows change is what a recount finds. */
@OnBothDatabases
class TalliesTest {
    private static final List<String> CONTACT_STATES = List.of("waiting", "active", "done", "cancelled", "blocked", "expired");
    private static final List<String> DISPOSITIONS = List.of("answered", "voicemail", "transferred", "unknown");
    private static final int CONTACTS = 30;
    private static final int CHANGES = 400;

    private final Database database;
    private LedgerSettings settings;
    private Ledger ledger;

    TalliesTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open(@TempDir Path dir) {
        settings = database.anEmptyOne(dir);
        ledger = new Ledger(settings);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void whatever_becomes_of_contacts_and_attempts_is_counted() {
        ledger.start();
        ledger.write(TalliesTest::people);
        Random random = new Random(8);

        for (int i = 0; i < CHANGES; i++) {
            ledger.write(tx -> change(tx, random));
        }

        assertThat(counted()).isEqualTo(recounted()).isNotEmpty();
        assertThat(beats()).isEqualTo(recountedBeats()).isNotEmpty();
    }

    @Test
    void a_ledger_that_was_not_counted_before_is_counted_once() {
        Dialect dialect = Dialect.of(settings.url());
        Flyway.configure().dataSource(settings.url(), settings.user().orElse(null), settings.password().orElse(null)).locations(dialect.migrations())
                .placeholders(dialect.placeholders()).loggers("slf4j").target("4").load().migrate();
        Ledger before = new Ledger(settings) {
        };
        assertThat(before.isClosed()).isTrue();
        fill();

        ledger.start();

        assertThat(counted()).isEqualTo(recounted()).isNotEmpty();
        assertThat(beats()).isEqualTo(recountedBeats()).isNotEmpty();
    }
}
