package io.voicecampaigns.results;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.voicecampaigns.contact.Bad;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.Format;
import io.voicecampaigns.contact.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes JSON as the list came: an array, or an object in each line; always UTF-8, as RFC 8259 asks. A value of the list that is
 * named like one of ours is left out; what was no object stands in {@code rejected_text}.
 */
final class JsonTable implements ResultTable {
    private final OutboxFile file;
    private final JsonGenerator json;
    private final boolean array;
    private final String lineSeparator;
    private final OwnColumns own;
    private boolean empty = true;

    JsonTable(Path target, Format format, OwnColumns own) throws IOException {
        this.file = new OutboxFile(target, StandardCharsets.UTF_8, false);
        this.array = format.kind() == Format.Kind.JSON_ARRAY;
        this.lineSeparator = format.lineSeparator();
        this.own = own;
        this.json = new JsonFactoryBuilder().rootValueSeparator("").build().createGenerator(file);
        if (array) {
            json.writeRaw("[");
        }
    }

    @Override
    public void write(Entry original, List<?> values) throws IOException {
        if (array) {
            json.writeRaw(empty ? lineSeparator : "," + lineSeparator);
        }
        empty = false;
        json.writeStartObject();
        if (original instanceof Row row) {
            copy(row);
        } else if (original instanceof Bad bad && !bad.cells().isEmpty()) {
            json.writeStringField("rejected_text", bad.cells().get(0));
        }
        for (int i = 0; i < values.size(); i++) {
            json.writeFieldName(own.names().get(i));
            write(values.get(i));
        }
        json.writeEndObject();
        if (!array) {
            json.writeRaw(lineSeparator);
        }
    }

    private void copy(Row row) throws IOException {
        List<String> names = row.names();
        List<String> cells = row.cells();
        for (int i = 0; i < cells.size(); i++) {
            if (!own.replace(names.get(i))) {
                json.writeFieldName(names.get(i));
                if (row.isLiteral(i)) {
                    json.writeRawValue(cells.get(i));
                } else {
                    json.writeString(cells.get(i));
                }
            }
        }
    }

    private void write(Object value) throws IOException {
        if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else {
            json.writeString((String) value);
        }
    }

    @Override
    public void publish() throws IOException {
        if (array) {
            json.writeRaw((empty ? "" : lineSeparator) + "]" + lineSeparator);
        }
        json.flush();
        file.publish();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
