package io.voicecampaigns.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.provider.StartAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class AnswersTest {
    private final Database database;
    private Scene scene;
    private Worker worker;

    AnswersTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open(@TempDir Path dir) {
        scene = new Scene(database, dir).campaign("uno", "max-concurrent: 1", "attempts: 2", "retry: {invalid_number: 10m, busy: 10m}");
        worker = scene.started();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void an_accepted_call_is_in_call_with_its_id_and_needs_its_owner_no_more() {
        worker.enrollPeople("uno", 1);
        worker.accept(worker.claimOne(), "c1");

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        assertThat(worker.attempt("K1").callId()).contains("c1");
        assertThat(worker.attempt("K1").owner()).isEmpty();
        assertThat(worker.dialing.open()).isZero();
    }

    @Test
    void a_refused_contact_ends_with_its_reason_and_is_tried_again_as_its_policy_says() {
        worker.enrollPeople("uno", 1);
        Claimed first = worker.claimOne();
        worker.answer(first, StartAnswer.refused(Disposition.INVALID_NUMBER, "400 NON_SPANISH"));

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.ENDED);
        assertThat(worker.text("SELECT error FROM attempt")).isEqualTo("400 NON_SPANISH");
        assertThat(worker.outbox.due().get(0).outcomes()).singleElement()
                .satisfies(outcome -> assertThat(outcome.disposition()).isEqualTo("invalid_number"));
        assertThat(worker.claim()).isEmpty();

        scene.advance(Duration.ofMinutes(10));
        Claimed second = worker.claimOne();
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.attemptId()).isNotEqualTo(first.attemptId());
        worker.answer(second, StartAnswer.refused(Disposition.INVALID_NUMBER, "400 NON_SPANISH"));
        assertThat(worker.contact("K1")).isEqualTo("done");
    }

    @Test
    void an_answer_that_was_lost_is_uncertain_and_is_never_redialled() {
        worker.enrollPeople("uno", 1);
        worker.lose(worker.claimOne());

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);
        scene.advance(Duration.ofHours(100));
        worker.upkeep.tidy();
        assertThat(worker.claim()).isEmpty();
    }

    @Test
    void a_request_that_never_left_is_due_again_as_the_same_attempt() {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.dialing.fail(claimed, new IllegalStateException("connection refused"));

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.DUE);
        assertThat(worker.permits.consume(claimed.permit())).as("nothing may leave any more").isFalse();
        assertThat(worker.claim()).isEmpty();
        scene.advance(Duration.ofSeconds(5));
        Claimed again = worker.claimOne();
        assertThat(again.attemptId()).isEqualTo(claimed.attemptId());
        assertThat(again.permit()).isNotEqualTo(claimed.permit());
    }

    @Test
    void an_unknown_answer_is_a_lost_one_if_something_was_sent_and_none_if_not() {
        worker.enrollPeople("uno", 2);
        worker.answer(worker.claimOne(), StartAnswer.unknown("500"));
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);

        scene.campaign("uno", "max-concurrent: 2");
        Claimed unsent = worker.claimOne();
        worker.dialing.answer(unsent, StartAnswer.unknown("no permit"));
        assertThat(worker.stateOf("K2")).isEqualTo(AttemptState.DUE);
    }

    @Test
    void an_answer_that_cannot_be_read_is_a_lost_one() {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.send(claimed);
        worker.dialing.answer(claimed, Map.of("result", "accepted"));

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);
    }

    @Test
    void who_is_to_come_later_is_dialled_again_only_after_a_reading_of_the_list_that_began_since() {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.answer(claimed, StartAnswer.later(scene.clock.instant().plusSeconds(60), "429"));
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.DUE);

        scene.advance(Duration.ofSeconds(60));
        assertThat(worker.claim()).as("no list was read since").isEmpty();
        worker.sweep();
        assertThat(worker.claimOne().attemptId()).isEqualTo(claimed.attemptId());
    }

    @Test
    void who_was_told_to_come_later_and_has_a_call_all_the_same_is_not_dialled_again() {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.answer(claimed, StartAnswer.later(scene.clock.instant().plusSeconds(60), "429"));

        worker.sweep(Calls.call("c1").of(claimed).running());
        scene.advance(Duration.ofMinutes(5));

        assertThat(worker.claim()).isEmpty();
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        assertThat(worker.contact("K1")).isEqualTo("active");
    }

    @Test
    void the_account_is_left_alone_for_as_long_as_the_provider_asks() {
        scene.campaign("dos");
        worker.enrollPeople("uno", 1);
        worker.answer(worker.claimOne(), StartAnswer.later(scene.clock.instant().plusSeconds(60), "429"));
        worker.enroll("dos", "D1,600000101");

        assertThat(worker.claim()).isEmpty();
        scene.advance(Duration.ofSeconds(60));
        assertThat(worker.claimedKeys()).containsExactly("D1");
    }

    @Test
    void a_provider_that_names_one_call_twice_gets_one_attempt_into_the_call_and_the_other_into_doubt() {
        scene.campaign("uno");
        worker.enrollPeople("uno", 2);
        List<Claimed> claimed = worker.claim();
        worker.accept(claimed.get(0), "c1");
        worker.accept(claimed.get(1), "c1");

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        assertThat(worker.stateOf("K2")).isEqualTo(AttemptState.UNCERTAIN);
        assertThat(worker.dialing.open()).isZero();
    }

    @Test
    void an_answer_recorded_a_second_time_changes_nothing() {
        scene.campaign("uno");
        worker.enrollPeople("uno", 4);
        List<StartAnswer> answers = List.of(StartAnswer.accepted("c1"), StartAnswer.refused(Disposition.BUSY, "400 x"),
                StartAnswer.campaignRefused("404 FROM"), StartAnswer.later(scene.clock.instant().plusSeconds(60), "429"));
        List<Claimed> claimed = worker.claim();
        for (int i = 0; i < answers.size(); i++) {
            worker.answer(claimed.get(i), answers.get(i));
        }
        List<String> before = everything();

        for (int repeat = 0; repeat < 3; repeat++) {
            for (int i = 0; i < answers.size(); i++) {
                Answers.Recorded again = new Answers.Recorded(claimed.get(i), new Answers.Outcome.Answered(answers.get(i)));
                worker.dialing.answer(claimed.get(i), answers.get(i));
                worker.ledger.write(tx -> worker.answers.record(tx, List.of(again)));
            }
        }

        assertThat(everything()).isEqualTo(before);
    }

    private List<String> everything() {
        return List.of(
                String.join("\n", worker.list("SELECT key, state, due, next_number FROM contact ORDER BY id",
                        row -> row.text(1) + row.text(2) + row.text(3) + row.text(4))),
                String.join("\n", worker.list("SELECT id, state, version, revision, error, call_id FROM attempt ORDER BY id",
                        row -> row.text(1) + row.text(2) + row.text(3) + row.text(4) + row.text(5) + row.text(6))),
                String.join("\n", worker.list("SELECT own_refusals, contact_refusals, paused FROM campaign",
                        row -> row.text(1) + row.text(2) + row.text(3))));
    }

    @Test
    void an_answer_that_the_ledger_never_took_leaves_its_attempt_in_doubt_and_not_due() {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.send(claimed);
        worker.ledger.write(tx -> tx.update("ALTER TABLE attempt RENAME COLUMN call_id TO call_gone"));

        Thread.currentThread().interrupt();
        worker.dialing.answer(claimed, StartAnswer.accepted("c1"));
        assertThat(Thread.interrupted()).isTrue();
        worker.ledger.write(tx -> tx.update("ALTER TABLE attempt RENAME COLUMN call_gone TO call_id"));
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.DIALING);

        scene.endLeases(worker.ledger);
        worker.upkeep.tidy();
        scene.advance(Duration.ofMinutes(1));

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);
        assertThat(worker.claim()).isEmpty();
    }

    @Test
    void an_acceptance_that_comes_after_the_lease_is_still_the_evidence_of_a_call() {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.send(claimed);
        scene.advance(Worker.LEASE.multipliedBy(3));
        worker.upkeep.tidy();
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);

        worker.dialing.answer(claimed, StartAnswer.accepted("c1"));

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        assertThat(worker.attempt("K1").callId()).contains("c1");
    }
}
