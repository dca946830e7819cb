package io.voicecampaigns.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.salesforce.SalesforceFixture.Run;
import io.voicecampaigns.simulator.salesforce.SalesforceFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cursor goes on behind what was read: whoever comes to stand before it is found all the same. */
class ContactsReadAgainTest {
    private static final String CONTACTS = "SELECT Id, LastName, Phone FROM Contact";

    private SalesforceFixture salesforce;

    @BeforeEach
    void start(@TempDir Path dir) throws Exception {
        salesforce = new SalesforceFixture(dir).start();
    }

    @AfterEach
    void stop() {
        salesforce.close();
    }

    @Test
    void what_became_visible_behind_the_cursor_is_read_when_it_is_ten_minutes_old_and_never_again() throws Exception {
        at(3);
        String seen = salesforce.contact("Alonso");
        at(5);
        Run before = salesforce.read(Map.of("soql", CONTACTS));
        // a load stamps its records when it begins with them, and they are there when it ends
        at(2);
        String late = salesforce.contact("Bello");
        at(11);
        Run tooEarly = salesforce.read(Map.of("soql", CONTACTS, "cursor", before.cursor()));
        at(13);
        Run after = salesforce.read(Map.of("soql", CONTACTS, "cursor", tooEarly.cursor()));
        Run unwanted = salesforce.read(Map.of("soql", CONTACTS, "cursor", tooEarly.cursor(), "lateMinutes", "0"));
        at(30);
        Run last = salesforce.read(Map.of("soql", CONTACTS, "cursor", after.cursor()));

        assertThat(refs(before)).containsExactly(seen);
        assertThat(refs(tooEarly)).isEmpty();
        assertThat(refs(after)).containsExactly(late, seen);
        assertThat(refs(unwanted)).isEmpty();
        assertThat(refs(last)).isEmpty();
        assertThat(salesforce.org.requests(SalesforceFault.On.QUERY)).as("no request more for it").isEqualTo(5);
    }

    @Test
    void a_reading_that_breaks_off_looks_for_late_changes_again_and_reads_nothing_else_twice() throws Exception {
        for (int i = 0; i < 2_500; i++) {
            salesforce.contact("Nr " + i);
        }
        at(60);
        Run broken = salesforce.read(Map.of("soql", CONTACTS), page -> {
            if (page.size() < 2_000) {
                throw new IllegalStateException("the ledger is away");
            }
        });
        at(120);

        Run after = salesforce.read(Map.of("soql", CONTACTS, "cursor", broken.cursor()));

        assertThat(broken.failures()).hasSize(1);
        assertThat(after.contacts()).hasSize(500);
    }

    @Test
    void whoever_a_change_of_another_record_makes_a_match_is_read_with_all_others_a_day_later() throws Exception {
        String account = salesforce.org.create("Account", Map.of("Name", "Prospecto SA"));
        String later = salesforce.contact("Alonso", "AccountId", account);
        String first = salesforce.contact("Bello", "AccountId", salesforce.org.create("Account", Map.of("Name", "Cliente SL")));
        Map<String, String> customers = Map.of("soql", CONTACTS + " WHERE Account.Name LIKE 'Cliente%'");
        at(30);
        Run before = salesforce.read(customers);
        salesforce.org.update(account, Map.of("Name", "Cliente SA"));
        at(24 * 60 + 29);
        Run soon = salesforce.read(with(customers, "cursor", before.cursor()));
        at(24 * 60 + 30);

        Run never = salesforce.read(with(with(customers, "cursor", soon.cursor()), "againHours", "0"));
        Run after = salesforce.read(with(customers, "cursor", soon.cursor()));
        at(24 * 60 + 60);
        Run last = salesforce.read(with(customers, "cursor", after.cursor()));

        assertThat(refs(before)).containsExactly(first);
        assertThat(refs(soon)).isEmpty();
        assertThat(refs(never)).isEmpty();
        assertThat(refs(after)).containsExactly(later, first);
        assertThat(refs(last)).isEmpty();
    }

    private void at(int minute) {
        salesforce.clock.set(SalesforceFixture.NOW.plus(Duration.ofMinutes(minute)));
    }

    private static List<Object> refs(Run run) {
        assertThat(run.failures()).isEmpty();
        return run.contacts().stream().map(item -> item.get("ref")).toList();
    }

    private static Map<String, String> with(Map<String, String> given, String property, String value) {
        Map<String, String> all = new HashMap<>(given);
        all.put(property, value);
        return all;
    }
}
