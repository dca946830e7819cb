package io.voicecampaigns.privacy;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names that others gave, of files above all, made fit for people's eyes: on the page, in a terminal, in the audit, in a mail, in a log
 * line. What is looked up or stored keeps the name as it is.
 */
public final class Shown {
    private static final String MASK = "[number]";
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029_]+");
    /** Of the invisible characters those that names of people need, in Persian for one. */
    private static final String JOINERS = "\u200c\u200d";

    private Shown() {
    }

    /**
     * A name in one line: what cannot be seen, or would move the text around it, is written as an escape such as {@code \n}, and what may be
     * somebody's number is masked, as are secrets and addresses. A name that is shown already stays as it is.
     */
    public static String name(String name) {
        String masked = LogGuard.masked(escaped(name, false));
        // underscores and line breaks may stand between the digits too
        String spaced = LogGuard.masked(BETWEEN_DIGITS.matcher(name).replaceAll(" "));
        return masks(spaced) > masks(masked) ? spaced : masked;
    }

    /** A text in lines, of which none can be taken for the beginning of another entry. */
    static String lines(String text) {
        return text == null ? null : escaped(text, true);
    }

    private static String escaped(String text, boolean keepsLines) {
        if (text.codePoints().noneMatch(Shown::isHidden)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(character -> {
            if (!isHidden(character) || keepsLines && character == '\t') {
                shown.appendCodePoint(character);
            } else if (keepsLines && character == '\n') {
                shown.append("\n  ");
            } else {
                shown.append(escape(character));
            }
        });
        return shown.toString();
    }

    private static boolean isHidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            case Character.FORMAT -> JOINERS.indexOf(character) < 0;
            default -> false;
        };
    }

    private static String escape(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, "\\u%04x", character);
        };
    }

    private static int masks(String text) {
        return (text.length() - text.replace(MASK, "").length()) / MASK.length();
    }
}
