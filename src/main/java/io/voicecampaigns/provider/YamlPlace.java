package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A place in a YAML file and what stands there, if anything. Reading notes a problem and goes on with a stand-in, so that all
 * problems come at once; whoever starts looks at the list in the end.
 */
record YamlPlace(String file, String field, int line, Optional<Node> node, List<Problem> problems) {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

    static YamlPlace root(String file, Node node, List<Problem> problems) {
        return new YamlPlace(file, "", 1, Optional.of(node), problems);
    }

    boolean present() {
        return node.isPresent();
    }

    /** The field of that name; absent, with a problem, if this is no mapping. */
    YamlPlace get(String name) {
        Optional<Node> child = Optional.empty();
        if (node.isPresent() && node.get() instanceof MappingNode mapping) {
            child = mapping.getValue().stream().filter(tuple -> key(tuple).equals(name)).map(NodeTuple::getValueNode).findFirst();
        }
        return new YamlPlace(file, field.isEmpty() ? name : field + "." + name, child.map(YamlPlace::lineOf).orElse(line), child,
                problems);
    }

    /** Notes fields other than these, fields that stand twice, and a place that is no mapping. */
    YamlPlace allow(String... names) {
        if (node.isPresent() && node.get() instanceof MappingNode mapping) {
            Set<String> seen = new HashSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                YamlPlace child = new YamlPlace(file, (field.isEmpty() ? "" : field + ".") + key(tuple),
                        lineOf(tuple.getKeyNode()), node, problems);
                if (!List.of(names).contains(key(tuple))) {
                    child.problem("is unknown; known are " + String.join(", ", names));
                } else if (!seen.add(key(tuple))) {
                    child.problem("stands twice");
                }
            }
        } else if (node.isPresent()) {
            problem("must be fields, each with a colon");
        }
        return this;
    }

    /** Notes that it is missing. */
    YamlPlace required() {
        if (node.isEmpty()) {
            problem("is missing");
        }
        return this;
    }

    Optional<String> text() {
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (node.get() instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return Optional.of(scalar.getValue());
        }
        problem("must be one text");
        return Optional.empty();
    }

    /** One text or a list of them. */
    List<String> texts() {
        if (node.isPresent() && node.get() instanceof SequenceNode) {
            return items().stream().flatMap(item -> item.text().stream()).toList();
        }
        return text().stream().toList();
    }

    List<YamlPlace> items() {
        if (node.isPresent() && node.get() instanceof SequenceNode sequence) {
            List<YamlPlace> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(new YamlPlace(file, field + "[" + items.size() + "]", lineOf(item), Optional.of(item), problems));
            }
            return items;
        }
        if (node.isPresent()) {
            problem("must be a list");
        }
        return List.of();
    }

    Duration duration(Duration standIn) {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return standIn;
        }
        Matcher matcher = DURATION.matcher(text.get());
        if (!matcher.matches()) {
            problem("must be a duration such as 30s, 3m or 1h");
            return standIn;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    int number(int least, int most, int standIn) {
        Optional<String> text = text();
        if (text.isEmpty()) {
            return standIn;
        }
        if (text.get().matches("\\d{1,9}") && Integer.parseInt(text.get()) >= least && Integer.parseInt(text.get()) <= most) {
            return Integer.parseInt(text.get());
        }
        problem("must be a number from " + least + " to " + most);
        return standIn;
    }

    /** Everything below as JSON, with its types. */
    JsonNode json() {
        return node.map(YamlPlace::json).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    void problem(String reason) {
        problems.add(new Problem(file, line, field, reason));
    }

    private static JsonNode json(Node node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node instanceof MappingNode mapping) {
            ObjectNode object = json.objectNode();
            mapping.getValue().forEach(tuple -> object.set(key(tuple), json(tuple.getValueNode())));
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = json.arrayNode();
            sequence.getValue().forEach(item -> array.add(json(item)));
            return array;
        }
        ScalarNode scalar = (ScalarNode) node;
        if (scalar.getTag().equals(Tag.NULL)) {
            return json.nullNode();
        }
        if (scalar.getTag().equals(Tag.BOOL)) {
            return json.booleanNode(Boolean.parseBoolean(scalar.getValue()));
        }
        boolean number = scalar.getTag().equals(Tag.INT) && scalar.getValue().matches("-?\\d{1,18}");
        return number ? json.numberNode(Long.parseLong(scalar.getValue())) : json.textNode(scalar.getValue());
    }

    private static String key(NodeTuple tuple) {
        return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}
