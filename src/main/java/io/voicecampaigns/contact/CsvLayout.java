package io.voicecampaigns.contact;

import io.voicecampaigns.contact.CsvRecords.CsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What separates a CSV file's cells.
 *
 * @param separatorLine whether the first line says so, as Excel's {@code sep=;}
 */
record CsvLayout(char delimiter, boolean separatorLine) {
    private static final Pattern SEPARATOR_LINE =
            Pattern.compile("\\A\"?sep=([^\\r\\n \"\\p{Alnum}])\"?[ \\t]*(?:\\R|\\z)", Pattern.CASE_INSENSITIVE);
    private static final List<Character> DELIMITERS = List.of(';', ',', '\t', '|');
    private static final int RECORDS_LOOKED_AT = 50;

    /**
     * The delimiter that the file names, or else the one that splits the most records into as many cells as the header.
     *
     * @param cut whether the file goes on behind the sample, so that the last record may not be whole
     */
    static CsvLayout of(String sample, boolean cut) {
        Matcher named = SEPARATOR_LINE.matcher(sample);
        if (named.find()) {
            return new CsvLayout(named.group(1).charAt(0), true);
        }
        char best = ',';
        double bestShare = -1;
        int bestCells = 1;
        for (char candidate : DELIMITERS) {
            List<CsvRecord> records = records(sample, candidate, cut);
            int cells = records.isEmpty() ? 0 : records.get(0).cells().size();
            if (cells > 1) {
                long alike = records.stream().filter(record -> record.cells().size() == cells).count();
                double share = (double) alike / records.size();
                if (share > bestShare || share == bestShare && cells > bestCells) {
                    best = candidate;
                    bestShare = share;
                    bestCells = cells;
                }
            }
        }
        return new CsvLayout(best, false);
    }

    private static List<CsvRecord> records(String sample, char delimiter, boolean cut) {
        List<CsvRecord> records = new ArrayList<>();
        try (CsvRecords reader = new CsvRecords(new StringReader(sample), delimiter)) {
            for (CsvRecord record = reader.next(); record != null && records.size() < RECORDS_LOOKED_AT; record = reader.next()) {
                records.add(record);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (cut && records.size() > 1 && records.size() < RECORDS_LOOKED_AT) {
            records.remove(records.size() - 1);
        }
        return records;
    }
}
