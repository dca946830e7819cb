package io.voicecampaigns.campaign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of a YAML file, asked field by field. What cannot be read becomes a finding and an empty answer, so that one
 * reading finds all problems. The fields that were asked for are the known ones: {@link #refuseUnknownFields()} goes last.
 */
final class Section {
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");

    private final String path;
    private final int line;
    private final Findings findings;
    private final Map<String, Node> fields = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    private Section(String path, int line, Findings findings) {
        this.path = path;
        this.line = line;
        this.findings = findings;
    }

    /** The section that a node holds; without fields, and with a finding, if it holds something else. */
    static Section of(Node node, String path, Findings findings) {
        Section section = new Section(path, lineOf(node), findings);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(section::add);
        } else if (!isNull(node)) {
            findings.add(lineOf(node), path, "expected fields, one a line, each with a colon: name: value");
        }
        return section;
    }

    private void add(NodeTuple tuple) {
        Node key = tuple.getKeyNode();
        if (!(key instanceof ScalarNode scalar)) {
            findings.add(lineOf(key), path, "expected a field's name, found a list or a mapping");
            return;
        }
        String name = scalar.getValue();
        Integer first = lines.putIfAbsent(name, lineOf(key));
        if (first != null) {
            findings.add(lineOf(key), path(name), "is given twice, on lines " + first + " and " + lineOf(key));
        }
        fields.putIfAbsent(name, tuple.getValueNode());
    }

    boolean has(String field) {
        known.add(field);
        return fields.containsKey(field);
    }

    /** Whether a field is absent, or is there without a value, or with an empty one. */
    boolean isBlank(String field) {
        return !has(field) || isNull(fields.get(field))
                || fields.get(field) instanceof ScalarNode scalar && scalar.getValue().isBlank();
    }

    /** The section under a field; one without fields if the field is absent or empty. */
    Section section(String field) {
        return has(field) ? of(fields.get(field), path(field), findings) : new Section(path(field), line, findings);
    }

    /** What a field says; empty if it is absent or wrong. A field without a value is wrong: nobody writes one on purpose. */
    <T> Optional<T> value(String field, Function<String, T> parser) {
        return has(field) ? parse(fields.get(field), path(field), parser) : Optional.empty();
    }

    /** As {@link #value}, for a field that cannot be left out. */
    <T> Optional<T> required(String field, String expected, Function<String, T> parser) {
        if (!has(field)) {
            findings.add(line, path(field), "is missing; expected " + expected);
        }
        return value(field, parser);
    }

    /** What a field says once or in a list, in order; empty if it is absent or wrong. */
    <T> Optional<List<T>> values(String field, Function<String, T> parser) {
        if (!has(field)) {
            return Optional.empty();
        }
        if (!(fields.get(field) instanceof SequenceNode sequence)) {
            return value(field, parser).map(List::of);
        }
        List<T> values = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            parse(element, path(field), parser).ifPresent(value -> {
                if (values.contains(value)) {
                    findings.add(lineOf(element), path(field), "names the same twice");
                }
                values.add(value);
            });
        }
        return Optional.of(values);
    }

    /** All fields of a section whose names are the user's own, in the order of the file, without the wrong ones. */
    <K, V> Map<K, V> entries(Function<String, K> keyParser, Function<String, V> valueParser) {
        Map<K, V> entries = new LinkedHashMap<>();
        fields.forEach((name, node) -> {
            known.add(name);
            Optional<K> key = attempt(line(name), path(name), name, keyParser);
            Optional<V> value = parse(node, path(name), valueParser);
            key.ifPresent(k -> value.ifPresent(v -> entries.put(k, v)));
        });
        return entries;
    }

    /** The sections under a field, be it one or a list of them; one without fields if the field is absent or empty. */
    List<Section> sections(String field) {
        return has(field) && fields.get(field) instanceof SequenceNode sequence && !sequence.getValue().isEmpty()
                ? sequence.getValue().stream().map(element -> of(element, path(field), findings)).toList() : List.of(section(field));
    }

    /** All fields that nobody has asked for, in the order of the file, as text: a list's elements with commas between, fields as JSON. */
    Map<String, String> rest() {
        Map<String, String> rest = new LinkedHashMap<>();
        List.copyOf(fields.keySet()).stream().filter(name -> !known.contains(name)).forEach(name -> {
            if (fields.get(name) instanceof MappingNode mapping) {
                known.add(name);
                rest.put(name, NodeText.json(mapping));
            } else {
                values(name, text -> text).ifPresent(values -> rest.put(name, String.join(",", values)));
            }
        });
        return rest;
    }

    /** Records that a field is wrong; on the section's line where the field is absent. */
    void refuse(String field, String reason) {
        findings.add(line(field), path(field), reason);
    }

    void refuseUnknownFields() {
        fields.keySet().stream().filter(name -> !known.contains(name)).forEach(name -> findings.add(line(name), path(name),
                "is not known here; " + Nearest.to(name, known).map(near -> "did you mean " + near + "?")
                        .orElse("expected one of " + String.join(", ", known))));
    }

    private <T> Optional<T> parse(Node node, String at, Function<String, T> parser) {
        if (!(node instanceof ScalarNode scalar)) {
            findings.add(lineOf(node), at, "expected one value, found "
                    + (node instanceof SequenceNode ? "a list" : "fields; text that begins with {{ belongs in quotes"));
            return Optional.empty();
        }
        if (isNull(node)) {
            findings.add(lineOf(node), at, "has no value; give it one, or remove the line");
            return Optional.empty();
        }
        return attempt(lineOf(node), at, scalar.getValue(), parser);
    }

    private <T> Optional<T> attempt(int at, String field, String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            findings.add(at, field, e.getMessage());
            return Optional.empty();
        }
    }

    private int line(String field) {
        return lines.getOrDefault(field, line);
    }

    private String path(String field) {
        String name = Excerpt.of(field);
        return path.isEmpty() ? name : path + "." + name;
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.isPlain() && NULL.contains(scalar.getValue());
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
