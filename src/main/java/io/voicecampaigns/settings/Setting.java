package io.voicecampaigns.settings;

import java.util.regex.Pattern;

/**
 * A setting that is in force.
 *
 * @param value  with its placeholders filled
 * @param origin the file and line, the mounted file, or the variable of the environment that it comes from
 */
record Setting(String key, String value, String origin, boolean isSecret) {
    private static final Pattern SECRET = Pattern.compile("(?i)(.*[.-])?(api-?key|key|token|secret|password|credentials?|private-key)");
    /** Whoever knows such an address may post there: chat systems put the secret into its path. */
    private static final Pattern WEBHOOK = Pattern.compile("(?i)(.*[.-])?web-?hook([.-].*)?");
    private static final Pattern BEHIND_HOST = Pattern.compile("(?i)^(\\s*(?:[a-z][a-z0-9+.-]*:)?+(?://)?+[^/?#\\s]*+)[/?#].+$", Pattern.DOTALL);
    private static final Pattern TOKEN_IN_PATH = Pattern.compile("(?<=[^/:]/)(?=[^/?#\\s]*\\d)(?=[^/?#\\s]*[A-Za-z])[\\w.~%-]{16,}");

    Setting {
        isSecret = isSecret || SECRET.matcher(key).matches();
    }

    /** The value, where it may be seen: nothing of a secret, no password or token inside an address, and no path of a webhook, which is one. */
    String shown() {
        if (isSecret) {
            return value.isBlank() ? "" : "(hidden)";
        }
        if (WEBHOOK.matcher(key).matches() && value.contains("@")) {
            return "(hidden)";
        }
        // to the last @: what is wrong with an address may be its password
        String shown = value.replaceAll("(?<=//)\\S*@", "(hidden)@").replaceAll("(?i)(password|token|secret|key|sig)=[^&\\s]*", "$1=(hidden)");
        if (WEBHOOK.matcher(key).matches()) {
            return BEHIND_HOST.matcher(shown).replaceFirst("$1/(hidden)");
        }
        return shown.strip().matches("(?is)https?://.*") ? TOKEN_IN_PATH.matcher(shown).replaceAll("(hidden)") : shown;
    }

    /** Key, value and origin, to say what is wrong with it. */
    String named() {
        String told = value.isBlank() ? "blank" : isSecret ? "a value that is not shown" : shown();
        return key + " is " + told + " (" + origin + ")";
    }
}
