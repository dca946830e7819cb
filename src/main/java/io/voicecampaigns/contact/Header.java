package io.voicecampaigns.contact;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The names of a row's columns, and where each one is. Rows with the same names share one. Immutable. */
final class Header {
    private final List<String> names;
    private final List<String> trimmed;
    private final Map<String, Integer> exact = new HashMap<>();
    private final Map<String, Integer> anyCase = new HashMap<>();

    Header(List<String> names) {
        this.names = List.copyOf(names);
        this.trimmed = this.names.stream().map(String::strip).toList();
        for (int i = 0; i < trimmed.size(); i++) {
            exact.putIfAbsent(trimmed.get(i), i);
            anyCase.putIfAbsent(folded(trimmed.get(i)), i);
        }
    }

    static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    List<String> names() {
        return names;
    }

    List<String> trimmed() {
        return trimmed;
    }

    boolean hasDuplicates() {
        Set<String> seen = new HashSet<>();
        return !names.stream().allMatch(seen::add);
    }

    /** The column's place, or -1. */
    int indexOf(String name) {
        Integer index = exact.get(name);
        if (index == null) {
            index = anyCase.get(folded(name));
        }
        return index == null ? -1 : index;
    }
}
