package io.voicecampaigns.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.RunningBundle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditedCampaignTest {
    private static final int PEOPLE = 1_000;
    /** Each stage, what all of them share, and what they are made of. */
    private static final List<String> GOOD = List.of("30-dial-contacts.camel.yaml", "40-poll-calls.camel.yaml", "kamelets/diga-start-call-action.kamelet.yaml",
            "50-report-outcomes.camel.yaml", "90-handle-errors.camel.yaml", "20-enroll-contacts.camel.yaml", "kamelets/diga-list-calls-action.kamelet.yaml",
            "kamelets/file-contacts-source.kamelet.yaml", "kamelets/file-outcomes-sink.kamelet.yaml", "10-pick-up-lists.camel.yaml");
    private static final List<BadEdits> BAD = List.of(BadEdits.UNKNOWN_BEAN, BadEdits.HALF_A_FILE, BadEdits.UNKNOWN_METHOD_IN_A_KAMELET,
            BadEdits.NO_YAML, BadEdits.NOBODY_THERE);

    @TempDir
    private Path dir;

    @Test
    void good_and_bad_edits_at_full_speed_dial_nobody_twice_and_lose_nobody() {
        try (EditedBundle edited = new EditedBundle(dir).start()) {
            int lists = 0;
            for (int edit = 0; edit < GOOD.size() + 2; edit++) {
                // somebody is being called all the time
                while (edited.simulator().counts().accepted() > lists * PEOPLE - PEOPLE / 2) {
                    edited.bundle().drop(EditedBundle.CAMPAIGN, "list-" + lists + ".csv", RunningBundle.people(1 + lists++ * PEOPLE, PEOPLE));
                }
                String file = GOOD.get(edit % GOOD.size());
                edited.save(file, edited.text(file) + "# once more\n");
                edited.awaitAccepted(edit + 1);
                badEdit(edited, BAD.get(edit % BAD.size()));
            }
            for (int list = 0; list < lists; list++) {
                edited.bundle().awaitSummary(EditedBundle.CAMPAIGN, "list-" + list);
                assertThat(edited.bundle().rows(EditedBundle.CAMPAIGN, "list-" + list + ".results.csv")).hasSize(PEOPLE)
                        .allSatisfy(row -> assertThat(row).containsEntry("call_state", "ended").containsEntry("call_disposition", "answered")
                                .containsEntry("call_attempts", "1"));
            }

            assertThat(edited.simulator().counts().starts()).isEqualTo((long) lists * PEOPLE);
            assertThat(edited.simulator().counts().accepted()).isEqualTo((long) lists * PEOPLE);
            assertThat(edited.simulator().counts().mostPerNumber()).isEqualTo(1);
        }
    }

    private static void badEdit(EditedBundle edited, BadEdits edit) {
        String whole = edited.text(edit.file);
        edited.save(edit.file, edit.of(Routes.ofTheBundle()).text(edit.file));
        edited.awaitProblem(edit.file);
        edited.save(edit.file, whole);
        edited.awaitHealed();
    }
}
