package io.voicecampaigns.ledger;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class GroupCommitTest {
    private final Database database;
    private final CountDownLatch gate = new CountDownLatch(1);
    private LedgerSettings settings;
    private Ledger ledger;

    GroupCommitTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open(@TempDir Path dir) {
        settings = database.anEmptyOne(dir);
        ledger = new Ledger(settings);
        ledger.start();
    }

    @AfterEach
    void close() {
        gate.countDown();
        ledger.close();
    }

    @Test
    void a_piece_that_fails_takes_nobody_with_it_and_what_was_returned_survives_reopening() {
        holdTheWriter();
        CompletableFuture<Integer> first = ledger.writeLater(suppressing("+34600000001"));
        CompletableFuture<Integer> broken = ledger.writeLater(tx -> {
            suppressing("+34600000009").apply(tx);
            throw new IllegalStateException("a bug");
        });
        CompletableFuture<Integer> conflicting = ledger.writeLater(suppressing("+34600000001"));
        CompletableFuture<Integer> wrong = ledger.writeLater(tx -> tx.update("UPDATE no_such_table SET a = 1"));
        CompletableFuture<Integer> last = ledger.writeLater(suppressing("+34600000002"));
        gate.countDown();

        assertThat(first.orTimeout(30, SECONDS).join()).isEqualTo(1);
        assertThat(last.orTimeout(30, SECONDS).join()).isEqualTo(1);
        assertThatThrownBy(() -> Ledger.join(broken)).isInstanceOf(IllegalStateException.class).hasMessage("a bug");
        assertThatThrownBy(() -> Ledger.join(conflicting)).isInstanceOfSatisfying(LedgerException.class,
                failure -> assertThat(failure.isConflict()).isTrue());
        assertThatThrownBy(() -> Ledger.join(wrong)).isInstanceOfSatisfying(LedgerException.class,
                failure -> assertThat(failure.isConflict()).isFalse());

        ledger.close();
        ledger = new Ledger(settings);
        ledger.start();
        assertThat(suppressed(ledger)).containsExactly("+34600000001", "+34600000002");
    }

    @Test
    void a_piece_that_fails_alone_leaves_nothing_and_the_next_one_works() {
        assertThatThrownBy(() -> ledger.write(tx -> {
            suppressing("+34600000009").apply(tx);
            throw new IllegalStateException("a bug");
        })).hasMessage("a bug");
        ledger.write(suppressing("+34600000001"));

        assertThat(suppressed(ledger)).containsExactly("+34600000001");
    }

    @Test
    void messages_of_failures_hold_no_values() {
        ledger.write(suppressing("+34600000001"));

        assertThatThrownBy(() -> ledger.write(suppressing("+34600000001"))).isInstanceOf(LedgerException.class)
                .message().doesNotContain("600000001");
    }

    @Test
    void bulk_work_gives_way_to_what_dialling_waits_for() {
        ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
        holdTheWriter();
        CompletableFuture<Boolean> bulk = ledger.writeBulk(tx -> order.add("bulk"));
        CompletableFuture<Boolean> more = ledger.writeBulk(tx -> {
            // what arrives while a piece of bulk work runs need not wait for the rest of it
            order.add("more bulk");
            ledger.writeLater(inner -> order.add("dialling again"));
            return true;
        });
        CompletableFuture<Boolean> rest = ledger.writeBulk(tx -> order.add("rest of bulk"));
        CompletableFuture<Boolean> urgent = ledger.writeLater(tx -> order.add("dialling"));
        gate.countDown();
        CompletableFuture.allOf(bulk, more, rest, urgent).orTimeout(30, SECONDS).join();

        assertThat(order).containsExactly("dialling", "bulk", "more bulk", "dialling again", "rest of bulk");
    }

    @Test
    void readers_see_nothing_before_it_is_committed() {
        CountDownLatch written = new CountDownLatch(1);
        CompletableFuture<Integer> write = ledger.writeLater(tx -> {
            int rows = suppressing("+34600000001").apply(tx);
            written.countDown();
            await(gate);
            return rows;
        });
        await(written);

        assertThat(suppressed(ledger)).isEmpty();
        gate.countDown();
        write.orTimeout(30, SECONDS).join();
        assertThat(suppressed(ledger)).hasSize(1);
    }

    @Test
    void closing_finishes_what_was_submitted_and_refuses_what_comes_later() {
        CompletableFuture<Integer> write = ledger.writeBulk(suppressing("+34600000001"));
        ledger.close();

        assertThat(write).isCompletedWithValue(1);
    }

    @Test
    void a_writer_that_ended_fails_what_comes_later_instead_of_keeping_it_waiting() {
        LedgerWriter writer = new LedgerWriter(() -> {
            throw new java.sql.SQLException("no database", "08001");
        }, Dialect.of(settings.url()));
        writer.start();
        assertThatThrownBy(() -> Ledger.join(writer.submit(false, tx -> 1))).isInstanceOf(LedgerException.class).hasMessageContaining("08001");
        writer.close();

        assertThat(writer.submit(false, tx -> 1)).isCompletedExceptionally();
        assertThat(writer.submit(true, tx -> 1)).isCompletedExceptionally();
    }

    @Test
    void a_new_ledger_gets_its_tables_and_opening_it_again_changes_nothing(@TempDir Path other) {
        LedgerSettings bare = database.anEmptyOne(other);
        for (int opening = 0; opening < 2; opening++) {
            try (Ledger fresh = new Ledger(bare)) {
                fresh.start();
                fresh.start();
                for (String table : List.of("installation", "account", "campaign", "list", "contact", "attempt", "delivery", "reject",
                        "suppression", "seen_call")) {
                    assertThat(fresh.<Long>read(tx -> tx.number("SELECT COUNT(*) FROM " + table))).as(table).isZero();
                }
            }
        }
    }

    @Test
    void what_follows_a_commit_is_done_before_its_caller_goes_on_and_never_for_a_piece_that_failed() {
        ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
        holdTheWriter();
        CompletableFuture<Integer> first = ledger.writeLater(following(done, "first", false));
        CompletableFuture<Integer> broken = ledger.writeLater(following(done, "broken", true));
        CompletableFuture<Integer> last = ledger.writeLater(following(done, "last", false));
        gate.countDown();

        first.orTimeout(30, SECONDS).join();
        last.orTimeout(30, SECONDS).join();
        assertThat(done).containsExactly("first", "last");
        assertThatThrownBy(() -> Ledger.join(broken)).hasMessage("a bug");
        assertThatThrownBy(() -> ledger.write(following(done, "alone", true))).hasMessage("a bug");
        assertThat(done).containsExactly("first", "last");
    }

    private static Function<Tx, Integer> following(ConcurrentLinkedQueue<String> done, String name, boolean fails) {
        return tx -> {
            tx.afterCommit(() -> done.add(name));
            tx.afterCommit(() -> {
                throw new IllegalStateException("what follows may fail");
            });
            if (fails) {
                throw new IllegalStateException("a bug");
            }
            return 1;
        };
    }

    private void holdTheWriter() {
        CountDownLatch held = new CountDownLatch(1);
        ledger.writeBulk(tx -> {
            held.countDown();
            await(gate);
            return null;
        });
        await(held);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Function<Tx, Integer> suppressing(String phone) {
        return tx -> tx.update("INSERT INTO suppression (phone, reason, since) VALUES (?, 'a test', 0)", phone);
    }

    private static List<String> suppressed(Ledger ledger) {
        return ledger.read(tx -> tx.list("SELECT phone FROM suppression ORDER BY phone", row -> row.text(1)));
    }
}
