package io.voicecampaigns.contact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Makes rows of JSON objects, keeping every value as it is written. */
final class JsonObjects {
    private final JsonFactory factory;
    private final boolean faultless;
    private Header lastHeader = new Header(List.of());

    JsonObjects(JsonFactory factory, boolean faultless) {
        this.factory = factory;
        this.faultless = faultless;
    }

    /** The value at which the parser stands, which it then has passed. */
    Entry read(JsonParser parser, long row, long line) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return bad(row, line, "it is not an object", compact(parser));
        }
        List<String> names = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        BitSet literals = new BitSet();
        long chars = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (chars > CsvRecords.MAX_RECORD_CHARS) {
                parser.skipChildren();
                continue;
            }
            String cell = switch (token) {
                case VALUE_NULL -> null;
                case START_OBJECT, START_ARRAY -> compact(parser);
                default -> parser.getText();
            };
            literals.set(cells.size(), cell != null && token != JsonToken.VALUE_STRING);
            names.add(name);
            cells.add(cell);
            chars += name.length() + (cell == null ? 0 : cell.length());
        }
        if (chars > CsvRecords.MAX_RECORD_CHARS) {
            return new Bad(row, line, CsvRecords.TOO_LONG, List.of());
        }
        Header header = names.equals(lastHeader.names()) ? lastHeader : new Header(names);
        Row read = new Row(row, line, header, cells.toArray(String[]::new), literals);
        String fault = fault(header, cells);
        if (fault != null) {
            return bad(row, line, fault, text(read));
        }
        lastHeader = header;
        return read;
    }

    private String fault(Header header, List<String> cells) {
        if (header != lastHeader && header.hasDuplicates()) {
            return "it has two values of one name";
        }
        for (String cell : cells) {
            if (cell != null && cell.indexOf('\0') >= 0) {
                return "it holds a NUL character";
            }
            if (cell != null && (hasHalfCharacter(cell) || !faultless && cell.indexOf('\uFFFD') >= 0)) {
                return "it holds something that is no text";
            }
        }
        return null;
    }

    /** One half of a surrogate pair can be written as an escape in JSON, and nowhere else. */
    private static boolean hasHalfCharacter(String cell) {
        for (int i = 0; i < cell.length(); i++) {
            if (Character.isSurrogate(cell.charAt(i))) {
                if (i + 1 == cell.length() || !Character.isSurrogatePair(cell.charAt(i), cell.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static Bad bad(long row, long line, String reason, String text) {
        return text.length() > CsvRecords.MAX_RECORD_CHARS
                ? new Bad(row, line, CsvRecords.TOO_LONG, List.of())
                : new Bad(row, line, reason, List.of(text));
    }

    private String text(Row row) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = factory.createGenerator(text)) {
            generator.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
            generator.writeStartObject();
            for (int i = 0; i < row.names().size(); i++) {
                generator.writeFieldName(row.names().get(i));
                String cell = row.cells().get(i);
                if (row.isLiteral(i)) {
                    generator.writeRawValue(cell);
                } else {
                    generator.writeString(cell);
                }
            }
            generator.writeEndObject();
        }
        return text.toString();
    }

    /** Cut where it is too long. Not the generator's own copying: that rewrites numbers. */
    private String compact(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = factory.createGenerator(text)) {
            int depth = 0;
            do {
                JsonToken token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (text.getBuffer().length() <= CsvRecords.MAX_RECORD_CHARS) {
                    copy(token, parser, generator);
                }
            } while (depth > 0 && parser.nextToken() != null);
        }
        return text.toString();
    }

    private static void copy(JsonToken token, JsonParser parser, JsonGenerator generator) throws IOException {
        switch (token) {
            case START_OBJECT -> generator.writeStartObject();
            case END_OBJECT -> generator.writeEndObject();
            case START_ARRAY -> generator.writeStartArray();
            case END_ARRAY -> generator.writeEndArray();
            case FIELD_NAME -> generator.writeFieldName(parser.currentName());
            case VALUE_STRING -> generator.writeString(parser.getText());
            default -> generator.writeRawValue(parser.getText());
        }
    }
}
