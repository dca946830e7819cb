package io.voicecampaigns.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.outcome.Disposition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class ClaimLimitsTest {
    private final Database database;
    private Scene scene;

    ClaimLimitsTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open(@TempDir Path dir) {
        scene = new Scene(database, dir);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void who_is_due_first_goes_first_and_then_who_was_enrolled_first() {
        Worker worker = scene.campaign("uno", "max-concurrent: 3").started();
        worker.enroll("uno", "K1,600000001", "K2,600000002");
        scene.advance(Duration.ofSeconds(1));
        worker.enroll("uno", "K3,600000003", "K4,600000004", "K5,600000005");
        worker.ledger.write(tx -> tx.update("UPDATE contact SET due = ? WHERE key = 'K5'", Scene.START.minusSeconds(60)));

        assertThat(worker.claimedKeys()).containsExactlyInAnyOrder("K5", "K1", "K2");
        assertThat(worker.claimedKeys()).isEmpty();
    }

    @Test
    void the_order_holds_across_contacts_of_different_zones() {
        Worker worker = scene.campaign("uno", "zone: contact", "window: always", "max-concurrent: 1").started();
        worker.enroll("uno", "MADRID,912345678");
        scene.advance(Duration.ofSeconds(1));
        worker.enroll("uno", "CANARIAS,928123456");

        assertThat(worker.claimedKeys()).containsExactly("MADRID");
    }

    @Test
    void a_campaign_has_no_more_calls_at_once_than_it_may() {
        Worker worker = scene.campaign("uno", "max-concurrent: 3").started().enrollPeople("uno", 9);

        List<Claimed> first = worker.claim();
        assertThat(first).hasSize(3);
        worker.accept(first.get(0), "c1");
        worker.lose(first.get(1));
        assertThat(worker.claim()).as("dialing, in call and uncertain all count").isEmpty();

        worker.sweep(Calls.call("c1").of(first.get(0)).ended(Disposition.ANSWERED));
        assertThat(worker.claim()).hasSize(1);
    }

    @Test
    void campaigns_share_the_limit_of_the_account() {
        scene.accountLimit = OptionalInt.of(5);
        Worker worker = scene.campaign("uno").campaign("dos").started().enrollPeople("uno", 9);
        worker.enroll("dos", "D1,600000101", "D2,600000102", "D3,600000103", "D4,600000104");

        List<Claimed> claimed = worker.claim();
        claimed.addAll(worker.claim());
        assertThat(claimed).hasSize(5);
        assertThat(worker.claim()).isEmpty();

        worker.answer(claimed.get(0), io.voicecampaigns.provider.StartAnswer.refused(Disposition.INVALID_NUMBER, "400"));
        assertThat(worker.claim()).hasSize(1);
    }

    @Test
    void a_minute_is_any_sixty_seconds() {
        Worker worker = scene.campaign("uno", "max-per-minute: 3").started().enrollPeople("uno", 9);

        assertThat(worker.claim()).hasSize(3);
        scene.advance(Duration.ofSeconds(59));
        assertThat(worker.claim()).isEmpty();
        scene.advance(Duration.ofSeconds(1));
        assertThat(worker.claim()).hasSize(3);
    }

    @Test
    void who_waits_for_a_slow_provider_is_not_one_too_many_for_the_minute_in_which_it_is_sent() throws InterruptedException {
        Worker worker = scene.campaign("uno", "max-per-minute: 2").started().enrollPeople("uno", 9);
        List<Claimed> claimed = worker.claim();
        worker.dialing.request(claimed.get(0));
        worker.accept(claimed.get(0), "c1");
        Instant sent = scene.clock.instant();

        // the other has waited for a request slot
        scene.advance(Duration.ofSeconds(40));
        Claimed waiting = claimed.get(1);
        assertThatThrownBy(() -> worker.dialing.request(waiting)).isInstanceOfSatisfying(NotNowException.class,
                tooLate -> worker.dialing.fail(waiting, tooLate));

        Claimed instead = worker.claimOne();
        worker.dialing.request(instead);
        worker.accept(instead, "c2");
        assertThat(worker.claim()).isEmpty();
        scene.clock.set(sent.plusSeconds(60));
        List<Claimed> next = worker.claim();
        assertThat(next).as("the first is over, the second not").hasSize(1);
        assertThat(worker.lines.breaker(Worker.PROVIDER).reason()).as("the provider has no part in it").isEmpty();
    }

    @Test
    void what_was_never_sent_counts_against_no_limit() {
        Worker worker = scene.campaign("uno", "max-per-minute: 1", "max-per-day: 1").started().enrollPeople("uno", 2);

        Claimed first = worker.claimOne();
        worker.dialing.fail(first, new NotNowException("the window has closed"));
        scene.advance(Duration.ofSeconds(6));

        assertThat(worker.claim()).hasSize(1);
        assertThat(worker.claim()).isEmpty();
    }

    @Test
    void a_day_is_the_days_of_the_zone_also_when_clocks_change() {
        // the last Sunday of October: Madrid's day has 25 hours, from 22:00Z to 23:00Z, the Canaries' from 23:00Z to 24:00Z
        daysOf("Europe/Madrid", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z");
        daysOf("Atlantic/Canary", "2026-10-24T23:00:00Z", "2026-10-26T00:00:00Z");
        // the last Sunday of March 2027: 23 hours
        daysOf("Europe/Madrid", "2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z");
        daysOf("Atlantic/Canary", "2027-03-28T00:00:00Z", "2027-03-28T23:00:00Z");
    }

    private void daysOf(String zone, String begin, String end) {
        String name = "day" + begin.replaceAll("\\D", "");
        scene.now(begin);
        scene.campaign(name, "zone: " + zone, "window: always", "max-per-day: 2");
        Worker worker = scene.started();
        worker.enroll(name, "A" + name + ",600000001", "B" + name + ",600000002", "C" + name + ",600000003", "D" + name + ",600000004",
                "E" + name + ",600000005");
        scene.clock.set(Instant.parse(begin).minusMillis(1));
        worker.ledger.write(tx -> tx.update("UPDATE contact SET due = 0 WHERE state = 'waiting'"));
        assertThat(worker.claim()).as("the day before " + begin).hasSize(2);
        scene.now(begin);
        finishCalls(worker);
        assertThat(worker.claim()).as("first instant of the day").hasSize(2);
        scene.clock.set(Instant.parse(end).minusMillis(1));
        finishCalls(worker);
        assertThat(worker.claim()).as("last instant of the day").isEmpty();
        scene.now(end);
        assertThat(worker.claim()).as("the next day").hasSize(1);
        finishCalls(worker);
        worker.close();
    }

    private static void finishCalls(Worker worker) {
        worker.ledger.write(tx -> tx.update("UPDATE attempt SET state = 'reported' WHERE state = 'dialing'"));
    }

    @Test
    void a_number_is_called_no_more_often_a_day_than_it_may_whatever_campaign_calls_it() {
        String once = "max-per-number-per-day: 1";
        scene.campaignFile("uno", campaignOf(once)).campaignFile("dos", campaignOf(once));
        Worker worker = scene.started();
        worker.enroll("uno", "K1,600000001");
        Claimed first = worker.claimOne();
        worker.accept(first, "c1");
        worker.sweep(Calls.call("c1").of(first).ended(Disposition.NO_ANSWER));

        worker.enroll("dos", "OTHER,600000001");
        assertThat(worker.claim()).isEmpty();
        scene.now("2026-11-20T22:59:59Z");
        assertThat(worker.claim()).isEmpty();
        scene.now("2026-11-20T23:00:00Z");
        assertThat(worker.claimedKeys()).as("a new day in Madrid").containsExactly("OTHER");
    }

    @Test
    void a_number_is_never_in_two_calls_at_once() {
        scene.campaign("uno").campaign("dos");
        scene.campaignFile("same", campaignOf("max-per-number-per-day: 9").replace("region: ES}", "region: ES, same-number: allow}"));
        Worker worker = scene.started();
        worker.enroll("same", "K1,600000001", "K2,600000001");
        worker.enroll("uno", "U1,600000001");
        worker.enroll("dos", "D1,600000001");

        Claimed claimed = worker.claimOne();
        for (int i = 0; i < 3; i++) {
            scene.advance(Duration.ofSeconds(31));
            worker.upkeep.tidy();
            assertThat(worker.claim()).isEmpty();
            if (i == 0) {
                worker.accept(claimed, "c1");
            }
        }
        worker.sweep(Calls.call("c1").of(claimed).ended(Disposition.ANSWERED));
        scene.advance(Duration.ofSeconds(31));
        assertThat(worker.claim()).hasSize(1);
    }

    private static String campaignOf(String... calling) {
        return """
                provider: diga
                from-number: "+34910000999"
                contacts: {phone: telefono, key: id, region: ES}
                calling:
                  zone: Europe/Madrid
                  window: always
                  %s
                """.formatted(String.join("\n  ", calling));
    }
}
