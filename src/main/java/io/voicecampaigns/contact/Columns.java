package io.voicecampaigns.contact;

import java.text.Normalizer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A row's cells as campaign files name them: the exact name first, then the first column of that name in any letter
 * case, spaces around it and the way its accents are encoded aside. As safe for threads as the map it reads.
 */
public final class Columns implements Function<String, Optional<String>> {
    private final Map<String, String> cells;

    private Columns(Map<String, String> cells) {
        this.cells = cells;
    }

    /** @param cells the cells by column in the order of the list; not copied, so it must not change while it is read */
    public static Columns of(Map<String, String> cells) {
        return new Columns(Objects.requireNonNull(cells));
    }

    /** The cell as it stands in the list; empty where the list has no such column, or no value (JSON's null) in it. */
    @Override
    public Optional<String> apply(String column) {
        String exact = cells.get(column);
        return exact != null ? Optional.of(exact) : inAnyCase(Blank.strip(column));
    }

    private Optional<String> inAnyCase(String column) {
        for (Map.Entry<String, String> cell : cells.entrySet()) {
            if (Blank.strip(cell.getKey()).equalsIgnoreCase(column)) {
                return Optional.ofNullable(cell.getValue());
            }
        }
        return isAscii(column) ? Optional.empty() : withAccentsComposed(column);
    }

    /** macOS writes an accent as a character of its own, everybody else as part of the letter. */
    private Optional<String> withAccentsComposed(String column) {
        String composed = Normalizer.normalize(column, Normalizer.Form.NFC);
        for (Map.Entry<String, String> cell : cells.entrySet()) {
            if (Normalizer.normalize(Blank.strip(cell.getKey()), Normalizer.Form.NFC).equalsIgnoreCase(composed)) {
                return Optional.ofNullable(cell.getValue());
            }
        }
        return Optional.empty();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 128);
    }

    /** Without the cells, so that it can stand in a log. */
    @Override
    public String toString() {
        return "Columns[" + cells.size() + "]";
    }
}
