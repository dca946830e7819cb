package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableListTest {
    @TempDir
    Path folder;
    private ListFixture lists;

    @BeforeEach
    void folder() {
        lists = new ListFixture(folder);
    }

    private void refused(String name, byte[] content, String message) {
        assertThatExceptionOfType(UnreadableListException.class).isThrownBy(() -> lists.opened(name, content))
                .withMessage(message);
    }

    private void refused(String content, String message) {
        refused("lista.csv", content.getBytes(StandardCharsets.UTF_8), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\uFEFF", "  \r\n \r\n"})
    void an_empty_file(String content) {
        refused(content, "lista.csv:1: the file is empty: write contacts into it and drop it again");
    }

    @Test
    void a_separator_line_alone() {
        refused("sep=;\n",
                "lista.csv:1: the file is empty: write a header line and a line for each contact and drop the file again");
    }

    @Test
    void two_columns_of_one_name() {
        refused("telefono; Nombre;TELEFONO \n1;2;3\n",
                "lista.csv:1: the header has two columns named \"TELEFONO\": rename one of them and drop the file again");
    }

    @Test
    void a_column_without_a_name() {
        refused("sep=;\ntelefono; ;x\n1;2;3\n",
                "lista.csv:2: column 2 of the header has no name: name it or delete the column and drop the file again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ana;612345678", "612 34 56 78",
            "+34 612-345-678;Ana", "0034612345678,Ana", "'612345678,a",
            "\"6,12E+08\",Ana", "(91) 234 56 78;x"})
    void a_missing_header_without_telling_whose_number_stands_there(String firstLine) {
        refused(firstLine + "\n", "lista.csv:1: the first line has a phone number where a column's name should be: "
                + "put a line with the columns' names above it and drop the file again");
    }

    @Test
    void years_and_dates_may_stand_in_a_header() {
        lists.opened("lista.csv", "telefono;2026;01/02/2026;20261120\n").close();
    }

    @Test
    void a_header_with_a_broken_quote() {
        refused("telefono;\"nombre\n612;Ana\n", "lista.csv:1: the header cannot be read: "
                + "the quotation mark opened in line 1 is not closed: correct it and drop the file again");
    }

    @ParameterizedTest
    @CsvSource({"lista.xlsx,504B0304", "lista.csv,504B0304", "lista.json,504B0304", "lista.csv,D0CF11E0A1B11AE1"})
    void a_spreadsheet_whatever_its_name(String name, String magic) {
        refused(name, HexFormat.of().parseHex(magic), name + ":1: this is a spreadsheet or an archive, whatever its name says: "
                + "open it, save it as \"CSV UTF-8\" and drop that file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"telefono;nombre\n", "{\n  \"telefono\": 1\n}\n", "5"})
    void json_that_is_no_list(String content) {
        refused("lista.json", content.getBytes(StandardCharsets.UTF_8),
                "lista.json:1: a JSON list is one array of objects, or has one object in each line: "
                + "write it so and drop the file again");
    }
}
