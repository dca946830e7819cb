package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvRecordsTest {
    // no lone carriage returns: within quotes the library loses count of lines after them
    private static final List<String> PIECES = List.of("a", "b", ",", ";", "\"", "\n", "\r\n", " ", "ñ", "€", "x", "0");

    @Test
    void well_formed_files_are_read_as_a_csv_library_reads_them_wherever_the_buffers_end() throws IOException {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            String csv = written(random);

            List<String> expected = new ArrayList<>();
            try (CsvReader<CsvRecord> library = CsvReader.builder().ofCsvRecord(csv)) {
                library.forEach(record -> expected.add(record.getStartingLineNumber() + ":" + record.getFields()));
            }

            assertThat(read(new Trickle(csv, random))).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void lines_are_counted_whatever_ends_them() throws IOException {
        assertThat(read(new StringReader("\"a\rb\n\r\nc\",1\r2,3\n4,5")))
                .containsExactly("1:[a\rb\n\r\nc, 1]", "5:[2, 3]", "6:[4, 5]");
    }

    @Test
    void no_more_is_read_than_a_buffer_ahead_however_long_the_file_is() throws IOException {
        Endless endless = new Endless("612345678,Ana\n", 300_000);

        try (CsvRecords records = new CsvRecords(endless, ',')) {
            for (long row = 1; row <= 300_000; row++) {
                assertThat(records.next().line()).isEqualTo(row);
                if (endless.given - row * 14 > 1 << 16) {
                    throw new AssertionError("row " + row + " was returned after " + endless.given + " characters were read");
                }
            }
            assertThat(records.next()).isNull();
        }
    }

    private static String written(Random random) {
        StringWriter text = new StringWriter();
        CsvWriter writer = CsvWriter.builder().lineDelimiter(random.nextBoolean() ? LineDelimiter.LF : LineDelimiter.CRLF)
                .build(text);
        int width = 2 + random.nextInt(3);
        for (int row = 0; row < 20; row++) {
            List<String> cells = new ArrayList<>();
            for (int column = 0; column < width; column++) {
                StringBuilder cell = new StringBuilder();
                for (int length = random.nextInt(6); length > 0; length--) {
                    cell.append(PIECES.get(random.nextInt(PIECES.size())));
                }
                cells.add(cell.toString());
            }
            writer.writeRecord(cells);
        }
        return text.toString();
    }

    private static List<String> read(Reader in) throws IOException {
        List<String> read = new ArrayList<>();
        try (CsvRecords records = new CsvRecords(in, ',')) {
            for (CsvRecords.CsvRecord record = records.next(); record != null; record = records.next()) {
                assertThat(record.fault()).isNull();
                read.add(record.line() + ":" + record.cells());
            }
        }
        return read;
    }

    /** Gives a few characters at a time. */
    private static final class Trickle extends Reader {
        private final StringReader text;
        private final Random random;

        Trickle(String text, Random random) {
            this.text = new StringReader(text);
            this.random = random;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            return text.read(buffer, offset, Math.min(length, 1 + random.nextInt(5)));
        }

        @Override
        public void close() {
            text.close();
        }
    }

    /** The same line again and again, made as it is asked for. */
    private static final class Endless extends Reader {
        private final String line;
        private final long length;
        private long given;

        Endless(String line, long times) {
            this.line = line;
            this.length = line.length() * times;
        }

        @Override
        public int read(char[] buffer, int offset, int wanted) {
            int count = (int) Math.min(wanted, length - given);
            for (int i = 0; i < count; i++) {
                buffer[offset + i] = line.charAt((int) (given++ % line.length()));
            }
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() {
        }
    }
}
