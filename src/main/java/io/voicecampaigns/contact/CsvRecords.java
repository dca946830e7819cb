package io.voicecampaigns.contact;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits characters into the records of a CSV file (RFC 4180; lines end in CR LF, LF or CR), and contains damage: the CSV
 * libraries stop at a broken quotation mark or swallow what follows up to the next one, and a contact that is swallowed is a
 * contact lost. Here the line in which such a mark opens is one bad record, and reading goes on with the next line.
 */
final class CsvRecords implements Closeable {
    /** Longer records are bad. Also what is looked through for a closing quotation mark, and so bounds the memory. */
    static final int MAX_RECORD_CHARS = 1 << 20;
    static final String TOO_LONG = "it is longer than " + MAX_RECORD_CHARS + " characters";

    /** @param fault what is wrong with the record, or null */
    record CsvRecord(long line, List<String> cells, String fault) {
    }

    private final Reader in;
    private final char delimiter;
    private char[] buffer = new char[1 << 16];
    private int start;
    private int pos;
    private int end;
    /** Characters that were in the buffer before its first one. */
    private long passed;
    private long recordFrom;
    private long recordTo;
    private boolean ended;
    private long line = 1;
    private int usualCells = 8;
    private String lineSeparator;

    CsvRecords(Reader in, char delimiter) {
        this.in = in;
        this.delimiter = delimiter;
    }

    /** What ends the first line that has been read. */
    String lineSeparator() {
        return lineSeparator == null ? "\n" : lineSeparator;
    }

    /** Where the last record stands. */
    EntryReader.Span span() {
        return new EntryReader.Span(recordFrom, recordTo);
    }

    void skipLine() throws IOException {
        dropLine();
        endLine();
    }

    /** The next record that is not a blank line, or null after the last. */
    CsvRecord next() throws IOException {
        while (true) {
            start = pos;
            if (!available()) {
                return null;
            }
            boolean quoted = buffer[pos] == '"';
            CsvRecord read = read();
            if (quoted || read.cells().size() != 1 || read.fault() != null || !read.cells().get(0).isBlank()) {
                usualCells = read.cells().size();
                return read;
            }
        }
    }

    private CsvRecord read() throws IOException {
        long recordLine = line;
        recordFrom = passed + pos;
        List<String> cells = new ArrayList<>(usualCells);
        while (true) {
            String cell;
            if (available() && buffer[pos] == '"') {
                int opened = pos - start;
                long openedLine = line;
                cell = quotedCell();
                if (cell == null || !atCellEnd()) {
                    return broken(recordLine, cells, opened, openedLine, cell == null);
                }
            } else {
                cell = plainCell();
            }
            if (cell == null || pos - start > MAX_RECORD_CHARS) {
                dropLine();
                endLine();
                return new CsvRecord(recordLine, List.of(), TOO_LONG);
            }
            cells.add(cell);
            if (!available() || buffer[pos] != delimiter) {
                endLine();
                return new CsvRecord(recordLine, cells, null);
            }
            pos++;
        }
    }

    /** From {@code pos} to the delimiter or the line's end; null if that is too far. */
    private String plainCell() throws IOException {
        int offset = pos - start;
        while (true) {
            char[] chars = buffer;
            int at = pos;
            int limit = end;
            while (at < limit && chars[at] != delimiter && chars[at] != '\n' && chars[at] != '\r') {
                at++;
            }
            pos = at;
            if (at < limit) {
                break;
            }
            if (pos - start > MAX_RECORD_CHARS) {
                return null;
            }
            if (!fill()) {
                break;
            }
        }
        return new String(buffer, start + offset, pos - start - offset);
    }

    /** From the opening quotation mark to behind the closing one; null if there is none, or it is too far. */
    private String quotedCell() throws IOException {
        pos++;
        int offset = pos - start;
        boolean escapes = false;
        while (true) {
            if (pos - start > MAX_RECORD_CHARS || !available()) {
                return null;
            }
            char c = buffer[pos++];
            if (c == '"') {
                if (!available() || buffer[pos] != '"') {
                    break;
                }
                pos++;
                escapes = true;
            } else if (c == '\r' || c == '\n' && buffer[pos - 2] != '\r') {
                line++;
            }
        }
        String cell = new String(buffer, start + offset, pos - 1 - start - offset);
        return escapes ? cell.replace("\"\"", "\"") : cell;
    }

    private boolean atCellEnd() throws IOException {
        while (available() && buffer[pos] == ' ') {
            pos++;
        }
        return !available() || buffer[pos] == delimiter || atLineEnd();
    }

    private CsvRecord broken(long recordLine, List<String> cells, int opened, long openedLine, boolean unclosed)
            throws IOException {
        pos = start + opened;
        line = openedLine;
        String fault = unclosed
                ? "the quotation mark opened in line " + openedLine + " is not closed"
                : "a quotation mark in line " + openedLine
                + " ends in the middle of a cell (inside a quoted cell it is written twice)";
        while (available() && !atLineEnd() && pos - start <= MAX_RECORD_CHARS) {
            pos++;
        }
        if (pos - start > MAX_RECORD_CHARS) {
            dropLine();
            endLine();
            return new CsvRecord(recordLine, List.of(), TOO_LONG);
        }
        cells.add(new String(buffer, start + opened, pos - start - opened));
        endLine();
        return new CsvRecord(recordLine, cells, fault);
    }

    private boolean atLineEnd() {
        return buffer[pos] == '\n' || buffer[pos] == '\r';
    }

    private void dropLine() throws IOException {
        while (available() && !atLineEnd()) {
            pos++;
            start = pos;
        }
    }

    private void endLine() throws IOException {
        recordTo = passed + pos;
        if (!available()) {
            return;
        }
        String separator = "\n";
        if (buffer[pos++] == '\r') {
            boolean two = available() && buffer[pos] == '\n';
            pos += two ? 1 : 0;
            separator = two ? "\r\n" : "\r";
        }
        line++;
        if (lineSeparator == null) {
            lineSeparator = separator;
        }
    }

    private boolean available() throws IOException {
        return pos < end || fill();
    }

    /** Reads on behind {@code end}. What is kept, from {@code start} on, moves to the front: places are counted from there. */
    private boolean fill() throws IOException {
        if (ended) {
            return false;
        }
        System.arraycopy(buffer, start, buffer, 0, end - start);
        passed += start;
        pos -= start;
        end -= start;
        start = 0;
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, end, buffer.length - end);
        ended = read < 0;
        end += ended ? 0 : read;
        return !ended;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
