package io.voicecampaigns.report;

import io.voicecampaigns.contact.Bad;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.Format;
import io.voicecampaigns.contact.Row;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.results.Original;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A list whose contacts came from a source other than a file, as if it had been one with a few columns; read in pages. */
final class ArrivedRows implements Original {
    private static final List<String> COLUMNS = List.of("ref", "key", "phone");

    private final Ledger ledger;
    private final long list;
    private long after;

    ArrivedRows(Ledger ledger, long list) {
        this.ledger = ledger;
        this.list = list;
    }

    @Override
    public Format format() {
        return new Format(Format.Kind.CSV, StandardCharsets.UTF_8, false, ',', false, COLUMNS, "\n");
    }

    @Override
    public List<Entry> next(int max) {
        List<Entry> rows = ledger.read(tx -> tx.list("""
                SELECT row_number, ref, key, phone FROM (
                  SELECT row_number, ref, key, phone FROM contact WHERE list_id = ? AND row_number > ?
                  UNION ALL SELECT row_number, ref, NULL, NULL FROM reject WHERE list_id = ? AND row_number > ?) rows
                ORDER BY row_number LIMIT ?""",
                row -> entry(row.number(1), row.text(2), row.text(3), row.text(4)), list, after, list, after, max));
        after = rows.isEmpty() ? after : rows.get(rows.size() - 1).row();
        return rows;
    }

    private static Entry entry(long row, String ref, String key, String phone) {
        if (phone == null) {
            return new Bad(row, row, "", Arrays.asList(ref, "", ""));
        }
        Map<String, String> columns = new LinkedHashMap<>();
        // of somebody who was forgotten there is none
        columns.put("ref", ref == null ? "" : ref);
        columns.put("key", key);
        columns.put("phone", phone);
        return Row.of(row, row, columns);
    }

    @Override
    public void close() {
        // every read closes what it opened
    }
}
