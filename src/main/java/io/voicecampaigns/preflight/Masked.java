package io.voicecampaigns.preflight;

/** Text of a list, so far hidden that it names nobody. */
final class Masked {
    private static final int LONGEST = 24;
    private static final int SHOWN = 2;

    private Masked() {
    }

    /** Of a cell that should hold a number: signs and the first two digits, all other digits as stars and letters as x. */
    static String text(String cell) {
        StringBuilder masked = new StringBuilder();
        int digits = 0;
        for (int character : cell.strip().codePoints().limit(LONGEST).toArray()) {
            if (Character.isDigit(character)) {
                masked.appendCodePoint(digits++ < SHOWN ? character : '*');
            } else if (Character.isLetter(character)) {
                masked.append('x');
            } else if (!Character.isISOControl(character)) {
                masked.appendCodePoint(character);
            }
        }
        return masked.toString();
    }
}
