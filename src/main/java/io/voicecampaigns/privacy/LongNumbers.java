package io.voicecampaigns.privacy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what may be a phone number: 9 digits or more, together or in groups parted by at most three blanks, dots, dashes, slashes
 * or brackets. UUIDs, hashes, Camel's exchange ids, ISO and SQL timestamps, also without signs, ISO durations and epoch milliseconds are left as they are.
 */
final class LongNumbers {
    private static final int FEWEST_DIGITS = 9;
    private static final int WIDEST_GAP = 3;

    private static final Pattern HARMLESS = Pattern.compile("""
            (?<![0-9A-Za-z])[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(?![0-9A-Za-z])
            |(?<![0-9A-Za-z])[0-9A-F]{15,16}-[0-9A-F]{16}(?![0-9A-Za-z])
            |(?<![0-9A-Za-z])(?=[0-9]*+[a-f])[0-9a-f]{32,}+(?![0-9A-Za-z])
            |(?<!\\d)(?:19|20)\\d\\d-(?:0[1-9]|1[0-2])-(?:[0-2]\\d|3[01])(?!\\d)(?:[T ](?=\\d\\d:))?
            |(?<![\\d+])(?:19|20)\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[-_T ]?(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d(?!\\d)
            |(?<!\\d)\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d{1,9})?(?!\\d)
            |(?<![0-9A-Za-z])P(?:\\d{1,8}D)?T(?:\\d{1,8}H)?(?:\\d{1,2}M)?(?:\\d{1,2}(?:\\.\\d{1,9})?S)?(?![0-9A-Za-z])
            |(?<![\\d+])1[5-9]\\d{11}(?!\\d)""".replace("\n", ""));

    private LongNumbers() {
    }

    static String mask(String text) {
        if (digitsIn(text) < FEWEST_DIGITS) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length());
        Matcher harmless = HARMLESS.matcher(text);
        int from = 0;
        while (harmless.find()) {
            maskBetween(text, from, harmless.start(), masked);
            masked.append(text, harmless.start(), harmless.end());
            from = harmless.end();
        }
        maskBetween(text, from, text.length(), masked);
        return masked.toString();
    }

    // by hand: a regular expression for this recurses once for each digit
    private static void maskBetween(String text, int start, int end, StringBuilder masked) {
        int at = start;
        while (at < end) {
            if (!Character.isDigit(text.charAt(at))) {
                masked.append(text.charAt(at++));
                continue;
            }
            int digits = 0;
            int last = at;
            for (int next = at; next < end && next - last <= WIDEST_GAP + 1; next++) {
                if (Character.isDigit(text.charAt(next))) {
                    digits++;
                    last = next;
                } else if (!parts(text.charAt(next))) {
                    break;
                }
            }
            if (digits >= FEWEST_DIGITS) {
                dropPrefix(masked);
                masked.append("[number]");
            } else {
                masked.append(text, at, last + 1);
            }
            at = last + 1;
        }
    }

    private static void dropPrefix(StringBuilder masked) {
        while (!masked.isEmpty() && "+(".indexOf(masked.charAt(masked.length() - 1)) >= 0) {
            masked.setLength(masked.length() - 1);
        }
    }

    private static boolean parts(char c) {
        return c == '\t' || ".-/()\u00B7".indexOf(c) >= 0 || Character.isSpaceChar(c) && c != '\u2028' && c != '\u2029'
                || Character.getType(c) == Character.DASH_PUNCTUATION;
    }

    private static int digitsIn(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            if (Character.isDigit(text.charAt(i))) {
                digits++;
            }
        }
        return digits;
    }
}
