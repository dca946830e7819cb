package io.voicecampaigns.crm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Message bodies of any kind as JSON, with numbers as they are written. What cannot be read is never quoted: it may hold personal data. */
final class Json {
    static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final JsonMapper MAPPER = JsonMapper.builder().nodeFactory(NODES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

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
            return Optional.of(MAPPER.valueToTree(body));
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

    /** A text, number or truth value as text, without blanks around it; empty if it is absent, null, blank or nested. */
    static Optional<String> text(JsonNode node) {
        return node != null && node.isValueNode() && !node.isNull()
                ? Optional.of(node.asText().replace("\u0000", "").strip()).filter(text -> !text.isEmpty()) : Optional.empty();
    }
}
