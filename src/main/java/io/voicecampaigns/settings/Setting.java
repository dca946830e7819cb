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

    private static final Pattern WEBHOOK = Pattern.compile("(?i)(.*[.-])?webhook[.-](.*[.-])?ur[il]");

    Setting {
        isSecret = isSecret || SECRET.matcher(key).matches();
    }

    /** The value, where it may be seen: nothing of a secret, no password inside an address, and no path of a webhook, which is one. */
    String shown() {
        if (isSecret) {
            return value.isBlank() ? "" : "(hidden)";
        }
        if (WEBHOOK.matcher(key).matches()) {
            return value.contains("@") ? "(hidden)" : value.replaceFirst("(?<=[^/:])[/?#].*", "/(hidden)");
        }
        // to the last @: what is wrong with an address may be its password
        return value.replaceAll("(?<=//)\\S*@", "(hidden)@").replaceAll("(?i)(password|token|secret|key)=[^&\\s]*", "$1=(hidden)");
    }

    /** Key, value and origin, to say what is wrong with it. */
    String named() {
        String told = value.isBlank() ? "blank" : isSecret ? "a value that is not shown" : shown();
        return key + " is " + told + " (" + origin + ")";
    }
}
