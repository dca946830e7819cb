package io.voicecampaigns.results;

import static io.voicecampaigns.results.OutboxFixture.PLAIN;
import static io.voicecampaigns.results.OutboxFixture.answered;
import static io.voicecampaigns.results.OutboxFixture.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicecampaigns.outcome.Disposition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeFilesTest {
    private static final Summary SUMMARY = new Summary("lista", "renewals", 1, 3, 2, Map.of("no phone", 1L), Map.of("ended", 2L),
            Map.of(Disposition.NO_ANSWER, 1L, Disposition.ANSWERED, 1L), 3, 61, 1,
            Optional.of(Instant.parse("2026-11-20T09:00:00Z")),
            Optional.empty());

    @TempDir
    Path folder;
    private OutboxFixture list;

    @BeforeEach
    void a_list() {
        list = new OutboxFixture(folder, "lista.csv", "telefono\n612\n613\n614\n", "UTF-8");
    }

    @Test
    void the_files_of_before_are_seen_until_the_new_ones_are_whole() {
        list.write(PLAIN, List.of(waiting(1), waiting(2)), List.of(), List.of());
        String before = list.text("lista.results.csv");
        List<String> during = new ArrayList<>();

        Iterator<ResultRow> slow = List.of(answered(1), answered(2)).stream()
                .peek(row -> during.add(list.text("lista.results.csv"))).iterator();
        new ResultFiles(list.outbox, "lista", PLAIN)
                .write(list.original, slow, List.<AttemptRow>of().iterator(), List.<Rejection>of().iterator(), Optional.empty());

        assertThat(during).containsOnly(before).hasSize(2);
        assertThat(list.text("lista.results.csv")).isNotEqualTo(before).contains("answered");
    }

    @Test
    void a_failure_leaves_the_files_of_before_and_no_temporary() {
        list.write(PLAIN, List.of(waiting(1)), List.of(), List.of(), Optional.of(SUMMARY));
        List<String> names = list.names();
        String before = list.text("lista.results.csv");

        Iterator<ResultRow> broken = List.of(answered(1), answered(2)).stream().peek(row -> {
            if (row.row() == 2) {
                throw new IllegalStateException("ledger lost");
            }
        }).iterator();
        assertThatThrownBy(() -> new ResultFiles(list.outbox, "lista", PLAIN)
                .write(list.original, broken, List.<AttemptRow>of().iterator(), List.<Rejection>of().iterator(),
                        Optional.empty()))
                .hasMessage("ledger lost");

        assertThat(list.names()).isEqualTo(names);
        assertThat(list.text("lista.results.csv")).isEqualTo(before);
    }

    @Test
    void what_a_crash_left_is_removed_and_another_lists_files_are_not() throws IOException {
        Files.createDirectories(list.outbox);
        Files.writeString(list.outbox.resolve(".lista.results.csv.tmp"), "torn");
        Files.writeString(list.outbox.resolve(".lista.attempts.csv.utf8.tmp"), "torn");
        Files.writeString(list.outbox.resolve(".lista.summary.json.tmp"), "torn");
        Files.writeString(list.outbox.resolve(".lista-2.results.csv.tmp"), "another's");

        list.write(PLAIN, List.of(waiting(1)), List.of(), List.of());

        assertThat(list.names())
                .containsExactly(".lista-2.results.csv.tmp", "lista.attempts.csv", "lista.rejected.csv", "lista.results.csv");
    }

    @Test
    void a_finished_list_has_a_summary() {
        list.write(PLAIN, List.of(waiting(1)), List.of(), List.of(), Optional.of(SUMMARY));

        assertThat(list.text("lista.summary.json")).isEqualTo("""
                {
                  "list" : "lista",
                  "campaign" : "renewals",
                  "edition" : 1,
                  "rows" : 3,
                  "enrolled" : 2,
                  "rejected" : 1,
                  "rejected_by_reason" : {
                    "no phone" : 1
                  },
                  "by_state" : {
                    "ended" : 2
                  },
                  "by_disposition" : {
                    "answered" : 1,
                    "no_answer" : 1
                  },
                  "attempts" : 3,
                  "talk_seconds" : 61,
                  "recordings" : 1,
                  "started" : "2026-11-20T10:00:00+01:00",
                  "finished" : null
                }
                """);
    }

    @Test
    void a_list_that_is_not_finished_any_more_loses_its_summary() {
        list.write(PLAIN, List.of(waiting(1)), List.of(), List.of(), Optional.of(SUMMARY));

        list.write(PLAIN, List.of(waiting(1)), List.of(), List.of());

        assertThat(list.names()).doesNotContain("lista.summary.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "../lista", "a/b", "/", "/lista"})
    void a_lists_name_leads_to_no_other_folder(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ResultFiles(list.outbox, name, PLAIN));
    }

    @Test
    void nothing_personal_gets_into_a_log() {
        assertThat(answered(1).toString()).doesNotContain("https");
        assertThat(OutboxFixture.attempt(1, answered(1)).toString()).doesNotContain("key-1").doesNotContain("https");
    }
}
