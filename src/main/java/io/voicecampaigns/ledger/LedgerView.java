package io.voicecampaigns.ledger;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
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
 * and no schema is brought up to date. For one thread.
 */
public final class LedgerView implements AutoCloseable {
    private static final int BUSY_MS = 10_000;

    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, java.sql.PreparedStatement> prepared = new HashMap<>();

    private LedgerView(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
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
        Dialect dialect = Dialect.of(settings.url());
        try {
            Connection connection = DriverManager.getConnection(settings.url(), dialect == Dialect.SQLITE ? ofSqlite() : ofPostgres(settings));
            try {
                connection.setAutoCommit(false);
                if (hasTables(connection)) {
                    return Optional.of(new LedgerView(connection, dialect));
                }
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            throw new LedgerException("the ledger at " + settings.place() + " cannot be read: is the database running and LEDGER_URL right?", e);
        }
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

    private static boolean hasTables(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "attempt", new String[] {"TABLE"})) {
            return tables.next();
        } finally {
            connection.rollback();
        }
    }

    /** Runs short reads in a transaction of their own; they see what is committed. */
    public <T> T read(Function<Tx, T> work) {
        try {
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
