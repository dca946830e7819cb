package io.voicecampaigns.contact;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A variable's text with {@code {{column | function}}} places in it. Immutable. */
public final class Template {
    private Template() {
    }

    /** @throws IllegalArgumentException saying what is wrong and where, for a person who edits the campaign file */
    public static Template parse(String text) {
        throw new UnsupportedOperationException();
    }

    /** The columns that the template reads. */
    public Set<String> columns() {
        throw new UnsupportedOperationException();
    }

    /**
     * Fills the places from a row.
     *
     * @throws TemplateException if a column is absent or blank and has no default, or a function cannot read its value;
     *     the message names the column and never holds its value
     */
    public String render(Function<String, Optional<String>> row) {
        throw new UnsupportedOperationException();
    }
}
