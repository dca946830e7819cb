package io.voicecampaigns.contact;

/**
 * A shortcut for what most rows hold, many times as fast as libphonenumber. It decides nothing by itself: whatever is not
 * plainly a Spanish mobile number it leaves, and a test compares its answers with libphonenumber's over every prefix.
 */
final class SpanishMobile {
    private static final int LONGEST = "0034612345678".length();

    private SpanishMobile() {
    }

    /** The number in E.164, or null where only libphonenumber can tell. */
    static String read(String text, String region) {
        char[] digits = new char[LONGEST];
        int length = 0;
        boolean plus = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character >= '0' && character <= '9') {
                if (length == LONGEST) {
                    return null;
                }
                digits[length++] = character;
            } else if (character == '+' && length == 0 && !plus) {
                plus = true;
            } else if (character != ' ' && character != '\u00a0' && character != '\u202f' && (character != '-' || length == 0)
                    && (character != '\'' || i > 0)) {
                return null;
            }
        }
        int national = length - 9;
        boolean spanish = plus ? national == 2 && spainAt(digits, 0)
                : "ES".equals(region) && (national == 0 || national == 2 && spainAt(digits, 0)
                        || national == 4 && digits[0] == '0' && digits[1] == '0' && spainAt(digits, 2));
        return spanish && isMobile(digits, national) ? "+34" + new String(digits, national, 9) : null;
    }

    private static boolean spainAt(char[] digits, int index) {
        return digits[index] == '3' && digits[index + 1] == '4';
    }

    /** Spain's numbering plan: 6 and any eight digits, 71 to 74 and 78 with any seven. */
    private static boolean isMobile(char[] digits, int index) {
        char second = digits[index + 1];
        return digits[index] == '6' || digits[index] == '7' && (second >= '1' && second <= '4' || second == '8');
    }
}
