package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactFileEncodingTest {
    private static final String LIST = "nombre;teléfono\r\nBegoña;612345678\r\n";

    @TempDir
    Path folder;
    private ListFixture lists;

    @BeforeEach
    void folder() {
        lists = new ListFixture(folder);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,false", "UTF-8,true", "UTF-16LE,true", "UTF-16BE,true", "UTF-16LE,false", "UTF-16BE,false",
            "windows-1252,false"})
    void the_encoding_is_found_and_remembered(String charset, boolean byteOrderMark) {
        ContactFile file = lists.opened("lista.csv", (byteOrderMark ? "\uFEFF" : "") + LIST, charset);

        assertThat(file.format().charset().name()).isEqualTo(charset);
        assertThat(file.format().byteOrderMark()).isEqualTo(byteOrderMark);
        assertThat(file.format().header()).containsExactly("nombre", "teléfono");
        assertThat(ListFixture.entries(file)).singleElement()
                .satisfies(row -> assertThat(row.cells()).containsExactly("Begoña", "612345678"));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8", "windows-1252"})
    void a_character_on_any_buffer_edge_confuses_nobody(String charset) {
        for (int padding = 0; padding < 4; padding++) {
            String text = "n;t\n" + "x".repeat((1 << 17) - 8 + padding) + "€é;1\n" + "ñ;2\n";

            ContactFile file = lists.opened("lista.csv", text, charset);

            assertThat(file.format().charset().name()).isEqualTo(charset);
            assertThat(ListFixture.entries(file)).extracting(row -> row.cells().get(0).replace("x", ""))
                    .containsExactly("€é", "ñ");
        }
    }

    @Test
    void a_single_old_byte_at_the_very_end_decides() {
        ContactFile file = lists.opened("lista.csv", "n;t\n" + "Ana;1\n".repeat(50_000) + "Begoñ", "windows-1252");

        assertThat(file.format().charset().name()).isEqualTo("windows-1252");
    }

    @Test
    void a_character_cut_off_at_the_end_is_no_utf_8() {
        assertThat(lists.opened("lista.csv", new byte[] {'n', ';', 't', '\n', (byte) 0xC3}).format().charset().name())
                .isEqualTo("windows-1252");
    }

    @Test
    void bytes_that_are_no_character_make_a_bad_row_and_no_question_mark() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("n;t\nAna;1\n".getBytes(StandardCharsets.US_ASCII));
        bytes.write(0x81);
        bytes.writeBytes(";2\nLuis;3\n".getBytes(StandardCharsets.US_ASCII));

        List<Entry> entries = ListFixture.entries(lists.opened("lista.csv", bytes.toByteArray()));

        assertThat(entries).extracting(ListFixture::told)
                .containsExactly("2:[Ana, 1]", "3!it holds bytes that are no text in the file's encoding", "4:[Luis, 3]");
    }
}
