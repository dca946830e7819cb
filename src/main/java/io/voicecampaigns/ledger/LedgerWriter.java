package io.voicecampaigns.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes. Work of many callers is committed together, so that durability costs a commit a group and not a
 * commit a caller; each piece stands in a savepoint of its own, so that one that fails takes nobody with it. What dialling waits for
 * goes first; bulk work gets a transaction of its own, one at a time.
 */
final class LedgerWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final int GROUP = 256;

    private final Connections connections;
    private final Dialect dialect;
    private final BlockingQueue<Piece<?>> urgent = new LinkedBlockingQueue<>();
    private final BlockingQueue<Piece<?>> bulk = new LinkedBlockingQueue<>();
    private final BlockingQueue<Chore<?>> chores = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> bell = new LinkedBlockingQueue<>(1);
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final Thread thread = new Thread(this::run, "ledger-writer");
    private Connection connection;
    private volatile String failure;
    private volatile boolean closed;
    private volatile boolean ended;

    /** Opens a connection that writes. */
    interface Connections {
        Connection open() throws SQLException;
    }

    private record Piece<T>(Function<Tx, T> work, CompletableFuture<T> done) {
    }

    private record Chore<T>(Callable<T> work, CompletableFuture<T> done) {
        void run() {
            try {
                done.complete(work.call());
            } catch (SQLException e) {
                done.completeExceptionally(new LedgerException(e));
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        }
    }

    LedgerWriter(Connections connections, Dialect dialect) {
        this.connections = connections;
        this.dialect = dialect;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    <T> CompletableFuture<T> submit(boolean isBulk, Function<Tx, T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        if (closed) {
            done.completeExceptionally(new LedgerException("the ledger is closed"));
            return done;
        }
        (isBulk ? bulk : urgent).add(new Piece<>(work, done));
        bell.offer(true);
        if (ended) {
            failRest();
        }
        return done;
    }

    /** Does something while nobody writes: for what no transaction may be open. */
    <T> CompletableFuture<T> between(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        chores.add(new Chore<>(work, done));
        bell.offer(true);
        if (closed) {
            failRest();
        }
        return done;
    }

    private void run() {
        List<Piece<?>> group = new ArrayList<>(GROUP);
        while (!closed || !urgent.isEmpty() || !bulk.isEmpty()) {
            try {
                urgent.drainTo(group, GROUP);
                if (!group.isEmpty()) {
                    commit(group);
                    group.clear();
                }
                Chore<?> chore = chores.poll();
                if (chore != null) {
                    // an open connection holds the lock of its next transaction
                    discard();
                    chore.run();
                }
                Piece<?> large = bulk.poll();
                if (large != null) {
                    commit(List.of(large));
                } else if (urgent.isEmpty()) {
                    bell.poll(200, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                group.clear();
            }
        }
    }

    private void commit(List<Piece<?>> group) {
        List<Runnable> results = new ArrayList<>(group.size());
        List<Runnable> afterCommit;
        try {
            Connection open = connection();
            Tx tx = new Tx(open, prepared, dialect);
            dialect.lockOutOtherWriters().ifPresent(sql -> tx.first(sql, row -> true));
            for (Piece<?> piece : group) {
                results.add(group.size() == 1 ? alone(piece, tx, open) : beside(piece, tx, open));
            }
            open.commit();
            afterCommit = tx.afterCommit();
            failure = null;
        } catch (Refused e) {
            note(e.getCause());
            e.piece.done.completeExceptionally(e.getCause());
            return;
        } catch (SQLException | RuntimeException | Error e) {
            // whether the commit holds is unknown, so the connection and all that hangs on it go
            discard();
            RuntimeException told = e instanceof SQLException sql ? new LedgerException(sql)
                    : e instanceof RuntimeException runtime ? runtime : new LedgerException("a transaction broke", e);
            note(told);
            group.forEach(piece -> piece.done.completeExceptionally(told));
            return;
        }
        // before the callers go on, so that they find it done
        afterCommit.forEach(LedgerWriter::run);
        results.forEach(Runnable::run);
    }

    private static void run(Runnable afterCommit) {
        try {
            afterCommit.run();
        } catch (RuntimeException e) {
            LOG.warn("what follows a commit failed with {}", e.getClass().getName());
        }
    }

    private void note(Throwable refusal) {
        // a rule of the schema, or a caller's own exception, says nothing about the database
        if (refusal instanceof LedgerException broken && !broken.isConflict()) {
            failure = broken.getMessage();
        }
    }

    /** Why the last transaction failed, if no other has succeeded since. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    private <T> Runnable alone(Piece<T> piece, Tx tx, Connection open) throws SQLException {
        try {
            T result = piece.work.apply(tx);
            return () -> piece.done.complete(result);
        } catch (RuntimeException e) {
            // if this fails too, the connection is what failed
            open.rollback();
            throw new Refused(piece, e);
        }
    }

    /** Nothing of a piece's work holds, and the connection is as good as before. */
    private static final class Refused extends RuntimeException {
        private final transient Piece<?> piece;

        Refused(Piece<?> piece, RuntimeException cause) {
            super(cause);
            this.piece = piece;
        }
    }

    private <T> Runnable beside(Piece<T> piece, Tx tx, Connection open) throws SQLException {
        Savepoint savepoint = open.setSavepoint();
        int before = tx.afterCommit().size();
        try {
            T result = piece.work.apply(tx);
            open.releaseSavepoint(savepoint);
            return () -> piece.done.complete(result);
        } catch (RuntimeException e) {
            open.rollback(savepoint);
            tx.afterCommit().subList(before, tx.afterCommit().size()).clear();
            return () -> piece.done.completeExceptionally(e);
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null) {
            connection = connections.open();
        }
        return connection;
    }

    private void discard() {
        prepared.clear();
        if (connection != null) {
            try {
                connection.rollback();
            } catch (SQLException e) {
                // closing says all there is to say
            }
            try {
                connection.close();
            } catch (SQLException e) {
                // a broken connection may not even close
            }
            connection = null;
        }
    }

    /** Finishes what was submitted, then closes the connection. */
    @Override
    public void close() {
        closed = true;
        bell.offer(true);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended = true;
        failRest();
        discard();
    }

    /** Nobody shall wait for a writer that is gone. */
    private void failRest() {
        for (BlockingQueue<Piece<?>> queue : List.of(urgent, bulk)) {
            for (Piece<?> piece = queue.poll(); piece != null; piece = queue.poll()) {
                piece.done.completeExceptionally(new LedgerException("the ledger is closed"));
            }
        }
        for (Chore<?> chore = chores.poll(); chore != null; chore = chores.poll()) {
            chore.done().completeExceptionally(new LedgerException("the ledger is closed"));
        }
    }
}
