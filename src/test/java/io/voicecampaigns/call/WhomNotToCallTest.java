package io.voicecampaigns.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.outcome.Disposition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class WhomNotToCallTest {
    private final Database database;
    private Scene scene;

    WhomNotToCallTest(Database database) {
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
    void numbers_listed_or_opted_out_since_enrolment_are_blocked_and_the_others_called() {
        Path list = scene.dir.resolve("do-not-call.txt");
        Scene.write(list, "# nobody yet\n");
        Worker worker = scene.campaign("uno", "do-not-call: " + list).started().enrollPeople("uno", 3);

        Scene.write(list, "600 000 001\n");
        worker.readSettings();
        worker.ledger.write(tx -> tx.update("INSERT INTO suppression (phone, reason, since) VALUES ('+34600000002', 'a command', 0)"));

        assertThat(worker.claimedKeys()).containsExactly("K3");
        assertThat(worker.contact("K1")).isEqualTo("blocked");
        assertThat(worker.note("K1")).contains("do-not-call");
        assertThat(worker.contact("K2")).isEqualTo("blocked");
        assertThat(worker.note("K2")).contains("opted out");
    }

    @Test
    void an_opt_out_in_one_call_blocks_the_number_in_every_campaign() {
        Worker worker = scene.campaign("uno", "attempts: 3").started().enrollPeople("uno", 1);
        scene.campaign("dos");
        worker.enroll("dos", "D1,600000001", "D2,600000002");
        Claimed claimed = worker.claim().stream().filter(each -> each.campaign().name().equals("uno")).findFirst().orElseThrow();
        worker.accept(claimed, "c1");

        worker.sweep(Calls.call("c1").of(claimed).ended(Disposition.OPTED_OUT));
        scene.advance(Duration.ofMinutes(10));
        worker.claim();

        assertThat(worker.contact("D1")).isEqualTo("blocked");
        assertThat(worker.number("SELECT COUNT(*) FROM attempt WHERE phone = '+34600000001'")).isEqualTo(1);
    }

    @Test
    void a_do_not_call_list_that_cannot_be_read_stops_its_campaign_alone_and_blocks_nobody() throws Exception {
        Path list = scene.dir.resolve("do-not-call.txt");
        Scene.write(list, "600000009\n");
        Worker worker = scene.campaign("uno", "do-not-call: " + list).campaign("dos").started().enrollPeople("uno", 1);
        worker.enroll("dos", "D1,600000101");

        Files.delete(list);
        Files.createDirectory(list);
        worker.readSettings();
        assertThat(worker.claimedKeys()).containsExactly("D1");
        assertThat(worker.dialing.holds()).containsKey("uno");
        assertThat(worker.contact("K1")).isEqualTo("waiting");

        Files.delete(list);
        Scene.write(list, "600000009\n");
        worker.readSettings();
        assertThat(worker.claimedKeys()).containsExactly("K1");
    }

    @Test
    void outside_its_window_nobody_is_claimed() {
        scene.campaign("closed", "zone: Europe/Madrid", "window: \"mon-fri 09:00-21:00\"", "holidays: [2026-12-08]")
                .campaign("empty", "zone: Europe/Madrid", "window: \"\"").campaignFile("absent", """
                provider: diga
                from-number: "+34910000999"
                contacts: {phone: telefono, key: id}
                """);
        Worker worker = scene.now("2026-11-20T07:59:59Z").started();
        worker.enroll("closed", "K1,600000001", "K2,600000002");
        worker.enroll("empty", "E1,600000101");
        worker.enroll("absent", "A1,600000102");

        assertThat(worker.claimedKeys()).isEmpty();
        scene.now("2026-12-08T12:00:00Z");
        assertThat(worker.claimedKeys()).as("a holiday").isEmpty();
        scene.now("2026-12-05T12:00:00Z");
        assertThat(worker.claimedKeys()).as("a Saturday").isEmpty();
        scene.now("2026-12-09T08:00:00Z");
        assertThat(worker.claimedKeys()).containsExactly("K1", "K2");
    }

    @Test
    void a_window_that_closes_after_the_claim_lets_nothing_out_and_the_contact_waits() throws InterruptedException {
        Worker worker = scene.campaign("uno", "zone: Europe/Madrid", "window: \"mon-fri 09:00-21:00\"").now("2026-11-20T19:59:59Z").started()
                .enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        scene.advance(Duration.ofSeconds(1));

        assertThatThrownBy(() -> worker.dialing.request(claimed)).isInstanceOfSatisfying(NotNowException.class,
                closed -> worker.dialing.fail(claimed, closed));

        assertThat(worker.permits.consume(claimed.permit())).isFalse();
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.DUE);
        scene.advance(Duration.ofMinutes(1));
        assertThat(worker.claim()).isEmpty();
        scene.now("2026-11-23T08:00:00Z");
        Claimed monday = worker.claimOne();
        assertThat(monday.attemptId()).isEqualTo(claimed.attemptId());
        assertThat(worker.dialing.request(monday).toNumber()).isEqualTo("+34600000001");
    }

    @Test
    void a_contact_is_called_when_it_is_open_in_every_zone_it_may_be_in_and_never_where_that_is_unknown() {
        Worker worker = scene.campaign("uno", "zone: contact", "window: \"mon-fri 09:00-21:00\"").now("2026-11-20T08:30:00Z").started();
        worker.enroll("uno", "MADRID,912345678", "CANARIAS,928123456", "MOVIL,600000001", "NADIE,600000002");
        worker.ledger.write(tx -> tx.update("UPDATE contact SET zones = '' WHERE key = 'NADIE'"));
        assertThat(worker.text("SELECT zones FROM contact WHERE key = 'MOVIL'")).isEqualTo("Atlantic/Canary|Europe/Madrid");

        assertThat(worker.claimedKeys()).containsExactly("MADRID");
        scene.now("2026-11-20T09:00:00Z");
        assertThat(worker.claimedKeys()).containsExactlyInAnyOrder("CANARIAS", "MOVIL");
        assertThat(worker.contact("NADIE")).isEqualTo("waiting");
    }

    @Test
    void after_its_last_day_contacts_expire_in_the_zone_of_the_campaign() {
        Worker worker = scene.campaign("uno", "zone: Europe/Madrid", "window: always", "until: 2026-11-20")
                .campaign("cada", "zone: contact", "window: always", "until: 2026-11-20").started().enrollPeople("uno", 2);
        worker.enroll("cada", "C1,928123456");

        scene.now("2026-11-20T22:59:59Z");
        worker.upkeep.tidy();
        assertThat(worker.contact("K1")).isEqualTo("waiting");

        scene.now("2026-11-20T23:00:00Z");
        worker.upkeep.tidy();
        assertThat(worker.contact("K1")).isEqualTo("expired");
        assertThat(worker.note("K2")).contains("last day");
        assertThat(worker.contact("C1")).as("it is still that day in the Canaries").isEqualTo("waiting");
        assertThat(worker.claimedKeys()).containsExactly("C1");
    }

    @Test
    void a_new_edition_cancels_who_still_waits_for_the_old_one_also_who_comes_to_wait_later() {
        String retry = "retry: {no_answer: 1m}";
        Worker worker = scene.campaign("uno", "attempts: 3", retry, "max-concurrent: 1").started().enrollPeople("uno", 2);
        Claimed claimed = worker.claimOne();
        worker.accept(claimed, "c1");

        scene.campaignFile("uno", "edition: 2\n" + read(scene.dir.resolve("campaigns/uno.yaml")));
        worker.claim();
        assertThat(worker.contact("K2")).isEqualTo("cancelled");
        worker.sweep(Calls.call("c1").of(claimed).ended(Disposition.NO_ANSWER));
        worker.upkeep.tidy();

        assertThat(worker.contact("K1")).isEqualTo("cancelled");
        assertThat(worker.note("K1")).contains("edition");
        worker.enrollPeople("uno", 2);
        assertThat(worker.claimOne().attemptId()).isNotEqualTo(claimed.attemptId());
    }

    @Test
    void without_its_file_a_campaign_dials_nobody_and_its_calls_are_still_ended() {
        Worker worker = scene.campaign("uno", "max-concurrent: 1").started().enrollPeople("uno", 2);
        Claimed claimed = worker.claimOne();
        worker.accept(claimed, "c1");

        scene.withoutCampaign("uno");
        worker.sweep(Calls.call("c1").of(claimed).talked(30, "https://recordings.example/1"));

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.ENDED);
        assertThat(worker.claim()).isEmpty();
        assertThat(worker.contact("K2")).isEqualTo("waiting");
        assertThat(worker.outbox.due()).hasSize(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
