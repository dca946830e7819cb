package io.voicecampaigns.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.report.Outbox;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Routes that pass every check and do not record what came of their work: nothing is kept, and nothing waits, until they are mended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DroppedWorkTest {
    private static final int PEOPLE = 8;

    private EditedBundle edited;
    private int accepted;

    @BeforeAll
    void start(@TempDir Path dir) {
        edited = new EditedBundle(dir);
        // whoever waited for a lease would not come to an end
        edited.bundle().set("dial.max-parallel", 2).set("dial.lease", "10m");
        edited.start();
    }

    @AfterAll
    void stop() {
        edited.close();
    }

    /** Puts a step where no message comes, which no check can know. */
    private static String withheld(String text, String method) {
        String[] lines = text.split("\n", -1);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            boolean begins = lines[i].strip().equals("- bean:") && i + 2 < lines.length && lines[i + 2].strip().startsWith("method: " + method);
            if (begins) {
                String indent = lines[i].substring(0, lines[i].indexOf('-'));
                all.append("- filter:\n    expression:\n      constant:\n        expression: \"false\"\n    steps:\n".indent(indent.length()));
                all.append((String.join("\n", lines[i], lines[i + 1], lines[i + 2])).indent(6));
                i += 2;
            } else {
                all.append(lines[i]).append('\n');
            }
        }
        assertThat(all.toString()).contains("- filter:");
        return all.toString();
    }

    private String withhold(String file, String method) {
        String whole = edited.text(file);
        edited.save(file, withheld(whole, method)).awaitAccepted(++accepted);
        return whole;
    }

    private void mend(String file, String whole) {
        edited.save(file, whole).awaitAccepted(++accepted);
    }

    private void drop(int first) {
        edited.bundle().drop(EditedBundle.CAMPAIGN, "list-" + first + ".csv", RunningBundle.people(first, PEOPLE));
    }

    private void awaitAll(int first, int callsBefore) {
        edited.bundle().awaitSummary(EditedBundle.CAMPAIGN, "list-" + first);
        assertThat(edited.bundle().rows(EditedBundle.CAMPAIGN, "list-" + first + ".results.csv")).hasSize(PEOPLE)
                .allSatisfy(row -> assertThat(row).containsEntry("call_state", "ended").containsEntry("call_disposition", "answered"));
        assertThat(edited.simulator().counts().accepted()).isEqualTo(callsBefore + PEOPLE);
        assertThat(edited.simulator().counts().mostPerNumber()).isOne();
    }

    private int calls() {
        return (int) edited.simulator().counts().accepted();
    }

    @Test
    void calls_whose_answers_nobody_records_are_found_in_the_list_and_keep_no_slot() {
        int before = calls();
        String whole = withhold("30-dial-contacts.camel.yaml", "\"answer(");

        drop(100);
        awaitAll(100, before);
        mend("30-dial-contacts.camel.yaml", whole);

        drop(150);
        awaitAll(150, before + PEOPLE);
    }

    @Test
    void outcomes_whose_acceptance_nobody_records_are_told_of_and_handed_over_again() {
        int before = calls();
        String whole = withhold("50-report-outcomes.camel.yaml", "\"answered(");

        drop(200);
        await().atMost(RunningBundle.PATIENCE).untilAsserted(() -> assertThat(edited.bundle().bundle().bean("outbox", Outbox.class).problems())
                .anyMatch(problem -> problem.contains("its route ended before what the sink answered was recorded")));
        mend("50-report-outcomes.camel.yaml", whole);

        awaitAll(200, before);
    }

    @Test
    void a_list_that_is_asked_for_and_not_read_is_given_up_and_read_once_that_is_mended() {
        int before = calls();
        String whole = withhold("40-poll-calls.camel.yaml", "\"page(");
        long asked = edited.simulator().counts().lists();

        drop(300);
        await().atMost(RunningBundle.PATIENCE).until(() -> calls() == before + PEOPLE && edited.simulator().counts().lists() > asked);
        mend("40-poll-calls.camel.yaml", whole);

        awaitAll(300, before);
    }

    @Test
    void rows_that_nobody_enrolls_come_again() {
        int before = calls();
        String whole = withhold("20-enroll-contacts.camel.yaml", "enroll");

        drop(400);
        await().atMost(RunningBundle.PATIENCE).until(() -> edited.bundle().ledger().<Long>read(tx ->
                tx.number("SELECT COUNT(*) FROM list WHERE name = 'list-400'")) == 1);
        mend("20-enroll-contacts.camel.yaml", whole);

        awaitAll(400, before);
    }
}
