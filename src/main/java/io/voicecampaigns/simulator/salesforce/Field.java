package io.voicecampaigns.simulator.salesforce;

import java.util.Set;

/**
 * A field of an object.
 *
 * @param length      characters that a text may have at most; 0 for others
 * @param words       the only values that are taken; empty: any
 * @param isExternal  whether it is unique and records can be upserted by it
 * @param mayChange   whether it can be set once the record exists
 * @param mayBeGiven  whether it can be set at all
 */
public record Field(String name, FieldType type, int length, Set<String> words, boolean isExternal, boolean mayChange, boolean mayBeGiven) {
    public Field {
        words = Set.copyOf(words);
    }

    public static Field text(String name, int length) {
        return new Field(name, FieldType.TEXT, length, Set.of(), false, true, true);
    }

    public static Field of(String name, FieldType type) {
        return new Field(name, type, 0, Set.of(), false, true, true);
    }

    public Field withWords(String... only) {
        return new Field(name, type, length, Set.of(only), isExternal, mayChange, mayBeGiven);
    }

    public Field external() {
        return new Field(name, type, length, words, true, mayChange, mayBeGiven);
    }

    public Field fixed() {
        return new Field(name, type, length, words, isExternal, false, mayBeGiven);
    }

    public Field readOnly() {
        return new Field(name, type, length, words, isExternal, false, false);
    }
}
