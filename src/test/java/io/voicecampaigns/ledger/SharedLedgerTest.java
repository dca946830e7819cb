package io.voicecampaigns.ledger;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Two processes' ledgers in one PostgreSQL database. */
class SharedLedgerTest {
    private static final int PATIENCE = 60;

    @Test
    void whoever_has_waited_for_another_counts_what_that_one_committed_whatever_isolation_is_the_database_s_default() {
        String name = Database.aDatabaseOfItsOwn();
        Database.administer("ALTER DATABASE " + name + " SET default_transaction_isolation = 'repeatable read'");
        CountDownLatch isWriting = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        try (Ledger one = new Ledger(Database.inDatabase(name)); Ledger other = new Ledger(Database.inDatabase(name))) {
            one.start();
            other.start();
            CompletableFuture<Integer> written = one.writeLater(tx -> {
                isWriting.countDown();
                pass(mayCommit);
                return tx.update("INSERT INTO suppression (phone, reason, since) VALUES ('1', 'asked', 0)");
            });
            pass(isWriting);

            CompletableFuture<Long> counted = other.writeLater(tx -> tx.number("SELECT COUNT(*) FROM suppression"));
            await().atMost(PATIENCE, SECONDS).until(() -> one.<Long>read(tx -> tx.number("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")) > 0);
            mayCommit.countDown();

            assertThat(written.orTimeout(PATIENCE, SECONDS).join()).isOne();
            assertThat(counted.orTimeout(PATIENCE, SECONDS).join()).isOne();
        }
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
