package io.voicecampaigns.call;

import static io.voicecampaigns.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.provider.CallPage;
import io.voicecampaigns.report.ReportBatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a route has dropped is asked again, and keeps no slot and no turn. */
class LostQuestionsTest {
    private Scene scene;
    private Worker worker;
    private Claimed claimed;

    @BeforeEach
    void open(@TempDir Path dir) {
        scene = new Scene(Database.SQLITE, dir).campaign("uno");
        worker = scene.started().enrollPeople("uno", 1);
        claimed = worker.claimOne();
        worker.accept(claimed, "c1");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_reading_of_the_list_that_was_dropped_fails_and_the_next_one_begins() {
        scene.advance(Duration.ofSeconds(10));
        Sweep dropped = worker.polling.due().get(0);

        assertThat(worker.polling.over(dropped)).isTrue();
        scene.advance(Duration.ofSeconds(10));
        List<Sweep> next = worker.polling.due();

        assertThat(dropped.next()).as("a route that comes back to it reads nothing").isNull();
        assertThat(next).hasSize(1).doesNotContain(dropped);
    }

    @Test
    void a_reading_that_came_to_its_end_is_over_already() {
        scene.advance(Duration.ofSeconds(10));
        Sweep sweep = worker.polling.due().get(0);
        worker.polling.page(sweep, new CallPage(List.of(call("c1").of(claimed).running()), Optional.empty()));

        assertThat(worker.polling.over(sweep)).isFalse();
    }

    @Test
    void a_question_comes_back_once_whoever_says_so() {
        worker.sweep(call("c1").of(claimed).talked(30));
        scene.advance(Duration.ofSeconds(20));
        LookUps.LookUp lookUp = worker.lookUps.due().get(0);
        Questions questions = new Questions(worker.lookUps, null, null);

        assertThat(questions.over(lookUp)).isTrue();
        assertThat(questions.over(lookUp)).isFalse();
        scene.advance(Duration.ofMinutes(2));
        LookUps.LookUp again = worker.lookUps.due().get(0);
        worker.lookUps.found(again, call("c1").of(claimed).talked(30));
        assertThat(questions.over(again)).isFalse();
    }

    @Test
    void outcomes_that_were_dropped_are_handed_over_again() {
        worker.sweep(call("c1").of(claimed).talked(30));
        ReportBatch batch = worker.outbox.due().get(0);
        assertThat(worker.outbox.due()).isEmpty();

        worker.outbox.begin(batch);
        assertThat(worker.outbox.over(batch)).isTrue();
        assertThat(worker.outbox.over(batch)).isFalse();
        scene.advance(Duration.ofMinutes(1));

        assertThat(worker.outbox.due()).hasSize(1);
    }
}
