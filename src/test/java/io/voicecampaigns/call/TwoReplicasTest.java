package io.voicecampaigns.call;

import static io.voicecampaigns.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.provider.CallPage;
import io.voicecampaigns.report.ReportBatch;
import io.voicecampaigns.report.SinkAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two processes on one PostgreSQL ledger do once, and what becomes of it when one of them is suspended and comes back. */
class TwoReplicasTest {
    @TempDir
    private Path dir;
    private Scene scene;
    private Worker first;
    private Worker second;
    private Claimed last;

    @BeforeEach
    void start() {
        scene = new Scene(Database.POSTGRESQL, dir).campaign("uno");
        first = scene.started();
        second = scene.started();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void one_reads_the_list_of_calls_for_both_and_the_other_goes_on_when_that_one_cannot() {
        first.enrollPeople("uno", 1);
        first.accept(first.claimOne(), "c1");
        scene.advance(Duration.ofSeconds(10));

        Sweep sweep = first.polling.due().get(0);
        assertThat(second.polling.due()).as("another one reads").isEmpty();
        first.polling.fail(sweep, new IllegalStateException("no network"));

        List<Sweep> taken = new ArrayList<>();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            scene.advance(Duration.ofSeconds(1));
            return taken.addAll(second.polling.due());
        });
        assertThat(taken).singleElement().satisfies(sweepOfOther -> assertThat(sweepOfOther.purpose()).isEqualTo(Sweep.Purpose.FLIGHT));
        assertThat(first.polling.due()).isEmpty();
    }

    @Test
    void each_reads_the_list_once_before_it_dials() {
        Worker third = scene.launched();
        first.enrollPeople("uno", 1);
        first.accept(first.claimOne(), "c1");
        assertThat(first.polling.due()).hasSize(1);

        assertThat(third.polling.due()).singleElement().satisfies(sweep -> assertThat(sweep.purpose()).isEqualTo(Sweep.Purpose.START));
    }

    @Test
    void whose_provider_seems_down_asks_for_itself_whether_it_answers_again() {
        first.enrollPeople("uno", 4);
        assertThat(first.polling.due()).isEmpty();
        List<Claimed> claimed = second.claim();
        claimed.subList(0, 3).forEach(second::lose);
        assertThat(second.lines.breaker(Worker.PROVIDER).reason()).isPresent();
        scene.advance(Duration.ofSeconds(6));
        assertThat(first.polling.due()).as("for both").hasSize(1);

        Sweep sweep = second.polling.due().get(0);
        second.polling.page(sweep, new CallPage(List.of(), Optional.empty()));

        assertThat(second.lines.breaker(Worker.PROVIDER).allowance(5)).as("a probe").isOne();
        assertThat(second.number("SELECT sweep_begun FROM account")).as("that says nothing of calls").isZero();
    }

    @Test
    void a_list_in_a_directory_of_both_is_taken_once_also_if_one_was_suspended_meanwhile() {
        Path file = scene.listIn("data", "uno", "lista", "K1,600000001", "K2,600000002");
        assertThat(first.duties.isOurs(first.duties.files())).isTrue();
        second.take(file);
        assertThat(file).as("it is another one's to take").exists();

        // it was about to take it
        scene.endLeases(second.ledger);
        awaitDuty(second);
        first.take(file);
        assertThat(file).as("it is another one's by now").exists();
        second.enroll(file);

        assertThat(second.list("SELECT name FROM list", row -> row.text(1))).containsExactly("lista");
        assertThat(second.number("SELECT COUNT(*) FROM contact")).isEqualTo(2);
    }

    @Test
    void half_a_list_is_read_on_by_the_other_and_what_the_first_had_in_hand_changes_nothing() {
        String[] people = IntStream.rangeClosed(1, 2_500).mapToObj(i -> "K" + i + "," + (600_000_000 + i)).toArray(String[]::new);
        first.take(scene.listIn("data", "uno", "lista", people));
        first.enrollNext();
        Worker.InHand late = first.readNext();
        scene.endLeases(second.ledger);
        awaitDuty(second);
        second.enrollTaken();

        first.enroll(late);

        assertThat(first.text("SELECT state FROM list")).isEqualTo("read");
        assertThat(first.number("SELECT rows_read FROM list")).isEqualTo(2_500);
        assertThat(first.number("SELECT COUNT(*) FROM contact")).isEqualTo(2_500);
        assertThat(first.number("SELECT COUNT(*) FROM reject")).isZero();
    }

    @Test
    void lists_of_one_name_in_directories_of_their_own_are_two_lists() throws IOException {
        Worker elsewhere = scene.startedIn("elsewhere");
        Path here = scene.listIn("data", "uno", "lista", "K1,600000001");
        Path there = scene.listIn("elsewhere", "uno", "lista", "K2,600000002");

        first.take(here);
        // on another machine it is not to be seen
        Path hidden = Files.move(dir.resolve("data"), dir.resolve("hidden"));
        elsewhere.take(there);
        elsewhere.enrollTaken();
        Files.move(hidden, dir.resolve("data"));
        first.enrollTaken();

        assertThat(first.list("SELECT name || ' ' || state || ' ' || rows_read FROM list ORDER BY id", row -> row.text(1)))
                .containsExactly("lista read 1", "lista-2 read 1");
        assertThat(Files.exists(dir.resolve("elsewhere/archive/uno/lista-2.csv"))).isTrue();
        assertThat(first.number("SELECT COUNT(*) FROM contact")).isEqualTo(2);
    }

    @Test
    void an_older_revision_that_was_held_up_is_followed_by_the_latest_once_more() {
        ReportBatch older = firstOutcome(first);
        ReportBatch newer = latestOutcome(second);
        second.outbox.answered(newer, accepted(newer));
        assertThat(second.outbox.due()).isEmpty();

        scene.advance(Duration.ofMinutes(1));
        first.outbox.renewLeases();
        first.outbox.answered(older, accepted(older));

        assertThat(revisions(nextBatch())).containsExactly(2);
        assertThat(nextBatch()).isEmpty();
        assertThat(first.stateOf("K1")).isEqualTo(AttemptState.REPORTED);
    }

    @Test
    void an_older_revision_that_arrives_while_the_latest_is_handed_over_is_followed_by_that_once_more() {
        ReportBatch older = firstOutcome(first);
        ReportBatch newer = latestOutcome(second);
        // nobody can tell which of the two reached the sink last
        first.outbox.failed(older, new IllegalStateException("the answer was lost"));
        second.outbox.answered(newer, accepted(newer));

        assertThat(revisions(nextBatch())).containsExactly(2);
        assertThat(nextBatch()).isEmpty();
    }

    private ReportBatch firstOutcome(Worker worker) {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.accept(claimed, "c1");
        worker.sweep(call("c1").of(claimed).talked(20));
        last = claimed;
        return worker.outbox.due().get(0);
    }

    /** The recording comes while the first one is suspended. */
    private ReportBatch latestOutcome(Worker worker) {
        scene.endLeases(worker.ledger);
        scene.advance(Duration.ofSeconds(10));
        worker.lookUp(call("c1").of(last).talked(20, "https://recordings.example/c1"));
        ReportBatch batch = worker.outbox.due().get(0);
        assertThat(revisions(List.of(batch))).containsExactly(2);
        return batch;
    }

    /** Whoever hands over next; it is accepted. */
    private List<ReportBatch> nextBatch() {
        scene.endLeases(second.ledger);
        List<ReportBatch> due = second.outbox.due();
        due.forEach(batch -> second.outbox.answered(batch, accepted(batch)));
        return due;
    }

    private static List<Integer> revisions(List<ReportBatch> batches) {
        return batches.stream().flatMap(batch -> batch.body().stream()).map(outcome -> (Integer) outcome.get("revision")).toList();
    }

    private static List<SinkAnswer> accepted(ReportBatch batch) {
        return batch.body().stream().map(outcome -> SinkAnswer.accepted((String) outcome.get("ref"))).toList();
    }

    private static void awaitDuty(Worker worker) {
        await().atMost(Duration.ofMinutes(1)).until(() -> worker.duties.isOurs(worker.duties.files()));
    }
}
