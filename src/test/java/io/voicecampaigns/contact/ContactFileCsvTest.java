package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactFileCsvTest {
    @TempDir
    Path folder;
    private ListFixture lists;

    @BeforeEach
    void folder() {
        lists = new ListFixture(folder);
    }

    @ParameterizedTest
    @CsvSource({"comma,','", "semicolon,;", "tab,'\t'", "pipe,|"})
    void the_delimiter_is_found_even_among_others_in_quotes_and_decimals(String name, char delimiter) {
        String text = "telefono#nombre#saldo\n612#\"Pérez, Juan; hijo|\t\"#1,5\n613#Ana#2,5\n".replace('#', delimiter);
        if (delimiter == ',') {
            text = text.replace("1,5", "1.5").replace("2,5", "2.5");
        }

        ContactFile file = lists.opened(name + ".csv", text);

        assertThat(file.format().delimiter()).isEqualTo(delimiter);
        assertThat(file.format().separatorLine()).isFalse();
        assertThat(ListFixture.entries(file)).allSatisfy(row -> assertThat(row).isInstanceOf(Row.class));
    }

    @ParameterizedTest
    @CsvSource({"sep=;", "SEP=;", "'\"sep=;\"'"})
    void a_first_line_of_excel_names_the_delimiter(String firstLine) {
        ContactFile file = lists.opened("lista.csv", firstLine + "\r\ntelefono;a,b,c\r\n612;1,2,3\r\n");

        assertThat(file.format().delimiter()).isEqualTo(';');
        assertThat(file.format().separatorLine()).isTrue();
        assertThat(file.format().header()).containsExactly("telefono", "a,b,c");
        assertThat(ListFixture.entries(file)).extracting(ListFixture::told).containsExactly("3:[612, 1,2,3]");
    }

    @Test
    void a_single_column_needs_no_delimiter() {
        assertThat(lists.entries("lista.csv", "telefono\n612\n613")).extracting(ListFixture::told)
                .containsExactly("2:[612]", "3:[613]");
    }

    @ParameterizedTest
    @CsvSource({"LF,'\n'", "CRLF,'\r\n'", "CR,'\r'"})
    void line_ends_are_remembered(String name, String separator) {
        ContactFile file = lists.opened(name + ".csv", "telefono,n" + separator + "612,1" + separator + "613,2");

        assertThat(file.format().lineSeparator()).isEqualTo(separator);
        assertThat(ListFixture.entries(file)).extracting(ListFixture::told).containsExactly("2:[612, 1]", "3:[613, 2]");
    }

    @Test
    void leading_zeros_and_spaces_stay_as_they_are() {
        assertThat(lists.entries("lista.csv", "telefono,n\n0034612345678, Ana \n'612,\" x \"\n")).extracting(Entry::cells)
                .containsExactly(List.of("0034612345678", " Ana "), List.of("'612", " x "));
    }

    @Test
    void quoted_newlines_and_doubled_quotes_belong_to_their_cell() {
        assertThat(lists.entries("lista.csv", "n,t\n\"a\nb\r\nc\",1\n\"say \"\"hi\"\"\",2\n\"\",\"\" \n"))
                .extracting(ListFixture::told)
                .containsExactly("2:[a\nb\r\nc, 1]", "5:[say \"hi\", 2]", "6:[, ]");
    }

    @Test
    void blank_lines_are_skipped_and_not_counted() {
        List<Entry> entries = lists.entries("lista.csv", "\n\nn,t\n\nAna,1\n   \n\r\nLuis,2\n\n");

        assertThat(entries).extracting(ListFixture::told).containsExactly("5:[Ana, 1]", "8:[Luis, 2]");
        assertThat(entries).extracting(Entry::row).containsExactly(1L, 2L);
    }

    @Test
    void a_header_alone_is_an_empty_list() {
        assertThat(lists.entries("lista.csv", "telefono;nombre")).isEmpty();
    }

    @Test
    void columns_are_found_whatever_their_case_and_the_spaces_around_them() {
        Row row = (Row) lists.entries("lista.csv", " Telefono ;nombre\n612;\n").get(0);

        assertThat(row.column("telefono")).contains("612");
        assertThat(row.column("nombre")).contains("");
        assertThat(row.column("apellido")).isEmpty();
        assertThat(row.columns()).containsExactly(Map.entry("Telefono", "612"), Map.entry("nombre", ""));
        assertThat(row.names()).containsExactly(" Telefono ", "nombre");
    }

    @Test
    void reading_goes_on_after_a_restart_where_it_stood() {
        try (ContactFile file = lists.opened("lista.csv", "t\n1\n2\n3,x\n4\n5\n")) {
            file.skipTo(3);

            assertThat(file.next(2)).extracting(Entry::row).containsExactly(3L, 4L);
            assertThatIllegalArgumentException().isThrownBy(() -> file.skipTo(4));
            file.skipTo(99);
            assertThat(file.next(10)).isEmpty();
        }
    }

    @Test
    void nothing_of_a_row_gets_into_a_log() {
        assertThat(lists.entries("lista.csv", "t,n\n612345678,Ana\n613456789\n"))
                .allSatisfy(entry -> assertThat(entry.toString()).doesNotContain("Ana").doesNotContain("345"));
    }
}
