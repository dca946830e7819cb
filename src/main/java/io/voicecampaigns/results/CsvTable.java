package io.voicecampaigns.results;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Writes CSV as the list came, or as Excel reads it. A column of the list that is named like one of ours is left out. */
final class CsvTable implements ResultTable {
    private final OutboxFile file;
    private final CsvWriter csv;
    private final boolean neutralise;
    private final int width;
    private final int[] kept;
    private final List<String> record = new ArrayList<>();

    CsvTable(Path target, Format format, ResultStyle style, OwnColumns own) throws IOException {
        boolean excel = style.excel();
        char delimiter = excel ? ';' : format.delimiter();
        this.file = new OutboxFile(target, excel ? StandardCharsets.UTF_8 : format.charset(), excel || format.byteOrderMark());
        this.neutralise = style.neutraliseFormulas();
        this.width = format.header().size();
        this.kept = IntStream.range(0, width).filter(i -> !own.replace(format.header().get(i))).toArray();
        if (format.separatorLine() && !excel) {
            file.write("sep=" + delimiter + format.lineSeparator());
        }
        this.csv = CsvWriter.builder().fieldSeparator(delimiter).lineDelimiter(LineDelimiter.of(format.lineSeparator()))
                .build(file);
        write(format.header(), own.names());
    }

    @Override
    public void write(Entry original, List<?> own) throws IOException {
        write(original.cells(), own);
    }

    private void write(List<String> cells, List<?> own) {
        record.clear();
        for (int i : kept) {
            record.add(i < cells.size() ? safe(cells.get(i)) : "");
        }
        for (Object value : own) {
            record.add(value == null ? "" : value instanceof String text ? safe(text) : value.toString());
        }
        // more cells than the header has: behind ours, so that ours stay below their names
        for (int i = width; i < cells.size(); i++) {
            record.add(safe(cells.get(i)));
        }
        csv.writeRecord(record);
    }

    private String safe(String cell) {
        return neutralise ? Formulas.neutralise(cell) : cell;
    }

    @Override
    public void publish() throws IOException {
        csv.flush();
        file.publish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
