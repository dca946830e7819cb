package io.voicecampaigns.crash;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.LedgerSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** A PostgreSQL ledger of several processes, looked at from outside. */
final class SharedLedger {
    private final LedgerSettings settings;

    private SharedLedger(LedgerSettings settings) {
        this.settings = settings;
    }

    static SharedLedger empty(Path dir) {
        return new SharedLedger(Database.POSTGRESQL.anEmptyOne(dir));
    }

    String url() {
        return settings.url();
    }

    /** The processes that are dialling now. */
    Set<String> dialling() {
        return texts("SELECT DISTINCT owner FROM attempt WHERE state = 'dialing'");
    }

    long number(String sql) {
        return Long.parseLong(texts(sql).iterator().next());
    }

    /** The first column of all rows; nothing while the tables are being made. */
    Set<String> texts(String sql) {
        Set<String> texts = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(settings.url()); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(String.valueOf(rows.getString(1)));
            }
        } catch (SQLException e) {
            if (!"42P01".equals(e.getSQLState())) {
                throw new IllegalStateException(sql, e);
            }
        }
        return texts;
    }
}
