package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A text of a request with places in it: <code>{ref}</code>, <code>{started_at, ended_at}</code> (the first that is there),
 * <code>{'words'}</code>, and with functions from left to right, <code>{duration_seconds | times('1000')}</code>. What a quote
 * opens, the same quote closes; doubled, it stands for itself. Immutable.
 */
final class PlaceText {
    private final List<Part> parts;

    private PlaceText(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * @param known tells whether there is such a name
     * @throws IllegalArgumentException saying what is wrong, for a person who edits a kamelet or a campaign file
     */
    static PlaceText parse(String text, Predicate<String> known) {
        return new PlaceText(new PlaceParser(text, known).parse());
    }

    /** The value of a text that is one place and nothing else, with its type, and empty if it is absent; otherwise the filled text. */
    Optional<JsonNode> value(Function<String, Optional<JsonNode>> values) {
        return parts.size() == 1 && parts.get(0) instanceof Place place ? place.value(values)
                : Optional.of(Json.NODES.textNode(text(values, UnaryOperator.identity())));
    }

    /** The filled text; absent values are empty. */
    String text(Function<String, Optional<JsonNode>> values, UnaryOperator<String> spelling) {
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            filled.append(part instanceof Place place ? spelling.apply(place.value(values).map(JsonNode::asText).orElse(""))
                    : ((Words) part).text());
        }
        return filled.toString();
    }

    boolean names(String name) {
        return parts.stream().anyMatch(part -> part instanceof Place place && place.operands().contains(new Name(name)));
    }

    sealed interface Part permits Words, Place {
    }

    record Words(String text) implements Part {
    }

    record Place(List<Operand> operands, List<PlaceFunction> functions) implements Part {
        Optional<JsonNode> value(Function<String, Optional<JsonNode>> values) {
            Optional<JsonNode> value = operands.stream().map(operand -> operand.value(values)).flatMap(Optional::stream).findFirst();
            for (PlaceFunction function : functions) {
                value = function.apply(value);
            }
            return value;
        }
    }

    sealed interface Operand permits Name, Literal {
        Optional<JsonNode> value(Function<String, Optional<JsonNode>> values);
    }

    record Name(String name) implements Operand {
        @Override
        public Optional<JsonNode> value(Function<String, Optional<JsonNode>> values) {
            return values.apply(name).filter(node -> !node.isNull() && !node.isMissingNode() && !(node.isTextual() && node.asText().isEmpty()));
        }
    }

    record Literal(String text) implements Operand {
        @Override
        public Optional<JsonNode> value(Function<String, Optional<JsonNode>> values) {
            return text.isEmpty() ? Optional.empty() : Optional.of(Json.NODES.textNode(text));
        }
    }
}
