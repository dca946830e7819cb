package io.voicecampaigns.call;

import static io.voicecampaigns.call.Calls.call;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.provider.StartAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A route may drop what it was given: in the midst of it, or before it began. */
class UnfinishedAttemptTest {
    private Scene scene;
    private Worker worker;

    @BeforeEach
    void open(@TempDir Path dir) {
        scene = new Scene(Database.SQLITE, dir).campaign("uno");
        worker = scene.started();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_route_that_ends_before_it_sends_leaves_an_attempt_that_is_due_again() throws InterruptedException {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.dialing.request(claimed);

        assertThat(worker.dialing.over(claimed)).isTrue();

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.DUE);
        assertThat(worker.permits.consume(claimed.permit())).as("nothing can leave any more").isFalse();
        assertThat(worker.dialing.open()).isZero();
        scene.advance(Duration.ofMinutes(1));
        assertThat(worker.claimOne().number()).isEqualTo(1);
    }

    @Test
    void a_route_that_ends_after_it_has_sent_leaves_an_attempt_that_the_list_settles() throws InterruptedException {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.dialing.request(claimed);
        worker.send(claimed);

        worker.dialing.over(claimed);

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);
        worker.sweep(call("c1").of(claimed).running());
        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
    }

    @Test
    void a_route_that_ends_as_it_should_changes_nothing() {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();
        worker.send(claimed);
        worker.dialing.answer(claimed, StartAnswer.accepted("c1"));

        assertThat(worker.dialing.over(claimed)).isFalse();

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
    }

    @Test
    void what_no_route_began_with_comes_back_with_the_end_of_its_lease() {
        worker.enrollPeople("uno", 1);
        Claimed claimed = worker.claimOne();

        scene.advance(Worker.LEASE.plusSeconds(1));
        worker.dialing.releaseExpired();

        assertThat(worker.stateOf("K1")).isEqualTo(AttemptState.DUE);
        assertThat(worker.permits.consume(claimed.permit())).isFalse();
    }

    @Test
    void while_routes_are_exchanged_nobody_waits_for_a_request_slot() throws InterruptedException {
        RequestSlots slots = new RequestSlots(List.of("diga"), 1);
        assertThat(slots.open("diga", "one")).isTrue();

        slots.nobodyWaits(true);
        assertThat(slots.open("diga", "two")).isFalse();
        assertThat(slots.open("diga", "one")).as("it has its slot").isTrue();
        slots.nobodyWaits(false);
        slots.close("one");

        assertThat(slots.open("diga", "two")).isTrue();
    }
}
