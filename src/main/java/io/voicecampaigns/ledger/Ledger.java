package io.voicecampaigns.ledger;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.flywaydb.core.Flyway;

/**
 * The durable record of contacts and attempts: SQLite in a file, or PostgreSQL. One connection writes and commits in groups; a few
 * short-lived ones read. Thread-safe once started. What a method returns after {@link #write} is on disk.
 */
public final class Ledger implements AutoCloseable {
    private static final int READERS = 4;
    /** What answers to open requests, and endings of calls, may need before somebody makes room. */
    private static final long RESERVE_BYTES = 50L << 20;
    private static final long MOST_REWRITTEN_BYTES = 512L << 20;

    private final LedgerSettings settings;
    private final Dialect dialect;
    private Optional<ProcessLock> lock = Optional.empty();
    private HikariDataSource readers;
    private volatile LedgerWriter writer;

    /** Opens nothing yet. */
    public Ledger(LedgerSettings settings) {
        this.settings = settings;
        this.dialect = Dialect.of(settings.url());
    }

    /**
     * Locks out a second process, brings the schema up to date and connects.
     *
     * @throws LedgerException if the database cannot be reached, or belongs to a running process
     */
    public void start() {
        if (writer != null) {
            return;
        }
        try {
            settings.file().ifPresent(file -> lock = Optional.of(ProcessLock.take(file)));
            migrate();
            readers = new HikariDataSource(readerPool());
            writer = new LedgerWriter(this::openWriter, dialect);
            writer.start();
        } catch (RuntimeException e) {
            close();
            throw e instanceof LedgerException told ? told : new LedgerException("the ledger at " + settings.place()
                    + " cannot be opened: is the database running and LEDGER_URL right?", e);
        }
    }

    /** Commits {@code work} and returns its result; what dialling waits for. Blocks the caller until it is durable. */
    public <T> T write(Function<Tx, T> work) {
        return join(writer.submit(false, work));
    }

    /** Like {@link #write}, for large pieces of at most 1,000 rows, which give way to dialling. */
    public <T> CompletableFuture<T> writeBulk(Function<Tx, T> work) {
        return writer.submit(true, work);
    }

    /** Like {@link #write}, without waiting. */
    public <T> CompletableFuture<T> writeLater(Function<Tx, T> work) {
        return writer.submit(false, work);
    }

    /** Runs short reads on a connection of their own; they see what is committed. */
    public <T> T read(Function<Tx, T> work) {
        Map<String, PreparedStatement> prepared = new HashMap<>();
        try (Connection connection = readers.getConnection()) {
            try {
                return work.apply(new Tx(connection, prepared, dialect));
            } finally {
                for (PreparedStatement statement : prepared.values()) {
                    statement.close();
                }
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new LedgerException(e);
        }
    }

    /**
     * Takes what was deleted out of the ledger's own files for good: rows that were moved leave copies in pages, and the log holds pages as
     * they were. Writes wait meanwhile, for seconds at most: a ledger of more than 512 MB is not written anew. PostgreSQL tidies up by itself.
     *
     * @return false if somebody was reading, so that it has to be done again
     */
    public boolean scrub() {
        return settings.file().isEmpty() || join(writer.between(this::rewrite));
    }

    private boolean rewrite() throws SQLException, IOException {
        try (Connection alone = DriverManager.getConnection(settings.url()); Statement statement = alone.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA secure_delete = ON");
            if (Files.size(settings.file().orElseThrow()) <= MOST_REWRITTEN_BYTES) {
                statement.execute("VACUUM");
            }
            try (ResultSet checkpoint = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                return checkpoint.next() && checkpoint.getInt(1) == 0;
            }
        }
    }

    /** Waits for a write and unwraps what it failed with. */
    public static <T> T join(CompletableFuture<T> write) {
        try {
            return write.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new LedgerException("a write failed", e.getCause());
        }
    }

    /** Whether nothing can be written any more. */
    public boolean isClosed() {
        return writer == null;
    }

    /** Whether another process may work on this ledger at the same time. */
    public boolean isShared() {
        return dialect == Dialect.POSTGRESQL;
    }

    /** The ledger's file, where it is one. */
    public Optional<Path> file() {
        return settings.file();
    }

    /** Why nothing can be written, or soon nothing could; empty while all is well. */
    public Optional<String> trouble() {
        LedgerWriter current = writer;
        if (current == null) {
            return Optional.of("the ledger is closed");
        }
        return current.failure().or(this::shortOfRoom);
    }

    /** Says that the disk is nearly full: what is left is for what is under way. */
    public Optional<String> shortOfRoom() {
        try {
            Optional<Path> file = settings.file();
            boolean isShort = file.isPresent() && Files.getFileStore(file.get()).getUsableSpace() < RESERVE_BYTES;
            return isShort ? Optional.of("the disk of " + file.get() + " has less than " + (RESERVE_BYTES >> 20) + " MB left") : Optional.empty();
        } catch (IOException e) {
            return Optional.of("the disk of the ledger cannot be asked (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
            writer = null;
        }
        if (readers != null) {
            readers.close();
            readers = null;
        }
        lock.ifPresent(ProcessLock::close);
        lock = Optional.empty();
    }

    private void migrate() {
        Flyway.configure()
                .dataSource(settings.url(), settings.user().orElse(null), settings.password().orElse(null))
                .locations(dialect.migrations())
                .placeholders(dialect.placeholders())
                .loggers("slf4j")
                // while replicas are upgraded one by one, those of before go on, and may be restarted, beside the schema of those after them
                .ignoreMigrationPatterns("*:future")
                .load()
                .migrate();
    }

    private HikariConfig readerPool() {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("ledger-readers");
        pool.setJdbcUrl(settings.url());
        settings.user().ifPresent(pool::setUsername);
        settings.password().ifPresent(pool::setPassword);
        pool.setMaximumPoolSize(READERS);
        pool.setMinimumIdle(1);
        pool.setAutoCommit(false);
        if (dialect == Dialect.SQLITE) {
            pool.addDataSourceProperty("journal_mode", "WAL");
            pool.addDataSourceProperty("cache_size", "-8000");
            pool.addDataSourceProperty("busy_timeout", "10000");
            pool.addDataSourceProperty("transaction_mode", "DEFERRED");
        } else {
            pool.addDataSourceProperty("connectTimeout", "5");
            pool.addDataSourceProperty("socketTimeout", "60");
            pool.addDataSourceProperty("tcpKeepAlive", "true");
        }
        return pool;
    }

    private Connection openWriter() throws SQLException {
        java.util.Properties properties = new java.util.Properties();
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().ifPresent(password -> properties.setProperty("password", password));
        if (dialect == Dialect.SQLITE) {
            properties.setProperty("journal_mode", "WAL");
            properties.setProperty("synchronous", "FULL");
            properties.setProperty("transaction_mode", "IMMEDIATE");
            properties.setProperty("busy_timeout", "10000");
            properties.setProperty("cache_size", "-64000");
            properties.setProperty("temp_store", "MEMORY");
            // nobody asks for them, and the driver would look them up after each statement
            properties.setProperty("jdbc.get_generated_keys", "false");
            properties.setProperty("journal_size_limit", "67108864");
        } else {
            properties.setProperty("reWriteBatchedInserts", "true");
            properties.setProperty("connectTimeout", "5");
            properties.setProperty("socketTimeout", "30");
            properties.setProperty("tcpKeepAlive", "true");
            // a suspended replica must not hold the others up for longer than this
            properties.setProperty("options", "-c idle_in_transaction_session_timeout=15000");
        }
        Connection connection = DriverManager.getConnection(settings.url(), properties);
        if (dialect == Dialect.POSTGRESQL) {
            // whatever the database's own default is: who has waited for the lock must count what others have committed meanwhile
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        } else {
            try (Statement statement = connection.createStatement()) {
                // what is deleted or overwritten is people's: its bytes go at once
                statement.execute("PRAGMA secure_delete = ON");
                // each contact touches pages all over the file: the rarer they are moved there, the more of them are moved once for many
                statement.execute("PRAGMA wal_autocheckpoint = 16000");
            }
        }
        connection.setAutoCommit(false);
        return connection;
    }
}
