package io.voicecampaigns.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** Message bodies of any kind as JSON. What cannot be read is never quoted: it may hold personal data. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {
    }

    /** Empty if {@code body} is not JSON; a missing node if it is null or blank. */
    static Optional<JsonNode> read(Object body) {
        try {
            if (body == null) {
                return Optional.of(MissingNode.getInstance());
            }
            if (body instanceof JsonNode node) {
                return Optional.of(node);
            }
            if (body instanceof byte[] bytes) {
                return Optional.of(MAPPER.readTree(bytes));
            }
            if (body instanceof InputStream stream) {
                return Optional.of(MAPPER.readTree(stream));
            }
            if (body instanceof CharSequence text) {
                return Optional.of(MAPPER.readTree(text.toString()));
            }
            if (body instanceof Map<?, ?> || body instanceof Iterable<?>) {
                return Optional.of(MAPPER.valueToTree(body));
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written");
        }
    }
}
