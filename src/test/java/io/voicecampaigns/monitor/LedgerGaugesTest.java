package io.voicecampaigns.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.voicecampaigns.SettableClock;
import io.voicecampaigns.campaign.CampaignReader;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerSettings;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.ledger.Tx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class LedgerGaugesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T11:00:00Z");

    private final Database database;
    private final AtomicLong nanos = new AtomicLong(1);
    private Ledger ledger;
    private LedgerGauges gauges;

    LedgerGaugesTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open(@TempDir Path dir) {
        LedgerSettings settings = database.anEmptyOne(dir);
        ledger = new Ledger(settings);
        ledger.start();
        SettableClock clock = new SettableClock(NOW);
        Campaigns campaigns = new Campaigns(dir.resolve("campaigns"), dir, new CampaignReader(), region -> number -> Optional.empty(), clock);
        gauges = new LedgerGauges(ledger, campaigns, clock, nanos::get);
        ledger.write(tx -> {
            tx.update("INSERT INTO campaign (name, provider, edition, paused) VALUES ('uno', 'diga', 2, 'a fault')");
            tx.update("INSERT INTO list (campaign_id, edition, name, original, state, taken_at) VALUES (1, 1, 'old', 'old.csv', 'read', 0)");
            tx.update("INSERT INTO list (campaign_id, edition, name, original, state, taken_at) VALUES (1, 2, 'new', 'new.csv', 'read', 0)");
            people(tx, 1, 1, 3, "done");
            people(tx, 2, 2, 4, "done");
            people(tx, 2, 2, 2, "active");
            people(tx, 2, 2, 5, "waiting");
            attempt(tx, 1, "reported", "answered", "file", "reported");
            attempt(tx, 2, "uncertain", null, null, null);
            attempt(tx, 3, "review", null, null, null);
            attempt(tx, 4, "ended", "answered", "file", "due");
            attempt(tx, 5, "undeliverable", "answered", "shop", "undeliverable");
            return null;
        });
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void it_tells_where_the_current_edition_and_its_outcomes_stand() {
        assertThat(told("voice_campaigns_contacts")).containsAllEntriesOf(Map.of("campaign=uno,state=done", 4.0, "campaign=uno,state=active", 2.0,
                "campaign=uno,state=waiting", 5.0, "campaign=uno,state=blocked", 0.0)).hasSize(6);
        assertThat(told("voice_campaigns_open_attempts")).isEqualTo(Map.of("campaign=uno,state=dialing", 0.0, "campaign=uno,state=in_call", 0.0,
                "campaign=uno,state=uncertain", 1.0, "campaign=uno,state=review", 1.0));
        assertThat(told("voice_campaigns_paused")).isEqualTo(Map.of("by=fault,campaign=uno", 1.0, "by=person,campaign=uno", 0.0));
        assertThat(told("voice_campaigns_sink_waiting")).containsEntry("campaign=uno,sink=file", 1.0);
        assertThat(told("voice_campaigns_sink_lag_seconds")).containsEntry("campaign=uno,sink=file", 90.0);
        assertThat(told("voice_campaigns_sink_undeliverable")).isEqualTo(Map.of("campaign=uno,sink=file", 0.0, "campaign=uno,sink=shop", 1.0));
    }

    @Test
    void however_often_it_is_asked_it_reads_every_five_seconds() {
        assertThat(told("voice_campaigns_contacts")).containsEntry("campaign=uno,state=waiting", 5.0);

        ledger.write(tx -> tx.update("UPDATE contact SET state = 'active' WHERE state = 'waiting'"));
        nanos.addAndGet(Duration.ofMillis(4_900).toNanos());
        assertThat(told("voice_campaigns_contacts")).containsEntry("campaign=uno,state=waiting", 5.0);

        nanos.addAndGet(Duration.ofMillis(200).toNanos());
        assertThat(told("voice_campaigns_contacts")).containsEntry("campaign=uno,state=waiting", 0.0).containsEntry("campaign=uno,state=active", 7.0);
    }

    @Test
    void a_ledger_that_takes_nothing_is_a_gap() {
        ledger.close();

        assertThat(gauges.read()).isEmpty();
    }

    /** What is over fills tables, and none of the indexes that are read here. */
    @Test
    void no_query_reads_a_table_of_contacts_attempts_or_deliveries() {
        if (database == Database.SQLITE) {
            for (String sql : List.of(LedgerGauges.COUNTED_CONTACTS, LedgerGauges.OPEN_ATTEMPTS, LedgerGauges.WAITING_OUTCOMES, LedgerGauges.REFUSED_OUTCOMES)) {
                assertThat(plan(sql)).as(sql).isNotEmpty().noneMatch(step -> step.matches("SCAN (contact|attempt|delivery|[ad])( .*)?") && !step.matches(".*INDEX \\w+_(unsettled|due|undeliverable|waiting).*"));
            }
            assertThat(plan(LedgerGauges.WAITING_CONTACTS, 1, 1)).anyMatch(step -> step.contains("INDEX contact_waiting"));
            assertThat(plan(LedgerGauges.FIRST_OUTCOME, "file", 1)).anyMatch(step -> step.contains("INDEX delivery_due")).noneMatch(step -> step.startsWith("SCAN"));
        }
    }

    private List<String> plan(String sql, Object... arguments) {
        return ledger.read(tx -> tx.list("EXPLAIN QUERY PLAN " + sql, row -> row.text(4), arguments));
    }

    private Map<String, Double> told(String name) {
        GaugeSnapshot snapshot = gauges.read().stream().map(Gauge::snapshot).filter(each -> each.getMetadata().getName().equals(name)).findFirst().orElseThrow();
        return snapshot.getDataPoints().stream().collect(Collectors.toMap(point -> point.getLabels().stream()
                .map(label -> label.getName() + "=" + label.getValue()).sorted().collect(Collectors.joining(",")), point -> point.getValue(), Double::sum, TreeMap::new));
    }

    private static void people(Tx tx, int list, int edition, int many, String state) {
        for (int i = 0; i < many; i++) {
            long key = 1 + tx.number("SELECT COUNT(*) FROM contact");
            tx.update("""
                    INSERT INTO contact (campaign_id, edition, key, list_id, row_number, line_number, phone, zones, variables, state, due)
                    VALUES (1, ?, ?, ?, ?, ?, '+34600000000', 'UTC', '{}', 'waiting', 0)""", edition, "K" + key, list, key, key);
            tx.update("UPDATE contact SET state = ? WHERE key = ? AND state <> ?", state, "K" + key, state);
        }
    }

    private static void attempt(Tx tx, long contact, String state, String disposition, String sink, String delivery) {
        tx.update("""
                INSERT INTO attempt (uuid, contact_id, campaign_id, number, provider, phone, state, intent, disposition, ended_at)
                VALUES (?, ?, 1, 1, 'diga', '+34600000000', ?, ?, ?, ?)""", "uuid-" + contact, contact, state, NOW.minusSeconds(120), disposition, NOW.minusSeconds(90));
        if (sink != null) {
            long id = tx.number("SELECT id FROM attempt WHERE contact_id = ?", contact);
            tx.update("INSERT INTO delivery (attempt_id, campaign_id, sink, state, revision, due) VALUES (?, 1, ?, ?, 1, 0)", id, sink, delivery);
        }
    }
}
