package io.voicecampaigns.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicecampaigns.enroll.RunOverException;
import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.source.SourceRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody whom a source lists is lost or taken twice, whoever dies and however often they are listed. */
@OnBothDatabases
class ContactsOfASourceTest {
    private static final String END = "{\"list\": \"all\", \"end\": true}";

    private final Database database;
    @TempDir
    private Path dir;
    private Scene scene;
    private Worker worker;

    ContactsOfASourceTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void start() {
        scene = new Scene(database, dir);
        campaign(1, "http://127.0.0.1:1/a");
        worker = scene.started();
    }

    private void campaign(int edition, String url) {
        scene.campaignFile("tienda", """
                provider: diga
                from-number: "+34910000999"
                edition: %d
                source: {from: shop, every: 1m, url: "%s"}
                contacts: {phone: telefono, key: id, region: ES}
                calling: {window: "", attempts: 2}
                """.formatted(edition, url));
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private static String contact(int ref, String key, int phone, String cursor) {
        return "{\"ref\": \"%d\", \"columns\": {\"id\": \"%s\", \"telefono\": \"%d\"}%s}".formatted(ref, key, phone,
                cursor.isEmpty() ? "" : ", \"cursor\": \"" + cursor + "\"");
    }

    private static String page(String... objects) {
        return "[" + String.join(",", objects) + "]";
    }

    private SourceRun begin() {
        List<SourceRun> due = worker.sources.due();
        assertThat(due).hasSize(1);
        return due.get(0);
    }

    private SourceRun next(SourceRun before) {
        worker.sources.gone(before);
        scene.advance(Duration.ofMinutes(1));
        return begin();
    }

    private String cursorOf(SourceRun run) {
        return run.ofProduct().get("cursor");
    }

    @Test
    void a_page_is_in_the_ledger_with_its_cursor_or_not_at_all() {
        begin();
        worker.handOver("tienda", page(contact(1, "K1", 600000001, "1"), contact(2, "K2", 600000002, "2")));
        // dies with the next page on its way
        worker.sources.page("source-tienda", page(contact(3, "K3", 600000003, "3")));

        worker = scene.restarted(worker);
        worker.ledger.write(tx -> tx.update("UPDATE source SET lease_until = 1"));
        SourceRun run = begin();

        assertThat(cursorOf(run)).isEqualTo("2");
        assertThat(keys()).containsExactly("K1", "K2");
        worker.handOver("tienda", page(contact(2, "K2", 600000002, "2"), contact(3, "K3", 600000003, "3"), END));
        assertThat(keys()).containsExactly("K1", "K2", "K3");
        assertThat(worker.number("SELECT COUNT(*) FROM reject")).isZero();
    }

    @Test
    void what_a_run_hands_over_late_is_refused_once_another_has_begun() {
        begin();
        worker.ledger.write(tx -> tx.update("UPDATE source SET run = run + 1, owner = 'another'"));

        assertThatThrownBy(() -> worker.handOver("tienda", page(contact(1, "K1", 600000001, "1")))).isInstanceOf(RunOverException.class);
        assertThat(keys()).isEmpty();
        assertThat(worker.text("SELECT cursor FROM source")).isEmpty();
    }

    @Test
    void after_the_end_nothing_more_is_taken_and_the_next_run_begins_when_the_pause_is_over() {
        SourceRun run = begin();
        worker.handOver("tienda", page(contact(1, "K1", 600000001, ""), END));

        assertThatThrownBy(() -> worker.handOver("tienda", page(contact(2, "K2", 600000002, "")))).isInstanceOf(RunOverException.class);
        worker.sources.gone(run);
        assertThat(worker.sources.due()).isEmpty();
        scene.advance(Duration.ofMinutes(1));
        assertThat(worker.sources.due()).hasSize(1);
    }

    @Test
    void who_is_listed_again_is_known_and_only_who_still_waits_gets_the_news() {
        SourceRun run = begin();
        worker.handOver("tienda", page(contact(1, "K1", 600000001, ""), contact(2, "K2", 600000002, ""), contact(3, "K3", 12, ""), END));
        worker.ledger.write(tx -> tx.update("UPDATE contact SET state = 'done' WHERE key = 'K1'"));
        long changes = worker.number("SELECT changes FROM list");

        run = next(run);
        worker.handOver("tienda", page(contact(1, "K1", 600000001, ""), contact(2, "K2", 600000002, ""), contact(3, "K3", 12, ""), END));
        assertThat(worker.number("SELECT changes FROM list")).as("nothing to write anew").isEqualTo(changes);
        assertThat(worker.number("SELECT COUNT(*) FROM reject")).isEqualTo(1);

        next(run);
        worker.handOver("tienda", page(contact(1, "K1", 600000101, ""), contact(2, "K2", 600000102, ""), contact(3, "K3", 600000103, ""), END));
        assertThat(worker.list("SELECT phone FROM contact ORDER BY key", row -> row.text(1)))
                .containsExactly("+34600000001", "+34600000102", "+34600000103");
        assertThat(worker.number("SELECT COUNT(*) FROM reject")).as("who can be called now is no reject any more").isZero();
        assertThat(worker.number("SELECT changes FROM list")).isGreaterThan(changes);
    }

    @Test
    void one_record_under_another_key_is_no_other_person_and_two_records_with_one_key_are_not_two() {
        SourceRun run = begin();
        worker.handOver("tienda", page(contact(1, "K1", 600000001, ""), contact(2, "K1", 600000002, ""), END));
        assertThat(keys()).containsExactly("K1");
        assertThat(worker.text("SELECT reason FROM reject WHERE ref = '2'")).contains("already enrolled from list shop");

        next(run);
        worker.handOver("tienda", page(contact(1, "K9", 600000009, ""), END));
        assertThat(keys()).containsExactly("K1");
    }

    @Test
    void other_properties_may_mean_other_people_so_the_cursor_begins_anew() {
        SourceRun run = begin();
        worker.handOver("tienda", page(contact(1, "K1", 600000001, "7"), END));
        run = next(run);
        assertThat(cursorOf(run)).isEqualTo("7");

        campaign(1, "http://127.0.0.1:1/b");
        assertThat(worker.sources.due()).isEmpty();
        assertThat(run.isOver()).isTrue();
        worker.sources.gone(run);

        assertThat(cursorOf(begin())).isEmpty();
    }

    @Test
    void a_new_edition_lists_everybody_again() {
        SourceRun run = begin();
        worker.handOver("tienda", page(contact(1, "K1", 600000001, "7"), END));

        campaign(2, "http://127.0.0.1:1/a");
        worker.sources.gone(run);
        assertThat(cursorOf(begin())).isEmpty();
        worker.handOver("tienda", page(contact(1, "K1", 600000001, "7"), END));

        assertThat(worker.list("SELECT name FROM list ORDER BY id", row -> row.text(1))).containsExactly("shop", "shop-2");
        assertThat(keys()).containsExactly("K1", "K1");
    }

    @Test
    void of_several_processes_one_reads_a_source_until_its_lease_ends() {
        begin();
        worker.ledger.write(tx -> tx.update("UPDATE source SET owner = 'another', lease_until = ?", Long.MAX_VALUE / 2));
        worker = scene.restarted(worker);

        // alone on its ledger, a process knows that all others are dead
        assertThat(worker.sources.due()).hasSize(database == Database.POSTGRESQL ? 0 : 1);
        worker.ledger.write(tx -> tx.update("UPDATE source SET owner = 'another', lease_until = 1"));
        assertThat(database == Database.POSTGRESQL ? worker.sources.due() : worker.sources.runs()).hasSize(1);
    }

    private List<String> keys() {
        return worker.list("SELECT key FROM contact ORDER BY id", row -> row.text(1));
    }
}
