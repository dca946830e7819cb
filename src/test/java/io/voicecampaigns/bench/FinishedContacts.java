package io.voicecampaigns.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Fills a ledger with people who were called long ago and whose outcomes were reported. */
final class FinishedContacts {
    private static final int BATCH = 10_000;
    private static final long A_DAY = 86_400_000;

    private FinishedContacts() {
    }

    /** Adds a list of {@code count} people to the only campaign of a ledger that nobody uses. */
    static void add(Path ledger, int count) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long yesterday = System.currentTimeMillis() - A_DAY;
            statement.execute("INSERT INTO list (campaign_id, edition, name, original, state, rows_read, taken_at) "
                    + "VALUES (1, 1, 'finished', 'archive/finished.csv', 'read', " + count + ", " + yesterday + ")");
            try (PreparedStatement contact = connection.prepareStatement("""
                    INSERT INTO contact (campaign_id, edition, key, list_id, row_number, line_number, phone, zones, variables, state, due, next_number)
                    VALUES (1, 1, ?, (SELECT id FROM list WHERE name = 'finished'), ?, ?, ?, 'Europe/Madrid', ?, 'done', ?, 2)""");
                    PreparedStatement attempt = connection.prepareStatement("""
                    INSERT INTO attempt (uuid, contact_id, campaign_id, number, provider, phone, state, version, intent, sent, call_id, call_created,
                      call_status, disposition, end_reason, duration, recording_url, started_at, ended_at, revision)
                    VALUES (?, (SELECT MAX(id) FROM contact), 1, 1, 'diga', ?, 'reported', 3, ?, 1, ?, ?, 'completed', 'answered', 'hangup', 30, ?, ?, ?, 1)""");
                    PreparedStatement delivery = connection.prepareStatement("""
                    INSERT INTO delivery (attempt_id, sink, state, revision, due) VALUES ((SELECT MAX(id) FROM attempt), 'file', 'reported', 1, ?)""")) {
                for (int i = 1; i <= count; i++) {
                    String phone = "+34" + (700_000_000 + i);
                    long then = yesterday + i * A_DAY / 2 / count;
                    set(contact, "F" + i, i, i + 1, phone, "{\"customer_name\":\"Persona " + i + "\",\"offer\":\"10 %\"}", then);
                    set(attempt, UUID.randomUUID().toString(), phone, then, UUID.randomUUID().toString(), then,
                            "https://recordings.example/" + i, then, then + 30_000);
                    set(delivery, then);
                    if (i % BATCH == 0) {
                        connection.commit();
                    }
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.executeUpdate();
    }
}
