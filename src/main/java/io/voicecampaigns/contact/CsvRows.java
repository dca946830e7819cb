package io.voicecampaigns.contact;

import io.voicecampaigns.contact.CsvRecords.CsvRecord;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rows below a CSV file's header. */
final class CsvRows implements EntryReader {
    // shorter runs of digits may be years, dates or codes, and those do stand in headers
    private static final Pattern PHONE_LIKE = Pattern.compile(
            "'?(?:\\+|00)?\\(?\\d(?:[\\s\\h.()/-]*\\d){8,30}|\\+\\d(?:[\\s\\h.()/-]*\\d){6,30}");
    private static final String AGAIN = " and drop the file again";

    private final CsvRecords records;
    private final boolean faultless;
    private final String name;
    private final Header header;
    private final int width;
    private long row;

    /** Reads up to and including the header. */
    CsvRows(CsvRecords records, boolean separatorLine, boolean faultless, String name) throws IOException {
        this.records = records;
        this.faultless = faultless;
        this.name = name;
        if (separatorLine) {
            records.skipLine();
        }
        CsvRecord first = records.next();
        if (first == null) {
            throw new UnreadableListException(name, 1, "the file is empty",
                    "write a header line and a line for each contact" + AGAIN);
        }
        this.header = checked(first);
        this.width = header.names().size();
    }

    Header header() {
        return header;
    }

    @Override
    public Entry read() throws IOException {
        CsvRecord record = records.next();
        if (record == null) {
            return null;
        }
        row++;
        String fault = fault(record);
        return fault == null
                ? new Row(row, record.line(), header, record.cells().toArray(new String[width]))
                : new Bad(row, record.line(), fault, record.cells());
    }

    @Override
    public Span span() {
        return records.span();
    }

    private String fault(CsvRecord record) {
        if (record.fault() != null) {
            return record.fault();
        }
        for (String cell : record.cells()) {
            if (cell.indexOf('\0') >= 0) {
                return "it holds a NUL character";
            }
            if (!faultless && cell.indexOf('\uFFFD') >= 0) {
                return "it holds bytes that are no text in the file's encoding";
            }
        }
        int cells = record.cells().size();
        return cells == width ? null : "it has " + cells + (cells == 1 ? " cell" : " cells") + " where the header has " + width;
    }

    private Header checked(CsvRecord first) {
        long line = first.line();
        if (first.fault() != null) {
            throw new UnreadableListException(name, line, "the header cannot be read: " + first.fault(), "correct it" + AGAIN);
        }
        List<String> cells = first.cells();
        if (cells.stream().anyMatch(cell -> PHONE_LIKE.matcher(cell.strip()).matches() || ExcelDamage.isDestroyedNumber(cell))) {
            throw new UnreadableListException(name, line, "the first line has a phone number where a column's name should be",
                    "put a line with the columns' names above it" + AGAIN);
        }
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i).strip();
            if (cell.isEmpty() || cell.indexOf('\0') >= 0) {
                throw new UnreadableListException(name, line, "column " + (i + 1) + " of the header has no name",
                        "name it or delete the column" + AGAIN);
            }
            if (seen.putIfAbsent(Header.folded(cell), cell) != null) {
                throw new UnreadableListException(name, line, "the header has two columns named \"" + cell + "\"",
                        "rename one of them" + AGAIN);
            }
        }
        return new Header(cells);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
