package io.voicecampaigns.call;

import static io.voicecampaigns.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.provider.CallPage;
import io.voicecampaigns.report.Outcome;
import io.voicecampaigns.report.ReportBatch;
import io.voicecampaigns.report.SinkAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class PollingTest {
    private static final String RECORDING = "https://recordings.example/1";

    private final Database database;
    private Scene scene;
    private Worker worker;

    PollingTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open(@TempDir Path dir) {
        scene = new Scene(database, dir).campaign("uno", "attempts: 2", "retry: {no_answer: 1h}");
        worker = scene.started();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void an_ending_its_outcome_and_the_next_attempt_are_recorded_together() {
        worker.enrollPeople("uno", 2);
        List<Claimed> claimed = worker.claim();
        worker.accept(claimed.get(0), "c1");
        worker.accept(claimed.get(1), "c2");

        worker.sweep(call("c1").of(claimed.get(0)).talked(42, RECORDING), call("c2").of(claimed.get(1)).ended(Disposition.NO_ANSWER));

        assertThat(report()).extracting(Outcome::disposition, Outcome::durationSeconds, Outcome::recordingUrl, Outcome::isFinal)
                .containsExactlyInAnyOrder(org.assertj.core.groups.Tuple.tuple("answered", 42, RECORDING, true),
                        org.assertj.core.groups.Tuple.tuple("no_answer", 0, null, false));
        assertThat(worker.contact("K1")).isEqualTo("done");
        assertThat(worker.contact("K2")).isEqualTo("waiting");
        assertThat(worker.claim()).isEmpty();
        scene.advance(Duration.ofHours(1));
        assertThat(worker.claimOne().number()).isEqualTo(2);
    }

    @Test
    void a_status_that_nobody_knows_ends_nothing() {
        Claimed claimed = inCall();

        worker.sweep(call("c1").of(claimed).withStatus("teleported"));
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);

        worker.sweep(call("c1").of(claimed).talked(1, RECORDING));
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.ENDED);
    }

    @Test
    void a_recording_that_comes_late_is_told_in_a_second_revision() {
        Claimed claimed = inCall();
        worker.sweep(call("c1").of(claimed).talked(30));
        assertThat(report()).singleElement().satisfies(first -> {
            assertThat(first.revision()).isEqualTo(1);
            assertThat(first.recordingUrl()).isNull();
        });
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.REPORTED);

        scene.advance(Duration.ofSeconds(20));
        assertThat(worker.lookUp(call("c1").of(claimed).talked(30, RECORDING))).hasSize(1);

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.ENDED);
        assertThat(report()).singleElement().satisfies(second -> {
            assertThat(second.revision()).isEqualTo(2);
            assertThat(second.recordingUrl()).isEqualTo(RECORDING);
        });
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.REPORTED);
        scene.advance(Duration.ofHours(1));
        assertThat(worker.lookUps.due()).as("nothing more is expected").isEmpty();
    }

    @Test
    void a_recording_is_waited_for_no_longer_than_ten_minutes_or_so() {
        Claimed claimed = inCall();
        worker.sweep(call("c1").of(claimed).talked(30));

        int looks = 0;
        for (int seconds = 0; seconds < 1_800; seconds += 5) {
            scene.advance(Duration.ofSeconds(5));
            looks += worker.lookUp(call("c1").of(claimed).talked(30)).size();
        }

        assertThat(looks).isBetween(4, 20);
        assertThat(worker.number("SELECT COUNT(*) FROM attempt WHERE check_at IS NOT NULL")).isZero();
    }

    @Test
    void a_call_that_never_ends_is_reported_as_unknown_after_four_hours_and_its_ending_told_when_it_comes() {
        Claimed claimed = inCall();
        scene.advance(Duration.ofHours(4).minusMinutes(2));
        worker.upkeep.tidy();
        worker.lookUp(call("c1").of(claimed).running());
        scene.advance(Duration.ofMinutes(2));
        worker.upkeep.tidy();
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);

        scene.advance(Duration.ofSeconds(1));
        worker.upkeep.tidy();
        assertThat(report()).singleElement().satisfies(outcome -> assertThat(outcome.disposition()).isEqualTo("unknown"));

        scene.advance(Duration.ofHours(20));
        worker.lookUp(call("c1").of(claimed).talked(72_000, RECORDING));
        assertThat(report()).singleElement().satisfies(outcome -> {
            assertThat(outcome.disposition()).isEqualTo("answered");
            assertThat(outcome.revision()).isEqualTo(2);
        });
    }

    @Test
    void calls_that_ended_during_a_long_stop_are_asked_for_before_they_count_as_never_ending() {
        Claimed claimed = inCall();
        scene.advance(Duration.ofHours(60));
        worker = scene.restartedAndSwept(worker);

        worker.upkeep.tidy();
        worker.upkeep.tidy();
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        worker.lookUp(call("c1").of(claimed).ended(Disposition.NO_ANSWER));

        assertThat(report()).singleElement().satisfies(outcome -> assertThat(outcome.disposition()).isEqualTo("no_answer"));
        assertThat(worker.contact("K1")).as("it gets its second attempt").isEqualTo("waiting");
    }

    @Test
    void a_call_too_old_for_the_list_is_asked_for_alone() {
        Claimed claimed = inCall();
        scene.advance(Duration.ofMinutes(61));
        worker.upkeep.tidy();

        assertThat(worker.lookUp(call("c1").of(claimed).talked(30, RECORDING))).hasSize(1);
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.ENDED);
    }

    @Test
    void a_call_that_the_list_does_not_show_is_asked_for_alone() {
        Claimed claimed = inCall();
        scene.advance(Duration.ofSeconds(30));
        worker.sweep();
        worker.sweep();

        assertThat(worker.lookUp(call("c1").of(claimed).ended(Disposition.BUSY))).hasSize(1);
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.ENDED);
    }

    @Test
    void without_an_echo_a_call_is_matched_by_number_time_and_version_only_if_it_is_the_only_one() {
        worker.enrollPeople("uno", 4);
        List<Claimed> claimed = worker.claim();
        claimed.forEach(worker::lose);
        worker.sweep(
                call("only").of(claimed.get(0)).withoutEcho().running(),
                call("one").of(claimed.get(1)).withoutEcho().running(), call("two").of(claimed.get(1)).withoutEcho().running(),
                call("early").of(claimed.get(2)).withoutEcho().created(claimed.get(2).intent().minusSeconds(61)).running(),
                call("late").of(claimed.get(3)).withoutEcho().created(claimed.get(3).intent().plusSeconds(301)).running());

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        assertThat(worker.attempt("K1").callId()).contains("only");
        assertThat(List.of("K2", "K3", "K4")).allSatisfy(key -> assertThat(worker.stateOf(key)).isEqualTo(AttemptState.UNCERTAIN));
    }

    @Test
    void without_an_echo_a_call_that_another_attempt_has_is_taken_from_nobody() {
        Claimed owner = inCall();
        worker.sweep(call("c1").of(owner).withoutEcho().ended(Disposition.ANSWERED));
        worker.enroll("uno", "K2,600000002");
        Claimed doubtful = worker.claimOne();
        worker.lose(doubtful);

        worker.sweep(call("c1").of(doubtful).withoutEcho().ended(Disposition.ANSWERED));

        assertThat(worker.stateOf("K2")).isEqualTo(AttemptState.UNCERTAIN);
        assertThat(worker.attempt("K1").callId()).contains("c1");
    }

    @Test
    void what_is_not_found_within_the_settle_time_goes_to_review_and_a_late_find_brings_it_back() {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.lose(claimed);
        scene.advance(Duration.ofSeconds(220));
        worker.sweep();
        assertThat(worker.stateOf("K1")).as("not yet settled").isEqualTo(AttemptState.UNCERTAIN);
        worker.sweep();
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.REVIEW);
        assertThat(worker.contact("K1")).isEqualTo("done");
        scene.advance(Duration.ofHours(30));
        assertThat(worker.claim()).as("nobody redials it").isEmpty();

        worker.sweep(call("c1").of(claimed).running());

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        assertThat(worker.contact("K1")).isEqualTo("active");
        worker.upkeep.tidy();
        worker.lookUp(call("c1").of(claimed).talked(9, RECORDING));
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.ENDED);
        assertThat(report()).extracting(Outcome::callId, Outcome::recordingUrl).contains(org.assertj.core.groups.Tuple.tuple("c1", RECORDING));
    }

    @Test
    void where_the_campaign_wants_it_the_undecidable_is_dialled_again_as_a_new_attempt_that_shows() {
        scene.campaign("uno", "uncertain: redial");
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.lose(claimed);
        worker.sweep();
        scene.advance(Duration.ofMinutes(5));
        worker.sweep();

        scene.advance(Duration.ofMinutes(1));
        worker.sweep();
        Claimed again = worker.claimOne();
        assertThat(again.number()).isEqualTo(2);
        assertThat(again.attemptId()).isNotEqualTo(claimed.attemptId());
        assertThat(report()).singleElement().satisfies(outcome -> assertThat(outcome.error()).contains("dialled again"));
    }

    @Test
    void a_clock_that_jumps_ahead_does_not_have_anybody_dialled_again() {
        scene.campaign("uno", "uncertain: redial");
        worker.enrollPeople("uno", 1);
        worker.lose(worker.claimOne());
        worker.sweep();

        scene.clock.set(Scene.START.plus(Duration.ofHours(2)));
        worker.sweep();
        assertThat(worker.stateOf("K1")).as("lost a moment ago, whatever the clock says").isEqualTo(AttemptState.UNCERTAIN);
        scene.advance(Duration.ofMinutes(5));
        worker.sweep();

        assertThat(worker.claimOne().number()).isEqualTo(2);
    }

    @Test
    void a_list_with_calls_that_cannot_be_read_does_not_have_anybody_dialled_again() {
        scene.campaign("uno", "uncertain: redial");
        worker.enrollPeople("uno", 1);
        worker.lose(worker.claimOne());
        worker.sweep();
        scene.advance(Duration.ofMinutes(5));

        worker.polling.page(worker.polling.due().get(0), new CallPage(List.of(call("x").running()), Optional.empty(), 1));

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);
    }

    @Test
    void the_call_of_an_attempt_that_was_dialled_again_is_told_of_when_the_list_shows_it_after_all() {
        scene.campaign("uno", "uncertain: redial");
        worker.enrollPeople("uno", 1);
        Claimed first = worker.claimOne();
        worker.lose(first);
        worker.sweep();
        scene.advance(Duration.ofMinutes(5));
        worker.sweep();
        scene.advance(Duration.ofMinutes(1));
        worker.sweep();
        worker.accept(worker.claimOne(), "c2");
        report();

        worker.sweep(call("c1").of(first).talked(9, RECORDING));

        assertThat(report()).filteredOn(outcome -> outcome.ref().equals(first.attemptId().toString())).singleElement()
                .satisfies(outcome -> assertThat(outcome).extracting(Outcome::callId, Outcome::recordingUrl, Outcome::durationSeconds)
                        .containsExactly("c1", RECORDING, 9));
    }

    @Test
    void a_list_that_repeats_itself_decides_nothing() {
        worker.enrollPeople("uno", 1);
        worker.lose(worker.claimOne());
        scene.advance(Duration.ofMinutes(5));
        Sweep sweep = worker.polling.due().get(0);
        CallPage page = new CallPage(List.of(call("x").created(scene.clock.instant()).running()), Optional.of("x"));

        worker.polling.page(sweep, page);
        assertThat(sweep.next()).isNotNull();
        worker.polling.page(sweep, page);

        assertThat(sweep.next()).as("given up").isNull();
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);
        worker.sweep();
        assertThat(worker.stateOf("K1")).as("a complete reading decides").isEqualTo(AttemptState.REVIEW);
    }

    @Test
    void a_list_whose_cursor_goes_in_circles_or_that_fails_half_way_decides_nothing() {
        worker.enrollPeople("uno", 1);
        worker.lose(worker.claimOne());
        scene.advance(Duration.ofMinutes(5));
        Sweep circling = worker.polling.due().get(0);
        worker.polling.page(circling, new CallPage(List.of(call("a").running()), Optional.of("cursor")));
        worker.polling.page(circling, new CallPage(List.of(call("b").running()), Optional.of("cursor")));
        assertThat(circling.next()).isNull();

        scene.advance(Duration.ofSeconds(10));
        Sweep failing = worker.polling.due().get(0);
        worker.polling.page(failing, new CallPage(List.of(call("a").running()), Optional.of("next")));
        worker.polling.fail(failing, new IllegalStateException("connection lost"));

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);
    }

    private Claimed inCall() {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.accept(claimed, "c1");
        return claimed;
    }

    /** The outcomes that are due, accepted by their sink. */
    private List<Outcome> report() {
        List<ReportBatch> due = worker.outbox.due();
        due.forEach(batch -> worker.outbox.answered(batch,
                batch.outcomes().stream().map(outcome -> SinkAnswer.accepted(outcome.ref())).toList()));
        return due.stream().flatMap(batch -> batch.outcomes().stream()).toList();
    }
}
