package io.voicecampaigns.results;

import java.util.regex.Pattern;

/** Cells that a spreadsheet would execute when it opens a CSV file (OWASP: CSV injection). */
final class Formulas {
    private static final String STARTERS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";
    // spaces between groups of digits compute nothing, and phone numbers come with them
    private static final Pattern NUMBER = Pattern.compile("[+-]\\d+(?:[ .,]\\d+)*(?:[eE][+-]?\\d+)?");

    // the pattern recurses, and a cell may be as long as a row; no number is
    private static final int LONGEST_NUMBER = 50;

    private Formulas() {
    }

    /** The cell, with an apostrophe before it where it would be executed. Numbers are left alone, {@code +34…} among them. */
    static String neutralise(String cell) {
        if (cell.isEmpty() || isHarmlessStart(cell.charAt(0))) {
            return cell;
        }
        return isExecuted(cell) ? "'" + cell : cell;
    }

    private static boolean isHarmlessStart(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static boolean isExecuted(String cell) {
        char first = cell.charAt(0);
        if (first == '\t' || first == '\r' || first == '\n') {
            return true;
        }
        int at = 0;
        while (at < cell.length() && isPassedOver(cell.charAt(at))) {
            at++;
        }
        return at < cell.length() && STARTERS.indexOf(cell.charAt(at)) >= 0 && !isNumber(cell.substring(at).strip());
    }

    private static boolean isNumber(String text) {
        return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches();
    }

    /** Not the apostrophe: what follows one is text already. */
    private static boolean isPassedOver(char c) {
        return c == '"' || Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
