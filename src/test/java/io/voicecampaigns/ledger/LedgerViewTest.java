package io.voicecampaigns.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever only looks at a ledger neither changes it nor keeps its service out. */
@OnBothDatabases
class LedgerViewTest {
    private final Database database;
    @TempDir
    private Path dir;

    LedgerViewTest(Database database) {
        this.database = database;
    }

    @Test
    void what_a_running_service_commits_is_seen_and_can_neither_be_changed_nor_added_to() {
        LedgerSettings settings = database.anEmptyOne(dir);
        try (Ledger ledger = new Ledger(settings)) {
            ledger.start();
            suppress(ledger, "+34600000001");
            try (LedgerView view = LedgerView.open(settings).orElseThrow()) {
                assertThat(suppressed(view)).containsExactly("+34600000001");
                suppress(ledger, "+34600000002");
                assertThat(suppressed(view)).containsExactly("+34600000001", "+34600000002");

                assertThatThrownBy(() -> view.read(tx -> tx.update("DELETE FROM suppression"))).isInstanceOf(LedgerException.class);
                assertThatThrownBy(() -> view.read(tx -> tx.update("CREATE TABLE mine (id INTEGER)"))).isInstanceOf(LedgerException.class);
            }
            suppress(ledger, "+34600000003");
        }
        List<String> files = files();
        try (LedgerView view = LedgerView.open(settings).orElseThrow(); Ledger again = new Ledger(settings)) {
            assertThat(suppressed(view)).as("after the service has ended").hasSize(3);
            assertThat(files()).isEqualTo(files);

            again.start();
            suppress(again, "+34600000004");
            assertThat(suppressed(view)).as("once it has begun again").hasSize(4);
        }
    }

    @Test
    void where_there_is_no_ledger_yet_none_is_made() {
        LedgerSettings settings = database.anEmptyOne(dir);

        assertThat(LedgerView.open(settings)).isEmpty();
        assertThat(dir).isEmptyDirectory();
    }

    private List<String> files() {
        return List.of(dir.toFile().list());
    }

    private static void suppress(Ledger ledger, String phone) {
        ledger.write(tx -> tx.update("INSERT INTO suppression (phone, reason, since) VALUES (?, 'asked for it', 0)", phone));
    }

    private static List<String> suppressed(LedgerView view) {
        return view.read(tx -> tx.list("SELECT phone FROM suppression ORDER BY phone", row -> row.text(1)));
    }
}
