package io.voicecampaigns.contact;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A variable's text with places that a row fills: {@code "{{nombre | trim}} {{apellido}}"}.
 *
 * <p>A place is {@code {{column | function | function('argument')}}}. The column's name may hold anything but {@code |} and
 * double braces; the functions apply from left to right. Arguments stand in single or double quotes; a quote in one is doubled.
 * <ul>
 * <li>{@code trim}: without blanks at both ends
 * <li>{@code upper}, {@code lower}: in capitals, in small letters, the same on every machine
 * <li>{@code default('text')}: the text where the column is absent or blank; it may be empty
 * <li>{@code date('pattern')}, {@code date('d MMMM', 'es')}: reads a date as {@link DateFunction} says and writes it by the
 *     pattern of {@link java.time.format.DateTimeFormatter}; a pattern with names of months or days needs the language
 * </ul>
 *
 * <p>Immutable; compiled once by {@link #parse}. Two templates are equal if their texts are.
 */
public final class Template {
    private final String text;
    private final List<Part> parts;
    private final Set<String> columns;

    private Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
        Set<String> read = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part instanceof Place place) {
                read.add(place.column());
            }
        }
        this.columns = Collections.unmodifiableSet(read);
    }

    /** @throws IllegalArgumentException saying what is wrong and at which character, for a person who edits the campaign file */
    public static Template parse(String text) {
        return new Template(text, new TemplateParser(text).parse());
    }

    /** The columns that the template reads, in the order of its places. */
    public Set<String> columns() {
        return columns;
    }

    /**
     * Fills the places from a row.
     *
     * @param row a cell by its column's name, such as {@link Columns}; asked once for each place
     * @throws TemplateException if a column is absent or blank and has no default, or a function cannot read its value;
     *     the message names the column and never holds its value
     */
    public String render(Function<String, Optional<String>> row) {
        if (parts.size() == 1) {
            return parts.get(0).render(row);
        }
        StringBuilder filled = new StringBuilder(text.length());
        for (Part part : parts) {
            filled.append(part.render(row));
        }
        return filled.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The text of the campaign file. */
    @Override
    public String toString() {
        return text;
    }

    sealed interface Part permits Constant, Place {
        String render(Function<String, Optional<String>> row);
    }

    record Constant(String text) implements Part {
        @Override
        public String render(Function<String, Optional<String>> row) {
            return text;
        }
    }

    /** @param mayBeEmpty whether one of the steps stands in for an absent value, even with an empty text */
    record Place(String column, List<Step> steps, boolean mayBeEmpty) implements Part {
        Place {
            steps = List.copyOf(steps);
        }

        @Override
        public String render(Function<String, Optional<String>> row) {
            Optional<String> cell = row.apply(column);
            String value = cell.filter(text -> !Blank.isBlank(text)).orElse("");
            if (value.isEmpty() && !mayBeEmpty) {
                throw new TemplateException("column " + column + (cell.isPresent() ? " is empty" : " is missing"));
            }
            for (Step step : steps) {
                value = step.apply(value, column);
            }
            return value;
        }
    }

    /**
     * One function with its arguments. An absent or blank value comes as {@code ""}, and goes on as such unless the step stands
     * in for it.
     */
    @FunctionalInterface
    interface Step {
        /** @throws TemplateException naming the column, never the value */
        String apply(String value, String column);
    }
}
