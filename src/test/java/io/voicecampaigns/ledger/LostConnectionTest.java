package io.voicecampaigns.ledger;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class LostConnectionTest {
    @Test
    void writes_fail_clearly_while_postgresql_is_away_and_work_again_once_it_is_back() {
        String name = Database.aDatabaseOfItsOwn();
        try (Ledger ledger = new Ledger(Database.inDatabase(name))) {
            ledger.start();
            ledger.write(tx -> tx.update("INSERT INTO suppression (phone, reason, since) VALUES ('1', 'before', 0)"));

            Database.administer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
            Database.administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> ledger.write(tx ->
                        tx.update("INSERT INTO suppression (phone, reason, since) VALUES ('2', 'meanwhile', 0)")))
                        .isInstanceOfSatisfying(LedgerException.class, failure -> assertThat(failure.isConflict()).isFalse())
                        .hasMessageContaining("SQL state");
            }
            Database.administer("ALTER DATABASE " + name + " ALLOW_CONNECTIONS true");

            ledger.write(tx -> tx.update("INSERT INTO suppression (phone, reason, since) VALUES ('3', 'after', 0)"));
            await().atMost(180, SECONDS).ignoreExceptions().untilAsserted(() -> assertThat(ledger.<java.util.List<String>>read(tx ->
                    tx.list("SELECT phone FROM suppression ORDER BY phone", row -> row.text(1)))).containsExactly("1", "3"));
        }
    }

    @Test
    void a_ledger_that_cannot_be_reached_is_refused_with_what_to_check() {
        LedgerSettings nowhere = LedgerSettings.of("jdbc:postgresql://127.0.0.1:1/ledger?password=secret-word&connectTimeout=2");

        assertThatThrownBy(() -> {
            try (Ledger ledger = new Ledger(nowhere)) {
                ledger.start();
            }
        }).isInstanceOf(LedgerException.class).hasMessageContaining("LEDGER_URL").message().doesNotContain("secret-word");
    }
}
