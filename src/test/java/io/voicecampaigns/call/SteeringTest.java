package io.voicecampaigns.call;

import static io.voicecampaigns.call.Worker.done;
import static io.voicecampaigns.call.Worker.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.ledger.Progress;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.provider.StartAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person decides on a whole campaign. */
@OnBothDatabases
class SteeringTest {
    private static final Optional<String> NO_REASON = Optional.empty();

    private final Database database;
    private Scene scene;
    private Worker worker;

    SteeringTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open(@TempDir Path dir) {
        scene = new Scene(database, dir).campaign("uno", "max-concurrent: 2", "attempts: 3", "retry: {no_answer: 1h}");
        worker = scene.started();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_person_s_pause_stops_claims_alone_and_nothing_but_a_person_ends_it() {
        worker.enrollPeople("uno", 4);
        Claimed claimed = worker.claim().get(0);

        assertThat(worker.done(id -> worker.steering.pause(id, "ann", Optional.of("old prices")), "uno"))
                .isEqualTo("campaign uno is paused: nobody more is called, and 2 calls in flight go on");
        worker.accept(claimed, "c1");
        worker.sweep(Calls.call("c1").of(claimed).ended(Disposition.ANSWERED));
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.ENDED);
        assertThat(worker.claim()).isEmpty();
        assertThat(worker.dialing.holds()).containsEntry("uno", "paused by ann: old prices");
        assertThat(new Progress(worker.ledger).of("uno").orElseThrow().paused()).contains("paused by ann: old prices");

        worker = scene.restartedAndSwept(worker);
        scene.campaign("uno", "max-concurrent: 4");
        worker.sweep();
        scene.advance(Duration.ofDays(1));
        assertThat(worker.claim()).as("neither a restart nor an edit, a reading of the list or time").isEmpty();

        assertThat(worker.done(id -> worker.steering.resume(id, "bob"), "uno")).isEqualTo("campaign uno goes on; it was paused by ann: old prices");
        assertThat(worker.claim()).hasSize(2);
        assertThat(worker.audit()).containsExactly("ann pause campaign uno: old prices", "bob resume campaign uno: was paused by ann: old prices");
    }

    @Test
    void a_fault_s_pause_is_ended_by_hand_and_both_are_told_apart() {
        worker.enrollPeople("uno", 6);
        for (int i = 0; i < 3; i++) {
            scene.advance(Duration.ofSeconds(1));
            worker.claim().forEach(claimed -> worker.answer(claimed, StartAnswer.campaignRefused("412 SIP_CONFIG_NOT_SET")));
        }
        assertThat(worker.dialing.holds().get("uno")).startsWith("paused: 412");
        worker.done(id -> worker.steering.pause(id, "ann", NO_REASON), "uno");
        assertThat(worker.claim()).isEmpty();
        assertThat(worker.dialing.holds()).containsEntry("uno", "paused by ann");
        scene.campaign("uno", "max-concurrent: 4");
        assertThat(worker.claim()).as("an edit heals the fault, and not the person's pause").isEmpty();

        assertThat(worker.done(id -> worker.steering.resume(id, "ann"), "uno")).contains("it was paused by ann", "paused because the provider answered 412");

        assertThat(worker.claim()).hasSize(4);
        assertThat(worker.audit().get(0)).startsWith("service pause campaign uno: the provider answered 412 SIP_CONFIG_NOT_SET");
    }

    @Test
    void of_two_persons_one_does_it_and_the_other_is_told_who_did() {
        Worker other = database == Database.POSTGRESQL ? scene.started() : worker;
        long id = worker.steering.find("uno").orElseThrow();

        List<Steered> both = Stream.of(CompletableFuture.supplyAsync(() -> worker.steering.pause(id, "ann", NO_REASON)),
                CompletableFuture.supplyAsync(() -> other.steering.pause(id, "bob", NO_REASON))).toList().stream().map(CompletableFuture::join).toList();

        assertThat(both).extracting(steered -> ((Steered.Done) steered).changed()).containsExactlyInAnyOrder(0L, 1L);
        assertThat(both).anySatisfy(steered -> assertThat(done(steered)).matches("campaign uno is paused by (ann|bob) already"));
        assertThat(worker.audit()).hasSize(1);
        assertThat(worker.done(again -> worker.steering.resume(again, "ann"), "uno")).contains("goes on");
        assertThat(worker.done(again -> worker.steering.resume(again, "ann"), "uno")).isEqualTo("campaign uno is not paused");
    }

    @Test
    void a_cancelled_edition_calls_nobody_more_and_retries_nobody_who_is_in_a_call() {
        worker.enrollPeople("uno", 4);
        List<Claimed> claimed = worker.claim();
        claimed.forEach(each -> worker.accept(each, "c" + each.contactId()));

        assertThat(worker.done(id -> worker.steering.cancel(id, "ann", Optional.of("offer withdrawn")), "uno")).isEqualTo(
                "edition 1 of campaign uno is cancelled: 2 contacts who wait are not called, and 2 calls in flight end and are reported");
        worker.cancelling.cancel();
        worker.sweep(claimed.stream().map(each -> Calls.call("c" + each.contactId()).of(each).ended(Disposition.NO_ANSWER)).toArray(
                io.voicecampaigns.provider.ProviderCall[]::new));
        worker.enroll("uno", "L1,600000101");
        worker.cancelling.cancel();
        scene.advance(Duration.ofHours(2));

        assertThat(worker.claim()).isEmpty();
        assertThat(List.of(worker.contact("K1"), worker.contact("K2"), worker.contact("K3"), worker.contact("K4"), worker.contact("L1")))
                .containsExactly("done", "done", "cancelled", "cancelled", "cancelled");
        assertThat(worker.note("K3")).isEqualTo("cancelled by ann: offer withdrawn");
        assertThat(worker.done(id -> worker.steering.cancel(id, "bob", NO_REASON), "uno")).contains("is cancelled by ann: offer withdrawn already");
        assertThat(refused(worker.steering.resume(worker.steering.find("uno").orElseThrow(), "bob")).todo()).contains("edition: 2 in config/campaigns/uno.yaml");

        scene.campaignFile("uno", """
                provider: diga
                from-number: "+34910000999"
                edition: 2
                contacts: {phone: telefono, key: id, region: ES}
                calling: {zone: Europe/Madrid, window: always, max-per-number-per-day: 9}
                """);
        worker.enroll("uno", "K3,600000003");
        worker.cancelling.cancel();
        assertThat(worker.claimedKeys()).as("a new edition begins clean").containsExactly("K3");
    }

    @Test
    void contacts_are_cancelled_by_the_thousand_and_those_that_a_kill_left_are_after_it() {
        worker.enrollPeople("uno", Cancelling.BATCH + 200);
        worker.done(id -> worker.steering.cancel(id, "ann", NO_REASON), "uno");
        assertThat(worker.claim()).as("at once, before anybody is taken out").isEmpty();

        worker = scene.restartedAndSwept(worker);
        assertThat(worker.claim()).isEmpty();
        worker.cancelling.cancel();

        assertThat(worker.number("SELECT COUNT(*) FROM contact WHERE state = 'cancelled'")).isEqualTo(Cancelling.BATCH + 200);
        assertThat(worker.number("SELECT COUNT(*) FROM list WHERE changed_at IS NOT NULL")).isEqualTo(1);
    }

    @Test
    void who_failed_is_called_once_more_but_for_those_who_must_not_be() {
        Path list = scene.dir.resolve("do-not-call.txt");
        Scene.write(list, "# nobody yet\n");
        scene.campaign("uno", "attempts: 1", "do-not-call: " + list);
        worker.enrollPeople("uno", 5);
        worker.claim().forEach(claimed -> {
            worker.accept(claimed, "c" + claimed.contactId());
            worker.sweep(Calls.call("c" + claimed.contactId()).of(claimed).ended(claimed.contactId() == 5 ? Disposition.ANSWERED : Disposition.FAILED));
        });
        Scene.write(list, "600 000 003\n");
        worker.readSettings();
        done(worker.suppressing.suppress("+34 600 000 002", NO_REASON, "ann"));

        assertThat(worker.done(id -> worker.retrying.retry(id, Disposition.FAILED, "ann"), "uno")).isEqualTo(
                "2 contacts of campaign uno whose last call ended as failed are called once more; 2 whose numbers must not be called are left out");

        List<Claimed> again = worker.claim();
        assertThat(again).extracting(Claimed::number).containsExactly(2, 2);
        assertThat(worker.contact("K5")).isEqualTo("done");
        assertThat(worker.contact("K2")).as("how their call ended stays in the results").isEqualTo("done");
        again.forEach(claimed -> {
            worker.accept(claimed, "d" + claimed.contactId());
            worker.sweep(Calls.call("d" + claimed.contactId()).of(claimed).ended(Disposition.FAILED));
        });
        assertThat(worker.claim()).as("once").isEmpty();
        assertThat(worker.audit()).last().isEqualTo("ann retry campaign uno: 2 contacts whose last call ended as failed");
        for (Disposition never : List.of(Disposition.OPTED_OUT, Disposition.BLOCKED, Disposition.UNKNOWN)) {
            assertThat(refused(worker.retrying.retry(worker.steering.find("uno").orElseThrow(), never, "ann")).todo()).isNotBlank();
        }
    }

    @Test
    void retries_go_beyond_one_batch_and_keep_to_the_number_s_day() {
        scene.campaignFile("uno", """
                provider: diga
                from-number: "+34910000999"
                contacts: {phone: telefono, key: id, region: ES}
                calling: {zone: Europe/Madrid, window: always}
                """);
        int many = Retrying.BATCH + 7;
        worker.enrollPeople("uno", many);
        worker.claim().forEach(claimed -> worker.answer(claimed, StartAnswer.refused(Disposition.FAILED, "400 " + claimed.contactId())));

        assertThat(worker.done(id -> worker.retrying.retry(id, Disposition.FAILED, "ann"), "uno")).startsWith(many + " contacts");

        assertThat(worker.claim()).as("each number was called today").isEmpty();
        scene.advance(Duration.ofDays(1));
        assertThat(worker.claim()).hasSize(many);
    }

    @Test
    void a_suppressed_number_is_called_by_no_campaign_any_more() {
        scene.campaign("dos");
        worker.enroll("uno", "K1,600000001");
        worker.enroll("dos", "D1,600000001", "D2,600000002");

        assertThat(done(worker.suppressing.suppress("+34600000001", Optional.of("asked by mail"), "ann")))
                .isEqualTo("+34 6** *** *01 is not called any more by any campaign; 2 contacts who waited are blocked");

        assertThat(worker.contact("K1")).isEqualTo("blocked");
        assertThat(worker.contact("D1")).isEqualTo("blocked");
        assertThat(worker.claimedKeys()).containsExactly("D2");
        assertThat(done(worker.suppressing.suppress("+34600000001", NO_REASON, "bob"))).contains("already");
        assertThat(worker.audit()).containsExactly("ann suppress number +34 6** *** *01: 2 contacts who waited are not called");
        assertThat(refused(worker.suppressing.suppress("600000001", NO_REASON, "ann")).todo()).contains("with its country");
    }

    @Test
    void the_audit_can_be_added_to_and_not_changed() {
        worker.done(id -> worker.steering.pause(id, "ann", NO_REASON), "uno");

        for (String change : List.of("UPDATE audit SET who = 'bob'", "DELETE FROM audit")) {
            assertThatThrownBy(() -> worker.ledger.write(tx -> tx.update(change))).as(change).isInstanceOf(LedgerException.class);
        }
        if (!worker.ledger.isShared()) {
            assertThatThrownBy(() -> worker.ledger.write(tx -> tx.update("INSERT OR REPLACE INTO audit SELECT id, at, 'bob', what, subject, detail FROM audit")))
                    .isInstanceOf(LedgerException.class);
        }
        assertThat(worker.audit()).containsExactly("ann pause campaign uno: ");
        assertThat(worker.ledger.trouble()).as("the ledger itself is well").isEmpty();
    }

    @Test
    void what_looks_like_a_number_is_masked_in_the_audit() {
        worker.done(id -> worker.steering.pause(id, "ann", Optional.of("ask +34600000001")), "uno");

        assertThat(worker.audit()).allSatisfy(line -> assertThat(line).doesNotContain("600000001"));
    }
}
