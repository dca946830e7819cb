package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenCsvTest {
    @TempDir
    Path folder;
    private ListFixture lists;

    @BeforeEach
    void folder() {
        lists = new ListFixture(folder);
    }

    @Test
    void ragged_rows_are_bad_and_keep_their_cells() {
        List<Entry> entries = lists.entries("lista.csv", "t;n\n612\n613;Ana;x\n614;Eva\n");

        assertThat(entries).extracting(ListFixture::told).containsExactly(
                "2!it has 1 cell where the header has 2", "3!it has 3 cells where the header has 2", "4:[614, Eva]");
        assertThat(entries).extracting(Entry::cells).contains(List.of("612"), List.of("613", "Ana", "x"));
        assertThat(entries).extracting(Entry::row).containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_nul_character_makes_a_bad_row() {
        assertThat(lists.entries("lista.csv", "t;n\n612;A\0na\n613;Eva\n")).extracting(ListFixture::told)
                .containsExactly("2!it holds a NUL character", "3:[613, Eva]");
    }

    @Test
    void a_quote_that_never_closes_costs_its_own_line_and_no_other() {
        List<Entry> entries = lists.entries("lista.csv", "t;n\n612;Ana\n613;\"Luis\n614;Eva\n615;Iván\n");

        assertThat(entries).extracting(ListFixture::told).containsExactly("2:[612, Ana]",
                "3!the quotation mark opened in line 3 is not closed", "4:[614, Eva]", "5:[615, Iván]");
        assertThat(entries.get(1).cells()).containsExactly("613", "\"Luis");
    }

    @Test
    void a_quote_that_seems_to_close_at_the_next_one_swallows_no_contact() {
        List<Entry> entries = lists.entries("lista.csv", "t;n\n613;\"Luis\n614;\"Eva\"\n615;Iván\n");

        assertThat(entries).extracting(ListFixture::told).containsExactly(
                "2!a quotation mark in line 2 ends in the middle of a cell (inside a quoted cell it is written twice)",
                "3:[614, Eva]", "4:[615, Iván]");
    }

    @Test
    void a_quote_that_never_closes_is_contained_in_a_file_of_any_size() {
        String rest = "615;Iván\n".repeat(150_000);

        List<Entry> entries = lists.entries("lista.csv", "t;n\n613;\"Luis\n" + rest);

        assertThat(entries).hasSize(150_001);
        assertThat(entries.get(0)).hasToString("Bad[row 1, line 2: the quotation mark opened in line 2 is not closed]");
        assertThat(entries.get(150_000).line()).isEqualTo(150_002);
    }

    @Test
    void quotes_within_a_quoted_cell_make_a_bad_row_that_names_the_line() {
        assertThat(lists.entries("lista.csv", "t;n\n\"a\nb\";\"Ana \"Mari\" Ruiz\"\n613;Eva\n")).extracting(ListFixture::told)
                .containsExactly(
                        "2!a quotation mark in line 3 ends in the middle of a cell (inside a quoted cell it is written twice)",
                        "4:[613, Eva]");
    }

    @Test
    void a_quote_within_a_plain_cell_is_a_character_as_any_other() {
        assertThat(lists.entries("lista.csv", "t;n\n612;24\" tele\n613;Eva\n")).extracting(ListFixture::told)
                .containsExactly("2:[612, 24\" tele]", "3:[613, Eva]");
    }

    @Test
    void a_line_that_is_too_long_is_bad_and_the_next_is_read() {
        String tooLong = "x".repeat(CsvRecords.MAX_RECORD_CHARS + 1);

        assertThat(lists.entries("lista.csv", "t;n\n612;" + tooLong + tooLong + ";\"a\n613;Eva\n614;\"" + tooLong
                + "\"\n615;Iván\n616;"
                + tooLong)).extracting(ListFixture::told)
                .containsExactly("2!" + CsvRecords.TOO_LONG, "3:[613, Eva]", "4!" + CsvRecords.TOO_LONG, "5:[615, Iván]",
                        "6!" + CsvRecords.TOO_LONG);
    }

    @Test
    void a_row_of_the_greatest_length_is_read() {
        String cell = "x".repeat(CsvRecords.MAX_RECORD_CHARS - 4);

        assertThat(lists.entries("lista.csv", "t;n\n612;" + cell + "\n613;Eva\n")).hasOnlyElementsOfType(Row.class).hasSize(2);
    }
}
