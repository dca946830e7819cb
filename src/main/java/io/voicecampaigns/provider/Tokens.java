package io.voicecampaigns.provider;

import java.util.regex.Pattern;

/**
 * What of a provider's answer may be shown: words of its vocabulary. Anything longer, freer or with a number in it could be about
 * a person.
 */
final class Tokens {
    static final String HIDDEN = "(hidden)";

    private static final Pattern SHOWN = Pattern.compile("[A-Za-z0-9_.\\-]{1,80}");
    private static final Pattern NUMBER = Pattern.compile(".*\\d(?:[._-]?\\d){4}.*");

    private Tokens() {
    }

    static String shown(String token) {
        return SHOWN.matcher(token).matches() && !NUMBER.matcher(token).matches() ? token : HIDDEN;
    }
}
