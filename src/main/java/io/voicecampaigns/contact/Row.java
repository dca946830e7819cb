package io.voicecampaigns.contact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A readable row of a list: one contact. Immutable. */
public final class Row implements Entry {
    private final long row;
    private final long line;
    private final Header header;
    private final String[] cells;
    private final BitSet literals;

    Row(long row, long line, Header header, String[] cells) {
        this(row, line, header, cells, null);
    }

    /** @param literals which cells are JSON other than text; null: none */
    Row(long row, long line, Header header, String[] cells, BitSet literals) {
        this.row = row;
        this.line = line;
        this.header = header;
        this.cells = cells;
        this.literals = literals;
    }

    /** A row with these columns, as if a CSV file had them. */
    public static Row of(long row, long line, Map<String, String> columns) {
        return new Row(row, line, new Header(new ArrayList<>(columns.keySet())), columns.values().toArray(String[]::new));
    }

    @Override
    public long row() {
        return row;
    }

    @Override
    public long line() {
        return line;
    }

    /** The columns' names as the file spells them. */
    public List<String> names() {
        return header.names();
    }

    /**
     * As many as {@link #names}: text unchanged, JSON's numbers as written, its arrays and objects as compact JSON, its null as
     * null.
     */
    @Override
    public List<String> cells() {
        return Collections.unmodifiableList(Arrays.asList(cells));
    }

    /** Whether a cell is a JSON value other than text: its text is then the JSON itself. */
    public boolean isLiteral(int index) {
        return literals != null && literals.get(index);
    }

    /**
     * The cell of a column, empty if the row has no such column or JSON's null in it.
     *
     * @param name spaces around it and case do not matter, unless the row has columns that differ only so
     */
    public Optional<String> column(String name) {
        int index = header.indexOf(name);
        return index < 0 ? Optional.empty() : Optional.ofNullable(cells[index]);
    }

    /** The cells by name without the spaces around it, in the file's order; without JSON's nulls. */
    public Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>(cells.length * 2);
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != null) {
                columns.put(header.trimmed().get(i), cells[i]);
            }
        }
        return Collections.unmodifiableMap(columns);
    }

    /** Without the cells, so that it can stand in a log. */
    @Override
    public String toString() {
        return "Row[" + row + ", line " + line + "]";
    }
}
