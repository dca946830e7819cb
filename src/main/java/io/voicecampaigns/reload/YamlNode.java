package io.voicecampaigns.reload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A place in a YAML file as its author wrote it, before Camel makes anything of it.
 *
 * @param key     the field that leads here; for an element of a list that of the list; empty for the root
 * @param line    from 1
 * @param scalar  the text, if it is one
 * @param fields  by name, if it is a mapping; else empty
 * @param list    the elements, if it is a list; else empty
 */
record YamlNode(String key, int line, Optional<String> scalar, Map<String, YamlNode> fields, List<YamlNode> list) {

    private static final int DEEPEST = 100;

    /** A file that is no YAML. */
    static final class SyntaxException extends Exception {
        private final int line;

        SyntaxException(int line, String message) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    static YamlNode parse(String text) throws SyntaxException {
        try {
            LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.map(node -> of("", lineOf(node), node, 0)).orElseThrow(() -> new SyntaxException(0, "is empty"));
        } catch (UnusableException e) {
            throw new SyntaxException(e.line, e.getMessage());
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            throw new SyntaxException(line, "is no YAML: " + e.getProblem().replaceAll("\\s+", " "));
        } catch (YamlEngineException e) {
            throw new SyntaxException(0, "is no YAML");
        }
    }

    /** What YAML's own parser lets pass. */
    private static final class UnusableException extends RuntimeException {
        private final int line;

        UnusableException(int line, String message) {
            super(message);
            this.line = line;
        }
    }

    private static YamlNode of(String key, int line, Node node, int depth) {
        if (depth > DEEPEST) {
            throw new UnusableException(line, "is nested too deeply, or holds an alias of itself");
        }
        if (node instanceof MappingNode mapping) {
            Map<String, YamlNode> fields = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name) {
                    YamlNode first = fields.put(name.getValue(), of(name.getValue(), lineOf(name), tuple.getValueNode(), depth + 1));
                    if (first != null) {
                        throw new UnusableException(lineOf(name), "the field " + name.getValue() + " stands twice, also in line " + first.line());
                    }
                }
            }
            return new YamlNode(key, line, Optional.empty(), fields, List.of());
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> list = sequence.getValue().stream().map(element -> of(key, lineOf(element), element, depth + 1)).toList();
            return new YamlNode(key, line, Optional.empty(), Map.of(), list);
        }
        if (node instanceof AnchorNode anchor) {
            return of(key, line, anchor.getRealNode(), depth + 1);
        }
        return new YamlNode(key, line, Optional.of(((ScalarNode) node).getValue()), Map.of(), List.of());
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** The place that a path of fields leads to; one with neither text nor fields where there is none. */
    YamlNode at(String... path) {
        YamlNode place = this;
        for (String name : path) {
            place = place.fields.getOrDefault(name, new YamlNode(name, place.line, Optional.empty(), Map.of(), List.of()));
        }
        return place;
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    /** The text of a field; empty where there is none. */
    String text(String field) {
        return at(field).scalar.orElse("");
    }

    /** This place and everything below it, in the order of the file. */
    Stream<YamlNode> all() {
        return all(place -> true);
    }

    /** As {@link #all()}, without the places that are not wanted and what is below them. */
    Stream<YamlNode> all(Predicate<YamlNode> wanted) {
        List<YamlNode> found = new ArrayList<>();
        collect(wanted, found);
        return found.stream();
    }

    private void collect(Predicate<YamlNode> wanted, List<YamlNode> found) {
        if (wanted.test(this)) {
            found.add(this);
            fields.values().forEach(place -> place.collect(wanted, found));
            list.forEach(place -> place.collect(wanted, found));
        }
    }
}
