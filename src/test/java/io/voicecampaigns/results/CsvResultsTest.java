package io.voicecampaigns.results;

import static io.voicecampaigns.results.OutboxFixture.CALL_NAMES;
import static io.voicecampaigns.results.OutboxFixture.MADRID;
import static io.voicecampaigns.results.OutboxFixture.PLAIN;
import static io.voicecampaigns.results.OutboxFixture.answered;
import static io.voicecampaigns.results.OutboxFixture.attempt;
import static io.voicecampaigns.results.OutboxFixture.failed;
import static io.voicecampaigns.results.OutboxFixture.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvResultsTest {
    private static final String ANSWERED = "ended;answered;61;https://r.example/%1$d;call-%1$d;2;ended;hangup;"
            + "2026-11-20T10:00:00+01:00;2026-11-20T10:01:01+01:00;v1;";

    @TempDir
    Path folder;

    private OutboxFixture list(String text) {
        return new OutboxFixture(folder, "lista.csv", text, "UTF-8");
    }

    @Test
    void each_enrolled_contact_has_one_row_in_list_order_with_all_its_columns() {
        OutboxFixture list = list("telefono; nombre\n0034612;Ana\n613\n614;\"Ruiz; Eva\"\n\n615; Luis \n");

        list.write(PLAIN, List.of(answered(1), waiting(3), failed(4, "412 SIP_CONFIG_NOT_SET")), List.of(), List.of());

        assertThat(list.text("lista.results.csv")).isEqualTo("telefono; nombre;" + CALL_NAMES + "\n"
                + "0034612;Ana;" + ANSWERED.formatted(1) + "\n"
                + "614;\"Ruiz; Eva\";waiting;;;;;0;;;;;;\n"
                + "615; Luis ;refused;failed;;;;1;;;;;;412 SIP_CONFIG_NOT_SET\n");
    }

    @Test
    void all_attempts_stand_in_a_file_of_their_own() {
        OutboxFixture list = list("telefono;nombre\n612;Ana\n613;Eva\n");

        list.write(PLAIN, List.of(), List.of(attempt(1, failed(1, "busy")), attempt(2, answered(1)), attempt(1, answered(2))),
                List.of());

        assertThat(list.text("lista.attempts.csv")).isEqualTo("telefono;nombre;call_contact;call_attempt;call_attempt_id;"
                + CALL_NAMES.replace("call_attempts;", "") + "\n"
                + "612;Ana;key-1;1;00000000-0000-0001-0000-000000000001;refused;failed;;;;;;;;;busy\n"
                + "612;Ana;key-1;2;00000000-0000-0001-0000-000000000002;" + ANSWERED.formatted(1).replace(";2;", ";") + "\n"
                + "613;Eva;key-2;1;00000000-0000-0002-0000-000000000001;" + ANSWERED.formatted(2).replace(";2;", ";") + "\n");
    }

    @Test
    void rejected_rows_keep_all_their_cells_and_say_why() {
        OutboxFixture list = list("telefono;nombre\n612\n613;Eva;x;y\n614;\"Iván\n615;Luis\n");

        list.write(PLAIN, List.of(waiting(4)), List.of(),
                List.of(new Rejection(1, 2, "too few"), new Rejection(2, 3, "too many"), new Rejection(3, 4, "broken; quote")));

        assertThat(list.text("lista.rejected.csv")).isEqualTo("telefono;nombre;rejected_line;rejected_reason\n"
                + "612;;2;too few\n613;Eva;3;too many;x;y\n614;\"\"\"Iván\";4;\"broken; quote\"\n");
    }

    @Test
    void columns_named_like_ours_are_replaced_and_not_doubled() {
        OutboxFixture list = list("call_id;telefono; CALL_STATE ;nombre;call_custom\nold;612;old;Ana;c\n");

        list.write(PLAIN, List.of(waiting(1)), List.of(), List.of());

        assertThat(list.text("lista.results.csv"))
                .isEqualTo("telefono;nombre;call_custom;" + CALL_NAMES + "\n612;Ana;c;waiting;;;;;0;;;;;;\n");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,true,'\r\n'", "UTF-16LE,true,'\n'", "UTF-16BE,false,'\r\n'", "windows-1252,false,'\r\n'",
            "UTF-8,false,'\r'"})
    void results_are_written_as_the_list_came(String charset, boolean mark, String end) {
        String first = (mark ? "\uFEFF" : "") + "teléfono|nombre";
        OutboxFixture list = new OutboxFixture(folder, "lista.csv", first + end + "612|Begoña", charset);

        list.write(PLAIN, List.of(waiting(1)), List.of(), List.of());

        assertThat(list.text("lista.results.csv", charset))
                .isEqualTo(first + "|" + CALL_NAMES.replace(';', '|') + end + "612|Begoña|waiting|||||0||||||" + end);
    }

    @Test
    void a_line_that_names_the_delimiter_is_kept() {
        OutboxFixture list = list("sep=,\r\ntelefono,nombre\r\n612,Ana\r\n");

        list.write(PLAIN, List.of(), List.of(), List.of(new Rejection(1, 3, "why")));

        assertThat(list.text("lista.rejected.csv"))
                .isEqualTo("sep=,\r\ntelefono,nombre,rejected_line,rejected_reason\r\n612,Ana,3,why\r\n");
    }

    @Test
    void excel_gets_a_byte_order_mark_and_semicolons() {
        OutboxFixture list = new OutboxFixture(folder, "lista.csv", "sep=,\nteléfono,nombre\n612,a;b\n", "windows-1252");

        list.write(new ResultStyle(true, true, Optional.empty(), MADRID), List.of(), List.of(),
                List.of(new Rejection(1, 3, "why")));

        assertThat(list.text("lista.rejected.csv"))
                .isEqualTo("\uFEFFteléfono;nombre;rejected_line;rejected_reason\n612;\"a;b\";3;why\n");
    }

    @Test
    void times_are_written_as_the_campaign_asks() {
        OutboxFixture list = list("telefono;nombre\n612;Ana\n");
        ResultStyle style = new ResultStyle(true, false, Optional.of(DateTimeFormatter.ofPattern("dd/MM/yyyy HH:mm")), MADRID);

        list.write(style, List.of(answered(1)), List.of(), List.of());

        assertThat(list.text("lista.results.csv")).contains(";20/11/2026 10:00;20/11/2026 10:01;");
    }

    @Test
    void formulas_are_neutralised_in_their_cells_and_in_ours() {
        OutboxFixture list = list("telefono;=nombre\n+34612345678;=1+1\n");

        list.write(PLAIN, List.of(failed(1, "@SUM(1)")), List.of(), List.of());

        assertThat(list.text("lista.results.csv")).startsWith("telefono;'=nombre;").contains("\n+34612345678;'=1+1;")
                .endsWith(";'@SUM(1)\n");
    }

    @Test
    void raw_leaves_formulas_alone() {
        OutboxFixture list = list("telefono;nombre\n612;=1+1\n");

        list.write(new ResultStyle(false, false, Optional.empty(), MADRID), List.of(failed(1, "@x")), List.of(), List.of());

        assertThat(list.text("lista.results.csv")).contains("\n612;=1+1;").endsWith(";@x\n");
    }

    @Test
    void text_that_the_lists_encoding_cannot_hold_turns_the_file_into_utf_8() {
        String text = "teléfono;nombre\n" + "612;Begoña\n".repeat(40_000);
        OutboxFixture list = new OutboxFixture(folder, "lista.csv", text, "windows-1252");

        List<ResultRow> results = LongStream.rangeClosed(1, 40_000)
                .mapToObj(row -> row == 39_000 ? failed(row, "ошибка") : waiting(row)).toList();
        list.write(PLAIN, results, List.of(), List.of(new Rejection(1, 2, "razón")));

        assertThat(list.text("lista.results.csv")).startsWith("\uFEFFteléfono;").contains(";ошибка\n").doesNotContain("?")
                .isEqualTo("\uFEFFteléfono;nombre;" + CALL_NAMES + "\n"
                        + "612;Begoña;waiting;;;;;0;;;;;;\n".repeat(38_999)
                        + "612;Begoña;refused;failed;;;;1;;;;;;ошибка\n" + "612;Begoña;waiting;;;;;0;;;;;;\n".repeat(1_000));
        assertThat(list.text("lista.rejected.csv", "windows-1252")).startsWith("teléfono;").endsWith(";razón\n");
        assertThat(list.names()).containsExactly("lista.attempts.csv", "lista.rejected.csv", "lista.results.csv");
    }

    @Test
    void a_row_that_the_original_does_not_have_is_not_passed_over_in_silence() {
        OutboxFixture list = list("telefono\n612\n");

        assertThatIllegalStateException().isThrownBy(() -> list.write(PLAIN, List.of(waiting(2)), List.of(), List.of()));
        assertThat(list.names()).isEmpty();
    }

    @Test
    void rows_that_do_not_ascend_are_a_fault_of_the_caller() {
        OutboxFixture list = list("telefono\n612\n613\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> list.write(PLAIN, List.of(waiting(2), waiting(1)), List.of(), List.of()));
    }
}
