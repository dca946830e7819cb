package io.voicecampaigns.call;

import static io.voicecampaigns.call.Worker.done;
import static io.voicecampaigns.call.Worker.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.outcome.Disposition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person decides on attempts that nothing else can decide. */
@OnBothDatabases
class ReviewsTest {
    private final Database database;
    private Scene scene;
    private Worker worker;
    private Claimed lost;

    ReviewsTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void lose_a_call(@TempDir Path dir) {
        scene = new Scene(database, dir).campaign("uno");
        worker = scene.started().enrollPeople("uno", 1);
        lost = worker.claimOne();
        worker.lose(lost);
        for (int i = 0; i < 40 && worker.stateOf("K1") != AttemptState.REVIEW; i++) {
            worker.sweep();
        }
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.REVIEW);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void it_is_listed_with_a_masked_number() {
        assertThat(worker.reviews.list(Optional.empty())).hasSize(1).first().satisfies(review -> {
            assertThat(review.attempt()).isEqualTo(lost.attemptId());
            assertThat(review.campaign()).isEqualTo("uno");
            assertThat(review.phone()).isEqualTo("+34 6** *** *01");
            assertThat(review.why()).isEqualTo("the provider lists no call for it");
            assertThat(review.intent()).isEqualTo(lost.intent());
            assertThat(review.since()).as("not before its call could be known to be missing").isAfter(lost.intent().plusSeconds(60));
        });
        assertThat(worker.reviews.list(Optional.of("dos"))).isEmpty();
    }

    @Test
    void redialled_its_contact_gets_a_new_attempt_and_both_are_told() {
        assertThat(decided(worker.reviews.redial(lost.attemptId(), "ann"))).contains("is given up, and its contact is called once more");

        Claimed again = worker.claimOne();
        assertThat(again.number()).isEqualTo(2);
        assertThat(again.attemptId()).isNotEqualTo(lost.attemptId());
        assertThat(worker.text("SELECT error FROM attempt WHERE number = 1")).isEqualTo("no call was found; dialled again");
        assertThat(refused(worker.reviews.redial(lost.attemptId(), "bob").orElseThrow()).error()).contains("is not in review any more: it is ended");
        assertThat(worker.audit()).containsExactly("ann redial attempt " + lost.attemptId() + ": no call was found");
    }

    @Test
    void nobody_is_redialled_while_the_list_has_not_been_read_since() {
        worker = scene.restarted(worker);
        assertThat(refused(worker.reviews.redial(lost.attemptId(), "ann").orElseThrow()).error()).contains("has not been read to its end since");

        worker.lines.sweptSinceStart(Worker.PROVIDER);
        worker.ledger.write(tx -> tx.update("UPDATE account SET sweep_begun = ?", lost.intent().plusSeconds(1)));
        assertThat(refused(worker.reviews.redial(lost.attemptId(), "ann").orElseThrow()).error()).contains("has not been read to its end since");
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.REVIEW);
        assertThat(worker.claim()).isEmpty();
        assertThat(worker.audit()).isEmpty();
    }

    @Test
    void nobody_is_redialled_whose_number_is_suppressed_or_whose_edition_is_over() {
        done(worker.suppressing.suppress("+34600000001", Optional.empty(), "ann"));
        assertThat(refused(worker.reviews.redial(lost.attemptId(), "ann").orElseThrow()).todo()).isEqualTo("close it");

        worker.done(id -> worker.steering.cancel(id, "ann", Optional.empty()), "uno");
        assertThat(refused(worker.reviews.redial(lost.attemptId(), "ann").orElseThrow()).error()).contains("is cancelled by ann");
    }

    @Test
    void closed_it_is_told_as_unknown_and_a_late_find_still_tells_the_truth() {
        assertThat(decided(worker.reviews.close(lost.attemptId(), "ann"))).contains("its outcome is unknown");

        assertThat(worker.attempt("K1").disposition()).contains(Disposition.UNKNOWN);
        assertThat(worker.contact("K1")).isEqualTo("done");
        assertThat(worker.text("SELECT error FROM attempt")).isEqualTo("no call was found; closed by ann");
        assertThat(worker.outbox.due()).hasSize(1).first().satisfies(batch -> assertThat(batch.outcomes()).hasSize(1).first()
                .satisfies(outcome -> assertThat(outcome.isFinal()).isTrue()));
        scene.advance(Duration.ofDays(1));
        assertThat(worker.claim()).isEmpty();

        worker.enroll("uno", "K2,600000002");
        Claimed other = worker.claimOne();
        worker.accept(other, "c2");
        worker.sweep(Calls.call("c1").of(lost).talked(20, "https://recordings.example/1"), Calls.call("c2").of(other).running());
        assertThat(worker.text("SELECT call_id FROM attempt WHERE id = ?", lost.attemptRow())).isEqualTo("c1");
        assertThat(worker.attempt("K1").disposition()).contains(Disposition.ANSWERED);
    }

    @Test
    void an_attempt_that_does_not_exist_is_nobody_s() {
        assertThat(worker.reviews.close(UUID.randomUUID(), "ann")).isEmpty();
    }

    private static String decided(Optional<Steered> steered) {
        return done(steered.orElseThrow());
    }
}
