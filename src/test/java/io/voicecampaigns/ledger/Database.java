package io.voicecampaigns.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** The databases that a ledger may live in, each offering an empty one to a test. */
public enum Database {
    SQLITE {
        @Override
        public LedgerSettings anEmptyOne(Path dir) {
            return LedgerSettings.inFile(dir.resolve("ledger.db"));
        }
    },
    POSTGRESQL {
        @Override
        public LedgerSettings anEmptyOne(Path dir) {
            // a schema is made and thrown away in a fraction of the time that a database takes
            String name = aName();
            administer("CREATE SCHEMA " + name);
            return LedgerSettings.of(Server.ONE.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + name);
        }
    };

    public abstract LedgerSettings anEmptyOne(Path dir);

    /** Runs a statement on the PostgreSQL server, outside any ledger. */
    static void administer(String sql) {
        try (Connection connection = Server.ONE.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** A PostgreSQL database that a test may close to others. */
    static String aDatabaseOfItsOwn() {
        String name = aName();
        administer("CREATE DATABASE " + name);
        return name;
    }

    static LedgerSettings inDatabase(String name) {
        return LedgerSettings.of(Server.ONE.getJdbcUrl("postgres", name));
    }

    private static String aName() {
        return "ledger_" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Started when first asked for; it ends with this process. */
    private static final class Server {
        static final EmbeddedPostgres ONE = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
