package io.voicecampaigns.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;

/** What a kamelet answers, in whatever form Camel's components leave JSON behind. */
public final class JsonBody {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonBody() {
    }

    /**
     * The tree of text, bytes, a stream, maps and lists, or a tree.
     *
     * @throws IllegalArgumentException if it is none; the message holds nothing of it
     */
    public static JsonNode tree(Object body) {
        try {
            JsonNode tree = body instanceof String text ? JSON.readTree(text) : body instanceof InputStream stream ? JSON.readTree(stream)
                    : body instanceof byte[] bytes ? JSON.readTree(bytes) : JSON.valueToTree(body);
            if (tree == null) {
                throw new IllegalArgumentException("expected JSON, found no body");
            }
            return tree;
        } catch (JsonProcessingException e) {
            // its message quotes the body
            throw new IllegalArgumentException("expected JSON, found something else");
        } catch (IOException e) {
            throw new IllegalArgumentException("the body cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
