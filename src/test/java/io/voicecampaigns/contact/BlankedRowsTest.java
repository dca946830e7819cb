package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows lose their cells, and nothing else in the file changes by a byte. */
class BlankedRowsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"UTF-8,false", "UTF-8,true", "UTF-16LE,true", "UTF-16BE,true", "UTF-16LE,false", "UTF-16BE,false", "windows-1252,false"})
    void every_encoding_keeps_what_stands_around(String charset, boolean byteOrderMark) throws IOException {
        String before = (byteOrderMark ? "\uFEFF" : "") + "nombre;teléfono;nota\r\nBegoña;612345678;\"dos\r\nlíneas \"\"y\"\" ;\"\r\n\r\n";
        String row = "\"Zebedea; López\";699123123;\"una\r\nnota\"";
        String behind = "\r\n \r\nÍñigo;633333333;€\r\nroto;\"sin cerrar;1";
        Path file = file("lista.csv", (before + row + behind).getBytes(Charset.forName(charset)));
        List<Entry> was = entries(file);

        assertThat(BlankedRows.write(file, Set.of(2L, 9L))).isOne();

        assertThat(Files.readAllBytes(file)).isEqualTo((before + "\"\";;" + behind).getBytes(Charset.forName(charset)));
        List<Entry> now = entries(file);
        assertThat(now).extracting(Entry::row).containsExactlyElementsOf(was.stream().map(Entry::row).toList());
        assertThat(now.get(1).cells()).containsOnly("");
        assertThat(now.get(0).cells()).isEqualTo(was.get(0).cells());
        assertThat(now.get(3).cells()).isEqualTo(was.get(3).cells());
    }

    @Test
    void bytes_that_are_no_text_stay_what_they_are() throws IOException {
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        before.writeBytes("nombre,telefono\n".getBytes(StandardCharsets.UTF_8));
        // no UTF-8, and places that windows-1252 has no character for
        before.writeBytes(new byte[] {(byte) 0x81, (byte) 0xF1, (byte) 0x9D, ',', '1', '\n'});
        byte[] row = "Zebedea,699123123".getBytes(StandardCharsets.UTF_8);
        byte[] behind = {'\n', (byte) 0x8D, (byte) 0xE1, ',', '2', '\n'};

        Path file = file("lista.csv", join(before.toByteArray(), row, behind));
        BlankedRows.write(file, Set.of(2L));

        assertThat(Files.readAllBytes(file)).isEqualTo(join(before.toByteArray(), "\"\",".getBytes(StandardCharsets.UTF_8), behind));
    }

    @Test
    void broken_utf_8_behind_a_byte_order_mark_is_counted_as_it_is_read() throws IOException {
        byte[] before = join(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, "n,t\n".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xE2, (byte) 0x82, ',', (byte) 0xF0, (byte) 0x9F, (byte) 0x98, (byte) 0x80, (byte) 0xFF, '\n'});
        Path file = file("lista.csv", join(before, "Zebedea,699123123\nAna,1\n".getBytes(StandardCharsets.UTF_8)));

        BlankedRows.write(file, Set.of(2L));

        assertThat(Files.readAllBytes(file)).isEqualTo(join(before, "\"\",\nAna,1\n".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_row_beyond_every_buffer_is_found_and_several_go_at_once() throws IOException {
        StringBuilder csv = new StringBuilder("nombre,telefono\n");
        StringBuilder expected = new StringBuilder("nombre,telefono\n");
        for (int i = 1; i <= 40_000; i++) {
            String row = "Begoña 😀 " + i + "," + (600_000_000 + i) + "\n";
            csv.append(row);
            expected.append(i == 1 || i == 20_000 || i == 40_000 ? "\"\",\n" : row);
        }
        Path file = file("lista.csv", csv.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(BlankedRows.write(file, Set.of(1L, 20_000L, 40_000L))).isEqualTo(3);

        assertThat(Files.readString(file)).isEqualTo(expected.toString());
        assertThat(BlankedRows.write(file, Set.of(1L, 20_000L))).as("again").isEqualTo(2);
        assertThat(Files.readString(file)).isEqualTo(expected.toString());
    }

    @Test
    void a_single_column_keeps_its_row() throws IOException {
        Path file = file("lista.csv", "telefono\n699123123\n612345678".getBytes(StandardCharsets.UTF_8));

        BlankedRows.write(file, Set.of(1L));

        assertThat(entries(file)).extracting(entry -> entry.row() + entry.cells().get(0)).containsExactly("1", "2612345678");
    }

    @Test
    void json_keeps_the_names_of_its_fields() throws IOException {
        String before = "[\n  {\"nombre\": \"Ana 😀\", \"n\": 1.50},\n  ";
        String behind = " ,{\"nombre\":\"Eva\"}\n]\n";
        Path array = file("lista.json", (before + "{\"nombre\": \"Zebedea}\", \"extra\": {\"telefono\": \"699123123\"}}" + behind).getBytes(StandardCharsets.UTF_8));
        Path lines = file("lineas.json", "{\"a\":\"1\"}\r\n\r\n {\"a\":\"Zebedea\"}\r\nno es JSON, Zebedea\r\n{\"a\":\"3\"}".getBytes(StandardCharsets.UTF_8));

        BlankedRows.write(array, Set.of(2L));
        BlankedRows.write(lines, Set.of(2L, 3L));

        assertThat(Files.readString(array)).isEqualTo(before + "{\"nombre\":\"\",\"extra\":\"\"}" + behind);
        assertThat(Files.readString(lines)).isEqualTo("{\"a\":\"1\"}\r\n\r\n{\"a\":\"\"}\r\n{}\r\n{\"a\":\"3\"}");
    }

    @Test
    void a_file_that_cannot_be_written_anew_stays_and_a_dead_process_s_copy_goes() throws IOException {
        Path file = file("lista.csv", "n,t\nZebedea,1\n".getBytes(StandardCharsets.UTF_8));
        file(".lista.csv.123.blanked.tmp", "n,t\nZebedea,1\n".getBytes(StandardCharsets.UTF_8));
        Path another = file(".lista.csv.csv.123.blanked.tmp", "n,t\nAna,2\n".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> BlankedRows.write(folder.resolve("none.csv"), Set.of(1L))).isInstanceOf(java.io.UncheckedIOException.class);
        BlankedRows.write(file, Set.of(1L));

        try (var all = Files.list(folder)) {
            assertThat(all).as("another list may be being written").containsExactlyInAnyOrder(file, another);
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static List<Entry> entries(Path file) {
        try (ContactFile list = ContactFile.open(file, file.getFileName().toString())) {
            return list.next(100_000);
        }
    }
}
