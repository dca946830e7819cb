package io.voicecampaigns.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** JSON that is equal, byte for byte, wherever its content is: sorted keys, one spelling of each number, one layout. */
final class CanonicalJson {
    static final JsonMapper MAPPER = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final ObjectWriter PRETTY = MAPPER.writer(new DefaultPrettyPrinter(new Separators(
            "\n", ':', Separators.Spacing.AFTER, ',', Separators.Spacing.NONE, "", ',', Separators.Spacing.NONE, ""))
            .withObjectIndenter(new DefaultIndenter("  ", "\n")).withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private CanonicalJson() {
    }

    /** Several lines, for files that people read and compare. */
    static byte[] pretty(JsonNode node) {
        try {
            return (PRETTY.writeValueAsString(sorted(node)) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written");
        }
    }

    /** One line, for requests and comparisons. */
    static byte[] compact(Object json) {
        try {
            return MAPPER.writeValueAsBytes(sorted(MAPPER.valueToTree(json)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON can always be written");
        }
    }

    static String line(JsonNode node) {
        return new String(compact(node), StandardCharsets.UTF_8);
    }

    /** SHA-256 of the content, however it is laid out: 64 hexadecimal digits. */
    static String hash(JsonNode node) {
        return sha256(compact(node));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java platform", e);
        }
    }

    /** Empty for what is no JSON object. */
    static Optional<ObjectNode> object(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static JsonNode sorted(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object();
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.stream().sorted().forEach(name -> copy.set(name, sorted(object.get(name))));
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(sorted(element)));
            return copy;
        }
        return node.isNumber() ? number(node.decimalValue()) : node;
    }

    /** 1 and 1.0 are one number. */
    private static JsonNode number(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return plain.scale() <= 0 ? JsonNodeFactory.instance.numberNode(plain.toBigInteger())
                : JsonNodeFactory.withExactBigDecimals(true).numberNode(plain);
    }
}
