package io.voicecampaigns.settings;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a setting's value looks like, told from its default. */
enum Kind {
    DURATION("a duration such as 500ms, 2s, 5m or 1h"),
    POSITIVE_NUMBER("a whole number from 1 to 2147483647"),
    NUMBER("a whole number from 0 to 2147483647"),
    TRUTH("true or false"),
    NAMED("a value, not a blank one"),
    TEXT("any text");

    private static final Pattern SPAN = Pattern.compile("(?i)(\\d+(ms|s|m|h|d))+");
    private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

    private final String expected;

    Kind(String expected) {
        this.expected = expected;
    }

    static Kind of(String standard) {
        if (SPAN.matcher(standard).matches()) {
            return DURATION;
        }
        if (standard.matches("\\d{1,9}")) {
            return Integer.parseInt(standard) > 0 ? POSITIVE_NUMBER : NUMBER;
        }
        if (standard.matches("true|false")) {
            return TRUTH;
        }
        return standard.isEmpty() || standard.startsWith("{{env:") ? TEXT : NAMED;
    }

    String expected() {
        return expected;
    }

    boolean takes(String value) {
        String text = value.strip();
        return switch (this) {
            case DURATION -> SPAN.matcher(text).matches();
            case POSITIVE_NUMBER -> isWhole(text, BigInteger.ONE);
            case NUMBER -> isWhole(text, BigInteger.ZERO);
            case TRUTH -> text.toLowerCase(Locale.ROOT).matches("true|false");
            case NAMED -> !text.isEmpty();
            case TEXT -> true;
        };
    }

    private static boolean isWhole(String text, BigInteger least) {
        return text.matches("\\d{1,20}") && new BigInteger(text).compareTo(least) >= 0 && new BigInteger(text).compareTo(MOST) <= 0;
    }
}
