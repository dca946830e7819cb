package io.voicecampaigns.contact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Reader;

/** The objects of a file that is one JSON array. */
final class JsonArrayRows implements EntryReader {
    private final JsonParser parser;
    private final JsonObjects objects;
    private final String name;
    private long row;
    private boolean ended;
    private Span span = new Span(0, 0);

    JsonArrayRows(Reader in, JsonFactory factory, boolean faultless, String name) throws IOException {
        this.parser = factory.createParser(in);
        this.objects = new JsonObjects(factory, faultless);
        this.name = name;
        parser.nextToken();
    }

    @Override
    public Entry read() throws IOException {
        if (ended) {
            return null;
        }
        try {
            JsonToken token = parser.nextToken();
            if (token != JsonToken.END_ARRAY) {
                long from = parser.currentTokenLocation().getCharOffset();
                Entry entry = objects.read(parser, row + 1, parser.currentTokenLocation().getLineNr());
                span = new Span(from, parser.currentLocation().getCharOffset());
                row++;
                return entry;
            }
            ended = true;
            if (parser.nextToken() != null) {
                throw broken(parser.currentTokenLocation().getLineNr(), "there is something behind the end of the array");
            }
            return null;
        } catch (JsonProcessingException e) {
            ended = true;
            // the cause's message quotes the file
            throw broken(e.getLocation().getLineNr(), "the JSON is broken here; the rows above were read");
        }
    }

    @Override
    public Span span() {
        return span;
    }

    private UnreadableListException broken(long line, String reason) {
        return new UnreadableListException(name, line, reason, "correct it and drop the file again");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
