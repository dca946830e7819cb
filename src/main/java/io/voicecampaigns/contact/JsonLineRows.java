package io.voicecampaigns.contact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.Reader;
import java.util.List;

/** The objects of a file that has one in each line. */
final class JsonLineRows implements EntryReader {
    private final Reader in;
    private final JsonFactory factory;
    private final JsonObjects objects;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder text = new StringBuilder();
    private int pos;
    private int end;
    private long line;
    private long row;
    private boolean tooLong;
    /** Characters that were in the buffer before its first one. */
    private long passed;
    private long lineFrom;
    private long lineTo;

    JsonLineRows(Reader in, JsonFactory factory, boolean faultless) {
        this.in = in;
        this.factory = factory;
        this.objects = new JsonObjects(factory, faultless);
    }

    @Override
    public Entry read() throws IOException {
        while (readLine()) {
            line++;
            if (tooLong) {
                return new Bad(++row, line, CsvRecords.TOO_LONG, List.of());
            }
            String object = text.toString().strip();
            if (!object.isEmpty()) {
                return parsed(object);
            }
        }
        return null;
    }

    private Entry parsed(String object) throws IOException {
        row++;
        try (JsonParser parser = factory.createParser(object)) {
            parser.nextToken();
            Entry entry = objects.read(parser, row, line);
            return parser.nextToken() == null
                    ? entry : new Bad(row, line, "there is something behind the object", List.of(object));
        } catch (JsonProcessingException e) {
            // the cause's message quotes the line
            return new Bad(row, line, "it is not valid JSON at column " + e.getLocation().getColumnNr(), List.of(object));
        }
    }

    /** Not a BufferedReader: its lines have no limit. */
    private boolean readLine() throws IOException {
        text.setLength(0);
        tooLong = false;
        boolean any = false;
        lineFrom = passed + pos;
        while (pos < end || fill()) {
            any = true;
            int at = pos;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            tooLong |= text.length() + at - pos > CsvRecords.MAX_RECORD_CHARS;
            if (!tooLong) {
                text.append(buffer, pos, at - pos);
            }
            lineTo = passed + at;
            pos = at + 1;
            if (at < end) {
                break;
            }
        }
        return any;
    }

    private boolean fill() throws IOException {
        passed += end;
        int read = in.read(buffer);
        pos = 0;
        end = Math.max(read, 0);
        return read >= 0;
    }

    @Override
    public Span span() {
        boolean returned = text.length() > 0 && text.charAt(text.length() - 1) == '\r';
        return new Span(lineFrom, lineTo - (returned ? 1 : 0));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
