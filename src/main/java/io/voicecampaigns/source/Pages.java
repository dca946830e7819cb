package io.voicecampaigns.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.contact.Bad;
import io.voicecampaigns.contact.Row;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a source hands over: one object or an array of them, as text, bytes, maps or a JSON tree. Says the same as the schemas in
 * {@code contracts/}, by hand, since it reads every contact. Stateless.
 */
final class Pages {
    static final int MOST_CHARS = 10_000_000;
    static final int MOST_CONTACT_CHARS = 64_000;
    private static final int LONGEST_NAME = 500;
    private static final int LONGEST_REASON = 1_000;
    private static final int LONGEST_LIST = 200;
    private static final int LONGEST_CURSOR = 4_000;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Pages() {
    }

    /**
     * All objects of a page, in order; none after an end.
     *
     * @throws ContractException if any of them is not what the contract says: none counts as taken then
     */
    static List<Item> read(Object body) {
        JsonNode page = tree(body);
        if (!page.isArray() && !page.isObject()) {
            throw new ContractException("expected a JSON object or an array of objects, found " + kind(page));
        }
        List<Item> items = new ArrayList<>();
        Iterator<JsonNode> objects = page.isArray() ? page.elements() : List.of(page).iterator();
        for (int place = 1; objects.hasNext(); place++) {
            if (!items.isEmpty() && items.get(items.size() - 1) instanceof Item.End) {
                throw new ContractException("object " + place + " comes after the end");
            }
            items.add(item(objects.next(), place));
        }
        return items;
    }

    private static JsonNode tree(Object body) {
        try {
            if (body == null) {
                throw new ContractException("expected a JSON object or an array of objects, found no body");
            }
            if (body instanceof JsonNode node) {
                return node;
            }
            if (body instanceof String text) {
                return parsed(text);
            }
            if (body instanceof byte[] bytes) {
                return parsed(bytes.length > MOST_CHARS ? null : JSON.readTree(bytes));
            }
            if (body instanceof InputStream stream) {
                byte[] bytes = stream.readNBytes(MOST_CHARS + 1);
                return parsed(bytes.length > MOST_CHARS ? null : JSON.readTree(new ByteArrayInputStream(bytes)));
            }
            if (body instanceof Reader reader) {
                return parsed(upToMost(reader));
            }
            if (body instanceof Map || body instanceof Iterable || body instanceof Object[]) {
                return JSON.valueToTree(body);
            }
            throw new ContractException("expected JSON as text, bytes, maps or a tree, found a " + body.getClass().getName());
        } catch (JsonProcessingException e) {
            // its message quotes the page
            throw new ContractException("expected JSON, found something else" + (e.getLocation() == null ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr()));
        } catch (IOException | IllegalArgumentException e) {
            throw new ContractException("expected JSON, found something that cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private static String upToMost(Reader reader) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8_192];
        for (int length = reader.read(buffer); length >= 0 && text.length() <= MOST_CHARS; length = reader.read(buffer)) {
            text.append(buffer, 0, length);
        }
        return text.toString();
    }

    private static JsonNode parsed(String text) throws JsonProcessingException {
        return parsed(text.length() > MOST_CHARS ? null : JSON.readTree(text));
    }

    private static JsonNode parsed(JsonNode node) {
        if (node == null) {
            throw new ContractException("expected a page of at most " + MOST_CHARS / 1_000_000 + " MB, found a larger one; hand over fewer contacts at once");
        }
        return node;
    }

    private static Item item(JsonNode object, int place) {
        if (!object.isObject()) {
            throw new ContractException("object " + place + ": expected an object, found " + kind(object));
        }
        if (object.has("end")) {
            refuseUnknown(object, place, Set.of("list", "end", "cursor"));
            if (!object.get("end").isBoolean() || !object.get("end").booleanValue()) {
                throw new ContractException("object " + place + ": expected end to be true");
            }
            return new Item.End(text(object, "list", place, LONGEST_LIST), cursor(object, place));
        }
        if (object.has("reject")) {
            refuseUnknown(object, place, Set.of("ref", "reject", "cursor"));
            return new Item.Record(name(object, "ref", place), Optional.empty(),
                    new Bad(place, place, text(object, "reject", place, LONGEST_REASON), List.of()), cursor(object, place));
        }
        return contact(object, place);
    }

    private static Item contact(JsonNode object, int place) {
        refuseUnknown(object, place, Set.of("ref", "key", "columns", "cursor"));
        String ref = name(object, "ref", place);
        Optional<String> key = object.has("key") ? Optional.of(name(object, "key", place)) : Optional.empty();
        Optional<String> cursor = cursor(object, place);
        JsonNode columns = object.get("columns");
        if (columns == null || !columns.isObject()) {
            throw new ContractException("object " + place + ": expected columns to be an object, found " + kind(columns));
        }
        Map<String, String> cells = new LinkedHashMap<>();
        long chars = 0;
        boolean isText = true;
        for (Iterator<Map.Entry<String, JsonNode>> fields = columns.fields(); fields.hasNext();) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode value = field.getValue();
            if (!value.isNull() && !value.isMissingNode()) {
                String cell = value.isContainerNode() ? value.toString() : value.asText();
                chars += field.getKey().length() + cell.length();
                isText = isText && isText(cell) && isText(field.getKey());
                cells.put(field.getKey(), cell);
            }
        }
        if (chars > MOST_CONTACT_CHARS) {
            return new Item.Record(ref, Optional.empty(), new Bad(place, place, "it is larger than " + MOST_CONTACT_CHARS / 1_000 + " kB", List.of()), cursor);
        }
        return new Item.Record(ref, key, isText ? Row.of(place, place, cells)
                : new Bad(place, place, "it holds something that is no text", List.of()), cursor);
    }

    private static void refuseUnknown(JsonNode object, int place, Set<String> known) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!known.contains(name)) {
                // an unknown name may be a person's: it is told only if it looks like a field's
                throw new ContractException("object " + place + ": " + (name.matches("[A-Za-z_]{1,30}") ? name : "a field") + " is not known; expected "
                        + String.join(", ", new java.util.TreeSet<>(known)));
            }
        }
    }

    private static String name(JsonNode object, String field, int place) {
        JsonNode value = object.get(field);
        return value != null && value.isIntegralNumber() ? value.asText() : text(object, field, place, LONGEST_NAME);
    }

    private static Optional<String> cursor(JsonNode object, int place) {
        if (!object.has("cursor")) {
            return Optional.empty();
        }
        return Optional.of(text(object, "cursor", place, 0, LONGEST_CURSOR));
    }

    private static String text(JsonNode object, String field, int place, int longest) {
        return text(object, field, place, 1, longest);
    }

    private static String text(JsonNode object, String field, int place, int shortest, int longest) {
        JsonNode value = object.get(field);
        if (value == null || !value.isTextual()) {
            throw new ContractException("object " + place + ": expected " + field + " to be text, found " + kind(value));
        }
        String text = value.textValue();
        int length = text.codePointCount(0, text.length());
        if (length < shortest || length > longest || !isText(text)) {
            throw new ContractException("object " + place + ": expected " + field + " to have " + shortest + " to " + longest + " characters"
                    + (length < shortest || length > longest ? ", found " + length : ", found something that is no text"));
        }
        return text;
    }

    /** PostgreSQL stores no NUL, and nothing stores half a character. */
    private static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0') {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static String kind(JsonNode node) {
        if (node == null || node.isMissingNode()) {
            return "nothing";
        }
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case BINARY -> "bytes";
            default -> "null";
        };
    }
}
