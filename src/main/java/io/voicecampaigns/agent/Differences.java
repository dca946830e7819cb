package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What differs between two JSON documents, field by field, for people: long texts line by line, lists by what came and went. */
final class Differences {
    private static final int LONGEST_IN_LINE = 100;
    private static final int LINES_AROUND = 2;

    private final List<String> lines = new ArrayList<>();

    private Differences() {
    }

    /** Lines of a report; none where the documents are equal. */
    static List<String> between(JsonNode before, JsonNode after) {
        Differences differences = new Differences();
        differences.compare("", before, after);
        return differences.lines;
    }

    private void compare(String field, JsonNode before, JsonNode after) {
        if (CanonicalJson.line(before).equals(CanonicalJson.line(after))) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            Set<String> names = new TreeSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(field.isEmpty() ? name : field + "." + name, before.path(name), after.path(name)));
        } else if (before.isArray() && after.isArray()) {
            list(field, before, after);
        } else if (isLong(before) || isLong(after)) {
            text(field, before.asText(), after.asText());
        } else {
            lines.add("- " + field + ": " + shown(before) + " → " + shown(after));
        }
    }

    private void list(String field, JsonNode before, JsonNode after) {
        lines.add("- " + field + ":");
        for (AbstractDelta<String> delta : DiffUtils.diff(items(before), items(after)).getDeltas()) {
            delta.getSource().getLines().forEach(item -> lines.add("  - removed " + item));
            delta.getTarget().getLines().forEach(item -> lines.add("  - added " + item));
        }
    }

    private void text(String field, String before, String after) {
        lines.add("- " + field + ":");
        lines.add("  ```diff");
        List<String> old = before.lines().toList();
        UnifiedDiffUtils.generateUnifiedDiff(field, field, old, DiffUtils.diff(old, after.lines().toList()), LINES_AROUND).stream()
                .skip(2).forEach(line -> lines.add("  " + line));
        lines.add("  ```");
    }

    private static boolean isLong(JsonNode node) {
        return node.isTextual() && (node.textValue().length() > LONGEST_IN_LINE || node.textValue().contains("\n"));
    }

    private static List<String> items(JsonNode list) {
        List<String> items = new ArrayList<>();
        list.forEach(item -> items.add(CanonicalJson.line(item)));
        return items;
    }

    private static String shown(JsonNode node) {
        return node.isMissingNode() ? "absent" : CanonicalJson.line(node);
    }
}
