package io.voicecampaigns.ledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;

/**
 * A ledger that another process may be working on, to be read and not changed: the database refuses writes of it, no lock keeps anybody out,
 * and no schema is brought up to date. No file is made beside it either. For one thread.
 */
public final class LedgerView implements AutoCloseable {
    private static final int BUSY_MS = 10_000;

    private final LedgerSettings settings;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private Connection connection;
    private boolean isIdle;

    private LedgerView(LedgerSettings settings) throws SQLException {
        this.settings = settings;
        this.dialect = Dialect.of(settings.url());
        connect();
    }

    /**
     * Opens the ledger there.
     *
     * @return empty if there is none yet
     * @throws LedgerException if it cannot be reached or read
     */
    public static Optional<LedgerView> open(LedgerSettings settings) {
        if (settings.file().filter(Files::notExists).isPresent()) {
            return Optional.empty();
        }
        try {
            LedgerView view = new LedgerView(settings);
            if (view.hasTables()) {
                return Optional.of(view);
            }
            view.close();
            return Optional.empty();
        } catch (SQLException e) {
            throw new LedgerException("the ledger at " + settings.place() + " cannot be read: is the database running and LEDGER_URL right?", e);
        }
    }

    private void connect() throws SQLException {
        // SQLite would leave two files beside a ledger that nobody works on
        isIdle = settings.file().filter(file -> Files.notExists(log(file))).isPresent();
        String url = isIdle ? "jdbc:sqlite:file:" + settings.file().orElseThrow().toAbsolutePath().toUri().getRawPath() + "?immutable=1" : settings.url();
        connection = DriverManager.getConnection(url, dialect == Dialect.SQLITE ? ofSqlite() : ofPostgres(settings));
        connection.setAutoCommit(false);
    }

    private static Path log(Path ledger) {
        return ledger.resolveSibling(ledger.getFileName() + "-wal");
    }

    private static Properties ofSqlite() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MS);
        return config.toProperties();
    }

    private static Properties ofPostgres(LedgerSettings settings) {
        Properties properties = new Properties();
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("options", "-c default_transaction_read_only=on");
        return properties;
    }

    private boolean hasTables() throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "attempt", new String[] {"TABLE"})) {
            return tables.next();
        } finally {
            connection.rollback();
        }
    }

    /** Runs short reads in a transaction of their own; they see what is committed. */
    public <T> T read(Function<Tx, T> work) {
        try {
            if (isIdle && settings.file().filter(file -> Files.exists(log(file))).isPresent()) {
                // a service has begun to work on it
                prepared.clear();
                connection.close();
                connect();
            }
            try {
                return work.apply(new Tx(connection, prepared, dialect));
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new LedgerException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new LedgerException(e);
        }
    }
}
