package io.voicecampaigns.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One transaction's way to the database. Statements stay prepared for as long as their connection lives, since preparing costs SQLite
 * more than running. Instants are stored as milliseconds since the epoch. Not thread-safe, and of no use after the transaction.
 */
public final class Tx {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared;
    private final Dialect dialect;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(Connection connection, Map<String, PreparedStatement> prepared, Dialect dialect) {
        this.connection = connection;
        this.prepared = prepared;
        this.dialect = dialect;
    }

    /** Reads one row of a result. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(Row row) throws SQLException;
    }

    /** Does something with one row of a result. */
    @FunctionalInterface
    public interface RowVisitor {
        void visit(Row row) throws SQLException;
    }

    /** Runs an INSERT, UPDATE or DELETE and returns how many rows it changed. */
    public int update(String sql, Object... arguments) {
        try {
            return bind(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw new LedgerException(e);
        }
    }

    /** Runs one statement for each row of arguments and returns how many rows each changed. */
    public int[] batch(String sql, List<Object[]> rows) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try {
            PreparedStatement statement = prepare(sql);
            for (Object[] row : rows) {
                set(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        } catch (SQLException e) {
            throw new LedgerException(e);
        }
    }

    public <T> List<T> list(String sql, RowReader<T> reader, Object... arguments) {
        List<T> found = new ArrayList<>();
        each(sql, row -> found.add(reader.read(row)), arguments);
        return found;
    }

    public <T> Optional<T> first(String sql, RowReader<T> reader, Object... arguments) {
        try (ResultSet rows = bind(sql, arguments).executeQuery()) {
            return rows.next() ? Optional.ofNullable(reader.read(new Row(rows))) : Optional.empty();
        } catch (SQLException e) {
            throw new LedgerException(e);
        }
    }

    /** The first column of the first row; 0 where there is none. */
    public long number(String sql, Object... arguments) {
        return first(sql, row -> row.number(1), arguments).orElse(0L);
    }

    /** Visits every row while it streams from the database. */
    public void each(String sql, RowVisitor visitor, Object... arguments) {
        try (ResultSet rows = bind(sql, arguments).executeQuery()) {
            Row row = new Row(rows);
            while (rows.next()) {
                visitor.visit(row);
            }
        } catch (SQLException e) {
            throw new LedgerException(e);
        }
    }

    /** Ends a SELECT whose rows this transaction decides on. */
    public String forUpdate() {
        return dialect.forUpdate();
    }

    /** Ends a SELECT that takes rows for this transaction and passes over those that another one holds. */
    public String skipLocked() {
        return dialect.skipLocked();
    }

    /**
     * What is to be done once the change holds, such as counting it: it may take no time, and must not touch the ledger. It is not done
     * if the transaction fails, nor in one that only reads.
     */
    public void afterCommit(Runnable done) {
        afterCommit.add(done);
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    Connection connection() {
        return connection;
    }

    private PreparedStatement bind(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = prepare(sql);
        set(statement, arguments);
        return statement;
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statement.setFetchSize(1_000);
            prepared.put(sql, statement);
        }
        return statement;
    }

    private static void set(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            if (argument instanceof Optional<?> optional) {
                argument = optional.orElse(null);
            }
            if (argument instanceof String text) {
                statement.setString(i + 1, text);
            } else if (argument instanceof Instant instant) {
                statement.setLong(i + 1, instant.toEpochMilli());
            } else if (argument instanceof Number number) {
                statement.setLong(i + 1, number.longValue());
            } else if (argument instanceof Boolean flag) {
                statement.setLong(i + 1, flag ? 1 : 0);
            } else if (argument instanceof OptionalInt optional) {
                statement.setObject(i + 1, optional.isPresent() ? (long) optional.getAsInt() : null);
            } else if (argument instanceof OptionalLong optional) {
                statement.setObject(i + 1, optional.isPresent() ? optional.getAsLong() : null);
            } else {
                // PostgreSQL takes an untyped null for a column of any type only as setObject
                statement.setObject(i + 1, argument == null ? null : argument.toString());
            }
        }
    }

    /** The current row of a result; columns count from 1. */
    public static final class Row {
        private final ResultSet rows;

        Row(ResultSet rows) {
            this.rows = rows;
        }

        public long number(int column) throws SQLException {
            return rows.getLong(column);
        }

        public int integer(int column) throws SQLException {
            return rows.getInt(column);
        }

        public boolean flag(int column) throws SQLException {
            return rows.getLong(column) != 0;
        }

        /** The text, or null. */
        public String text(int column) throws SQLException {
            return rows.getString(column);
        }

        public Optional<String> optionalText(int column) throws SQLException {
            return Optional.ofNullable(rows.getString(column));
        }

        public OptionalInt optionalInteger(int column) throws SQLException {
            int value = rows.getInt(column);
            return rows.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
        }

        public Instant instant(int column) throws SQLException {
            return Instant.ofEpochMilli(rows.getLong(column));
        }

        public Optional<Instant> optionalInstant(int column) throws SQLException {
            long value = rows.getLong(column);
            return rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(value));
        }
    }
}
