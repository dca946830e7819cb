package io.voicecampaigns.contact;

import static java.util.Map.entry;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The functions that a template's places may apply: one line each. */
final class TemplateFunctions {
    private static final Map<String, Definition> BY_NAME = Map.ofEntries(
            entry("trim", new Definition("trim", 0, 0, false, none -> (value, column) -> Blank.strip(value))),
            entry("upper", new Definition("upper", 0, 0, false, none -> (value, column) -> value.toUpperCase(Locale.ROOT))),
            entry("lower", new Definition("lower", 0, 0, false, none -> (value, column) -> value.toLowerCase(Locale.ROOT))),
            entry("default", new Definition("default('text')", 1, 1, true,
                    texts -> (value, column) -> value.isEmpty() ? texts.get(0) : value)),
            entry("date", new Definition("date('pattern') or date('pattern', 'language')", 1, 2, false, DateFunction::of)));

    private TemplateFunctions() {
    }

    static Optional<Definition> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static String names() {
        return BY_NAME.keySet().stream().sorted().collect(Collectors.joining(", "));
    }

    /** The function that a person most likely meant by {@code name}. */
    static String nearest(String name) {
        String typed = name.toLowerCase(Locale.ROOT);
        return BY_NAME.keySet().stream().sorted()
                .min(Comparator.comparingInt(known -> edits(typed, known))).orElseThrow();
    }

    /** How many letters must be added, removed or replaced to make one word the other. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }

    /**
     * @param usage         how a person writes it
     * @param standsIn      whether it gives a value where the column has none
     * @param compile       makes the step from the arguments, whose number is right; an {@link IllegalArgumentException} says
     *     what is wrong with them
     */
    record Definition(String usage, int minArguments, int maxArguments, boolean standsIn,
            Function<List<String>, Template.Step> compile) {
        boolean takes(int arguments) {
            return minArguments <= arguments && arguments <= maxArguments;
        }
    }
}
