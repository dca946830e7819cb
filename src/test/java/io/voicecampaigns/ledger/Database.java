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
            String name = "ledger_" + UUID.randomUUID().toString().replace("-", "");
            administer("CREATE DATABASE " + name + " TEMPLATE " + Server.TEMPLATE);
            return settings(name);
        }
    };

    public abstract LedgerSettings anEmptyOne(Path dir);

    /** Runs a statement on the PostgreSQL server, outside any ledger. */
    static void administer(String sql) {
        administer(Server.ONE, sql);
    }

    /** A database without tables. */
    static LedgerSettings withoutSchema(Path dir) {
        String name = "bare_" + UUID.randomUUID().toString().replace("-", "");
        administer("CREATE DATABASE " + name);
        return settings(name);
    }

    private static LedgerSettings settings(String database) {
        return LedgerSettings.of(Server.ONE.getJdbcUrl("postgres", database));
    }

    private static void administer(EmbeddedPostgres server, String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Started when first asked for; it ends with this process. */
    private static final class Server {
        static final String TEMPLATE = "ledger_template";
        static final EmbeddedPostgres ONE = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                administer(server, "CREATE DATABASE " + TEMPLATE);
                try (Ledger ledger = new Ledger(LedgerSettings.of(server.getJdbcUrl("postgres", TEMPLATE)))) {
                    ledger.start();
                }
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
