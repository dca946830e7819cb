package io.voicecampaigns.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.provider.StartAnswer;
import io.voicecampaigns.report.ReportBatch;
import io.voicecampaigns.report.SinkAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class RestartTest {
    private final Database database;
    private Scene scene;
    private Worker worker;

    RestartTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open(@TempDir Path dir) {
        scene = new Scene(database, dir).campaign("uno");
        worker = scene.started().enrollPeople("uno", 1);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void between_claim_and_answer_leaves_an_attempt_in_doubt_that_the_list_decides() {
        Claimed claimed = worker.claimOne();
        scene.endLeases(worker.ledger);

        worker = scene.restarted(worker);
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);
        assertThat(worker.claim()).as("nobody is dialled before the list was read").isEmpty();
        worker.sweep(Calls.call("c1").of(claimed).talked(20, "https://recordings.example/1"));

        assertThat(worker.stateOf("K1")).as("found").isIn(AttemptState.IN_CALL, AttemptState.ENDED);
        worker.sweep(Calls.call("c1").of(claimed).talked(20, "https://recordings.example/1"));
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.ENDED);
        assertThat(worker.contact("K1")).isEqualTo("done");
        assertThat(worker.claim()).isEmpty();
    }

    @Test
    void of_the_only_process_ends_its_predecessors_leases_at_once_and_of_one_among_several_waits_for_them() {
        worker.claimOne();

        worker = scene.restarted(worker);

        assertThat(worker.stateOf("K1")).isEqualTo(worker.ledger.isShared() ? AttemptState.DIALING : AttemptState.UNCERTAIN);
        scene.endLeases(worker.ledger);
        worker.upkeep.tidy();
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);
    }

    @Test
    void after_acceptance_the_call_is_followed_to_its_end() {
        Claimed claimed = worker.claimOne();
        worker.accept(claimed, "c1");

        worker = scene.restarted(worker);
        worker.sweep(Calls.call("c1").of(claimed).running());
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        worker.sweep(Calls.call("c1").of(claimed).talked(20, "https://recordings.example/1"));

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.ENDED);
    }

    @Test
    void after_an_ending_the_outcome_is_told_and_after_telling_it_is_not_told_again() {
        Claimed claimed = worker.claimOne();
        worker.accept(claimed, "c1");
        worker.sweep(Calls.call("c1").of(claimed).talked(20, "https://recordings.example/1"));
        worker.outbox.due();

        worker = scene.restartedAndSwept(worker);
        scene.endLeases(worker.ledger);
        ReportBatch batch = worker.outbox.due().get(0);
        assertThat(batch.outcomes()).singleElement().satisfies(outcome -> assertThat(outcome.callId()).isEqualTo("c1"));
        worker.outbox.answered(batch, batch.outcomes().stream().map(outcome -> SinkAnswer.accepted(outcome.ref())).toList());
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.REPORTED);

        worker = scene.restartedAndSwept(worker);
        assertThat(worker.outbox.due()).isEmpty();
        assertThat(worker.claim()).isEmpty();
    }

    @Test
    void with_an_attempt_in_review_or_put_back_changes_neither() {
        worker.lose(worker.claimOne());
        worker.sweep();
        scene.advance(Duration.ofMinutes(5));
        worker.sweep();
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.REVIEW);
        worker.enroll("uno", "K2,600000102");
        Claimed second = worker.claimOne();
        worker.dialing.fail(second, new IllegalStateException("connection refused"));

        worker = scene.restartedAndSwept(worker);
        scene.advance(Duration.ofMinutes(1));
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.REVIEW);
        assertThat(worker.claimOne().attemptId()).isEqualTo(second.attemptId());
    }

    @Test
    void a_claim_whose_commit_was_in_doubt_is_put_back_by_its_own_process() {
        // committed, and the process never learnt it: no permit was issued
        String owner = claimWithoutLearning();
        scene.endLeases(worker.ledger);
        worker.upkeep.tidy();

        assertThat(owner).isNotBlank();
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.DUE);
        assertThat(worker.claim()).hasSize(1);
    }

    private String claimWithoutLearning() {
        Claimed learnt = worker.claimOne();
        String owner = worker.attempt("K1").owner().orElseThrow();
        worker.dialing.fail(learnt, new IllegalStateException("never sent"));
        scene.advance(Duration.ofSeconds(5));
        worker.ledger.write(tx -> {
            tx.update("UPDATE attempt SET state = 'dialing', version = version + 1, owner = ?, lease_until = 9999999999999", owner);
            return tx.update("UPDATE contact SET state = 'active'");
        });
        return owner;
    }

    @Test
    void of_a_ledger_restored_from_an_older_copy_dials_nobody_whom_the_provider_lists() throws IOException {
        worker.enroll("uno", "K2,600000102", "K3,600000103");
        worker.upkeep.tidy();
        Claimed putBack = worker.claim().get(0);
        worker.dialing.fail(putBack, new IllegalStateException("connection refused"));
        worker.ledger.write(tx -> tx.update("DELETE FROM attempt WHERE state = 'dialing'"));
        worker.ledger.write(tx -> tx.update("UPDATE contact SET state = 'waiting'"));
        // so much for the copy; what follows is forgotten
        scene.advance(Duration.ofHours(1));
        Files.writeString(scene.dir.resolve("data/heartbeat"), scene.clock.instant().toString());
        scene.acceptsOlderLedger = true;

        worker = scene.restarted(worker);
        AttemptId ids = new AttemptId(worker.installation.secret());
        Claimed forgotten = new Claimed(0, 0, ids.of("uno", 1, "K2", 1), 0, 0, 1, worker.campaigns.find("uno").orElseThrow(), "",
                "+34600000102", java.util.Map.of(), Scene.START.plusSeconds(60), Scene.START, "");
        worker.sweep(Calls.call("c1").of(putBack).running(), Calls.call("c2").of(forgotten).running());
        scene.advance(Duration.ofMinutes(1));

        assertThat(worker.claimedKeys()).containsExactly("K3");
        assertThat(worker.attempt("K1").callId()).contains("c1");
        assertThat(worker.attempt("K2").callId()).contains("c2");
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        worker.lookUp(Calls.call("c2").of(forgotten).talked(10, "https://recordings.example/2"));
        assertThat(worker.stateOf("K2")).isEqualTo(AttemptState.ENDED);
    }

    @Test
    void of_a_restored_ledger_that_nobody_accepted_dials_nobody() throws IOException {
        Files.writeString(scene.dir.resolve("data/heartbeat"), scene.clock.instant().plusSeconds(3600).toString());

        worker = scene.restartedAndSwept(worker);

        assertThat(worker.claim()).isEmpty();
        assertThat(worker.dialing.holds().get("uno")).contains("--accept-older-ledger");
    }

    @Test
    void a_clock_that_jumps_either_way_lets_no_request_out_twice() {
        Claimed claimed = worker.claimOne();
        scene.advance(Duration.ofHours(2));
        assertThat(worker.permits.consume(claimed.permit())).as("the lease is over by the clock on the wall").isFalse();
        worker.upkeep.tidy();
        worker.dialing.fail(claimed, new IllegalStateException("no permit"));
        scene.advance(Duration.ofMinutes(1));

        Claimed again = worker.claimOne();
        scene.advance(Duration.ofHours(-3));
        worker.upkeep.tidy();
        assertThat(worker.claim()).isEmpty();
        worker.answer(again, StartAnswer.accepted("c1"));
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        assertThat(worker.permits.consume(claimed.permit())).isFalse();
        assertThat(worker.permits.consume(again.permit())).isFalse();
    }
}
