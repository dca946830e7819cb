package io.voicecampaigns.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted as rows change is what a recount finds. */
@OnBothDatabases
class TalliesTest {
    private static final List<String> CONTACT_STATES = List.of("waiting", "active", "done", "cancelled", "blocked", "expired");
    private static final List<String> ATTEMPT_STATES = List.of("due", "dialing", "in_call", "uncertain", "review", "ended", "reported", "undeliverable");
    private static final List<String> DISPOSITIONS = List.of("answered", "voicemail", "transferred", "unknown");
    private static final int CONTACTS = 30;
    private static final int CHANGES = 600;
    private static final long MINUTE = 60_000;

    private final Database database;
    private final Random random = new Random(8);
    private LedgerSettings settings;
    private Ledger ledger;

    TalliesTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void prepare(@TempDir Path dir) {
        settings = database.anEmptyOne(dir);
        ledger = new Ledger(settings);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void whatever_becomes_of_contacts_and_attempts_is_counted() {
        ledger.start();

        ledger.write(this::fill);
        ledger.write(tx -> IntStream.range(0, CHANGES).mapToObj(i -> change(tx)).toList());

        assertThat(ledger.<Map<String, Long>>read(TalliesTest::counted)).isEqualTo(ledger.read(TalliesTest::recounted)).hasSizeGreaterThan(10);
        assertThat(ledger.<List<String>>read(TalliesTest::beats)).isEqualTo(ledger.read(TalliesTest::recountedBeats)).hasSizeGreaterThan(3);
    }

    @Test
    void who_is_deleted_is_not_counted_any_more_whichever_goes_first() {
        ledger.start();
        ledger.write(this::fill);
        ledger.write(tx -> IntStream.range(0, CHANGES).mapToObj(i -> change(tx)).toList());

        ledger.write(tx -> tx.update("DELETE FROM contact WHERE id <= 10") + tx.update("DELETE FROM attempt WHERE contact_id <= 10"));
        ledger.write(tx -> tx.update("DELETE FROM attempt WHERE contact_id <= 20") + tx.update("DELETE FROM contact WHERE id <= 20"));
        ledger.write(tx -> tx.update("DELETE FROM reject WHERE row_number = 101"));

        assertThat(ledger.<Map<String, Long>>read(TalliesTest::counted)).isEqualTo(ledger.read(TalliesTest::recounted)).isNotEmpty();
    }

    @Test
    void a_ledger_of_before_is_counted_once() {
        Dialect dialect = Dialect.of(settings.url());
        Flyway.configure().dataSource(settings.url(), settings.user().orElse(null), settings.password().orElse(null)).locations(dialect.migrations())
                .placeholders(dialect.placeholders()).loggers("slf4j").target("4").load().migrate();
        try (LedgerWriter before = new LedgerWriter(() -> opened(settings), dialect)) {
            before.start();
            Ledger.join(before.submit(false, this::fill));
            Ledger.join(before.submit(false, tx -> IntStream.range(0, CHANGES).mapToObj(i -> change(tx)).toList()));
        }

        ledger.start();

        assertThat(ledger.<Map<String, Long>>read(TalliesTest::counted)).isEqualTo(ledger.read(TalliesTest::recounted)).hasSizeGreaterThan(10);
        assertThat(ledger.<List<String>>read(TalliesTest::beats)).isEqualTo(ledger.read(TalliesTest::recountedBeats)).hasSizeGreaterThan(3);
    }

    private static Connection opened(LedgerSettings settings) throws SQLException {
        Connection connection = DriverManager.getConnection(settings.url(), settings.user().orElse(null), settings.password().orElse(null));
        connection.setAutoCommit(false);
        return connection;
    }

    private Void fill(Tx tx) {
        tx.update("INSERT INTO campaign (name, provider, edition) VALUES ('uno', 'diga', 1)");
        for (String list : List.of("a", "b")) {
            tx.update("INSERT INTO list (campaign_id, edition, name, original, state, taken_at) VALUES (1, 1, ?, 'x', 'read', 0)", list);
        }
        for (int i = 1; i <= CONTACTS; i++) {
            tx.update("""
                    INSERT INTO contact (campaign_id, edition, key, list_id, row_number, line_number, phone, zones, variables, state, due)
                    VALUES (1, 1, ?, ?, ?, ?, '+34600000000', '', '{}', 'waiting', 0)""", "K" + i, 1 + i % 2, i, i);
            tx.update("INSERT INTO attempt (uuid, contact_id, campaign_id, number, provider, phone, state, intent) VALUES (?, ?, 1, 1, 'diga', '+34600000000', ?, ?)",
                    "u" + i, i, i % 3 == 0 ? "in_call" : "dialing", i * MINUTE / 10);
        }
        for (int row = 100; row < 105; row++) {
            tx.update("INSERT INTO reject (list_id, row_number, line_number, reason) VALUES (?, ?, 1, 'no number')", 1 + row % 2, row);
        }
        return null;
    }

    /** One of the changes that the product makes, whether it would make it of this row or not. */
    private int change(Tx tx) {
        int id = 1 + random.nextInt(CONTACTS);
        return switch (random.nextInt(5)) {
            case 0 -> tx.update("UPDATE contact SET state = ? WHERE id = ?", one(CONTACT_STATES), id);
            case 1 -> tx.update("UPDATE attempt SET state = ? WHERE id = ?", one(ATTEMPT_STATES), id);
            case 2 -> tx.update("UPDATE attempt SET state = 'ended', disposition = ?, ended_at = ? WHERE id = ?", one(DISPOSITIONS),
                    random.nextInt(10) * MINUTE, id);
            case 3 -> tx.update("UPDATE attempt SET state = 'due', disposition = NULL, ended_at = NULL WHERE id = ?", id);
            default -> tx.update("UPDATE attempt SET disposition = ? WHERE id = ? AND disposition IS NOT NULL", one(DISPOSITIONS), id);
        };
    }

    private String one(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    private static Map<String, Long> counted(Tx tx) {
        Map<String, Long> counts = new TreeMap<>();
        tx.each("SELECT list_id, what, n FROM tally WHERE n <> 0", row -> counts.put(row.number(1) + " " + row.text(2), row.number(3)));
        return counts;
    }

    private static Map<String, Long> recounted(Tx tx) {
        Map<String, Long> counts = new TreeMap<>();
        tx.each("SELECT list_id, state, COUNT(*) FROM contact WHERE state <> 'waiting' GROUP BY list_id, state",
                row -> counts.put(row.number(1) + " contact:" + row.text(2), row.number(3)));
        tx.each("""
                SELECT c.list_id, a.disposition, COUNT(*) FROM attempt a JOIN contact c ON c.id = a.contact_id
                WHERE a.disposition IS NOT NULL GROUP BY c.list_id, a.disposition""", row -> counts.put(row.number(1) + " call:" + row.text(2), row.number(3)));
        tx.each("SELECT list_id, COUNT(*) FROM reject GROUP BY list_id", row -> counts.put(row.number(1) + " reject", row.number(2)));
        return counts;
    }

    private static List<String> beats(Tx tx) {
        return tx.list("SELECT at, calls, ended, answered FROM pulse WHERE calls <> 0 OR ended <> 0 OR answered <> 0 ORDER BY at",
                row -> row.number(1) + " " + row.number(2) + " " + row.number(3) + " " + row.number(4));
    }

    private static List<String> recountedBeats(Tx tx) {
        return tx.list("""
                SELECT at, SUM(calls), SUM(ended), SUM(answered) FROM (
                  SELECT intent / 10000 * 10000 AS at, 1 AS calls, 0 AS ended, 0 AS answered FROM attempt WHERE state NOT IN ('due', 'dialing')
                  UNION ALL SELECT COALESCE(ended_at, intent) / 10000 * 10000, 0, 1,
                    CASE WHEN disposition IN ('answered', 'transferred') THEN 1 ELSE 0 END FROM attempt WHERE disposition IS NOT NULL) beats
                GROUP BY at ORDER BY at""", row -> row.number(1) + " " + row.number(2) + " " + row.number(3) + " " + row.number(4));
    }
}
