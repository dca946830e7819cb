package io.voicecampaigns.contact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A contact's variables as the ledger keeps them: one compact JSON object of texts. Equal variables in equal order give equal
 * text.
 */
public final class VariablesJson {
    private static final JsonFactory JSON = new JsonFactory();

    private VariablesJson() {
    }

    /** @param variables neither names nor values are null; their order is kept */
    public static String write(Map<String, String> variables) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (Map.Entry<String, String> variable : variables.entrySet()) {
                json.writeStringField(variable.getKey(), Objects.requireNonNull(variable.getValue(), variable.getKey()));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /**
     * The variables in the order of the text; unmodifiable.
     *
     * @throws IllegalArgumentException if the text is anything but one object of texts; neither the message nor a cause holds it
     */
    public static Map<String, String> read(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                require(json.nextToken() == JsonToken.VALUE_STRING);
                variables.put(name, json.getText());
            }
            require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
        } catch (IOException e) {
            // the parser's message quotes what it could not read
            throw notVariables();
        }
        return Collections.unmodifiableMap(variables);
    }

    private static void require(boolean asWritten) {
        if (!asWritten) {
            throw notVariables();
        }
    }

    private static IllegalArgumentException notVariables() {
        return new IllegalArgumentException("not a JSON object of texts");
    }
}
