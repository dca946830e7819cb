package io.voicecampaigns.call;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.provider.StartAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnBothDatabases
class CampaignPauseTest {
    private final Database database;
    private Scene scene;
    private Worker worker;

    CampaignPauseTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open(@TempDir Path dir) {
        scene = new Scene(database, dir).campaign("uno", "max-concurrent: 1");
        worker = scene.started();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void three_refusals_of_the_campaign_pause_it_burn_nobody_and_heal_by_an_edit() {
        worker.enrollPeople("uno", 6);
        for (int i = 0; i < 3; i++) {
            scene.advance(Duration.ofSeconds(1));
            worker.answer(worker.claimOne(), StartAnswer.campaignRefused("404 PHONE_NUMBER_NOT_FOUND"));
        }
        assertThat(worker.number("SELECT COUNT(DISTINCT contact_id) FROM attempt")).as("each behind all who were due").isEqualTo(3);
        assertThat(worker.claim()).isEmpty();
        assertThat(worker.dialing.holds().get("uno")).startsWith("paused: 404");
        assertThat(worker.number("SELECT COUNT(*) FROM contact WHERE state = 'waiting'")).isEqualTo(6);

        worker = scene.restartedAndSwept(worker);
        worker.sweep();
        scene.advance(Duration.ofDays(1));
        assertThat(worker.claim()).as("neither a restart nor time heals what stands in the file").isEmpty();

        scene.campaign("uno", "max-concurrent: 6");
        assertThat(worker.claim()).hasSize(6);
        assertThat(worker.dialing.holds()).isEmpty();
    }

    @Test
    void a_refused_key_heals_once_the_provider_lists_its_calls_again() {
        worker.enrollPeople("uno", 3);
        for (int i = 0; i < 3; i++) {
            scene.advance(Duration.ofSeconds(1));
            worker.answer(worker.claimOne(), StartAnswer.campaignRefused("401"));
        }
        scene.campaign("uno", "max-concurrent: 2");
        assertThat(worker.claim()).as("an edit does not heal a key").isEmpty();

        scene.advance(Duration.ofSeconds(60));
        for (Sweep sweep : worker.polling.due()) {
            worker.polling.fail(sweep, new IllegalStateException("401"));
        }
        assertThat(worker.claim()).isEmpty();

        // where there may be other replicas, one that failed leaves them the list for a while
        await().atMost(PATIENCE).until(() -> {
            worker.sweep();
            return worker.claim().size() == 2;
        });
    }

    @Test
    void a_success_between_refusals_shows_that_it_is_not_the_campaign() {
        worker.enrollPeople("uno", 5);
        for (int i = 0; i < 4; i++) {
            scene.advance(Duration.ofSeconds(1));
            Claimed claimed = worker.claimOne();
            if (i == 2) {
                worker.accept(claimed, "c" + i);
                worker.sweep(Calls.call("c" + i).of(claimed).ended(Disposition.NO_ANSWER));
            } else {
                worker.answer(claimed, StartAnswer.campaignRefused("412"));
            }
        }

        assertThat(worker.text("SELECT paused FROM campaign")).isNull();
        assertThat(worker.claim()).hasSize(1);
    }

    @Test
    void five_equal_refusals_of_contacts_pause_the_campaign_and_all_five_are_due_again() {
        worker.enrollPeople("uno", 7);
        for (int i = 1; i <= 5; i++) {
            worker.answer(worker.claimOne(), StartAnswer.refused(Disposition.FAILED, "422 body.dynamic_variables.offer"));
        }

        assertThat(worker.text("SELECT paused FROM campaign")).contains("422 body.dynamic_variables.offer");
        assertThat(worker.number("SELECT COUNT(*) FROM contact WHERE state = 'waiting'")).isEqualTo(7);
        assertThat(worker.number("SELECT COUNT(*) FROM attempt WHERE state = 'due' AND disposition IS NULL")).isEqualTo(5);
        assertThat(worker.outbox.due()).as("nothing of them is told any more").isEmpty();
        assertThat(worker.claim()).isEmpty();

        scene.campaign("uno", "max-concurrent: 7");
        List<Claimed> claimed = worker.claim();
        assertThat(claimed).hasSize(7).allSatisfy(each -> assertThat(each.number()).isEqualTo(1));
    }

    @Test
    void different_refusals_and_refusals_with_a_success_between_pause_nobody() {
        worker.enrollPeople("uno", 12);
        for (int i = 1; i <= 10; i++) {
            Claimed claimed = worker.claimOne();
            if (i == 5) {
                worker.accept(claimed, "c5");
                worker.sweep(Calls.call("c5").of(claimed).ended(Disposition.NO_ANSWER));
            } else {
                worker.answer(claimed, StartAnswer.refused(Disposition.FAILED, i == 9 ? "400 OTHER" : "400 SAME"));
            }
        }

        assertThat(worker.text("SELECT paused FROM campaign")).isNull();
        assertThat(worker.number("SELECT COUNT(*) FROM contact WHERE state = 'done'")).isEqualTo(10);
    }

    @Test
    void three_lost_answers_in_a_row_stop_dialling_until_the_list_answers_and_then_one_call_probes() {
        scene.campaign("uno");
        worker.enrollPeople("uno", 3);
        List<Claimed> claimed = worker.claim();
        claimed.forEach(worker::lose);
        worker.enroll("uno", "P1,600000101", "P2,600000102");

        assertThat(worker.claim()).isEmpty();
        assertThat(worker.dialing.holds()).containsKey("uno");
        worker.sweep();
        Claimed probe = worker.claimOne();
        assertThat(worker.claim()).isEmpty();
        worker.accept(probe, "c1");
        assertThat(worker.claim()).hasSize(1);
    }
}
