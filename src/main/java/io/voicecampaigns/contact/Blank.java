package io.voicecampaigns.contact;

/** What counts as nothing in a cell: what no reader sees, no-break spaces and byte order marks included. */
public final class Blank {
    private Blank() {
    }

    /** Whether there is nothing to see in {@code text}. */
    public static boolean isBlank(String text) {
        return start(text) == text.length();
    }

    /**
     * Without the blanks at both ends. {@link String#strip()} would leave no-break spaces, which web pages and CRMs put there.
     */
    public static String strip(String text) {
        int start = start(text);
        int end = text.length();
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    static boolean isBlank(char character) {
        return character == ' ' || character <= '\u001f' && Character.isWhitespace(character)
                || character > '\u007f' && (Character.isSpaceChar(character) || Character.isWhitespace(character)
                        || Character.getType(character) == Character.FORMAT);
    }

    private static int start(String text) {
        int start = 0;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        return start;
    }
}
