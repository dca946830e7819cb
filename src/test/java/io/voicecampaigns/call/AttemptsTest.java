package io.voicecampaigns.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class AttemptsTest {
    private final Database database;

    AttemptsTest(Database database) {
        this.database = database;
    }

    @Test
    void whoever_is_first_changes_an_attempt_and_whoever_is_second_learns_it(@TempDir Path dir) {
        try (Scene scene = new Scene(database, dir).campaign("uno")) {
            Worker worker = scene.started().enrollPeople("uno", 1);
            worker.claimOne();
            Attempt seen = worker.attempt("K1");

            boolean first = worker.ledger.write(tx -> Attempts.move(tx, seen, Transition.ACCEPTED, "call_id = ?", "c1"));
            boolean second = worker.ledger.write(tx -> Attempts.move(tx, seen, Transition.ANSWER_LOST, ""));

            assertThat(first).isTrue();
            assertThat(second).isFalse();
            assertThat(worker.attempt("K1").callId()).contains("c1");
            assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        }
    }

    @Test
    void an_illegal_transition_is_refused_before_the_ledger_is_touched(@TempDir Path dir) {
        try (Scene scene = new Scene(database, dir).campaign("uno")) {
            Worker worker = scene.started().enrollPeople("uno", 1);
            worker.accept(worker.claimOne(), "c1");
            Attempt inCall = worker.attempt("K1");

            for (Transition transition : Transition.values()) {
                if (!transition.startsIn(AttemptState.IN_CALL)) {
                    assertThatThrownBy(() -> worker.ledger.write(tx -> Attempts.move(tx, inCall, transition, "")))
                            .as(transition.name()).isInstanceOf(IllegalTransitionException.class);
                }
            }
            assertThat(worker.attempt("K1")).isEqualTo(inCall);
        }
    }
}
