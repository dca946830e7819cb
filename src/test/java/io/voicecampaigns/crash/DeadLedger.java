package io.voicecampaigns.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The SQLite ledger that a killed process left behind, read in a copy, so that the successor finds it as it was left. */
final class DeadLedger {
    private final Path file;

    private DeadLedger(Path file) {
        this.file = file;
    }

    static DeadLedger in(Path dataDir, Path scratch) {
        try {
            Path copy = Files.createTempDirectory(scratch, "ledger");
            for (String name : new String[] {"ledger.db", "ledger.db-wal"}) {
                if (Files.exists(dataDir.resolve(name))) {
                    Files.copy(dataDir.resolve(name), copy.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return new DeadLedger(copy.resolve("ledger.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long attemptsIn(String state) {
        return count("SELECT COUNT(*) FROM attempt WHERE state = '" + state + "'");
    }

    long contacts() {
        return count("SELECT COUNT(*) FROM contact");
    }

    long contactsIn(String state) {
        return count("SELECT COUNT(*) FROM contact WHERE state = '" + state + "'");
    }

    /** Rows of lists that are enrolled or rejected, and whether more are to come. */
    boolean isStillEnrolling() {
        return count("SELECT COUNT(*) FROM list WHERE state = 'reading' AND rows_read > 0") > 0;
    }

    /** Outcomes that no sink has accepted as far as the ledger knows. */
    long outcomesOwed() {
        return count("SELECT COUNT(*) FROM delivery WHERE state = 'due'");
    }

    private long count(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
