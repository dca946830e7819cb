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

    Setting {
        isSecret = isSecret || SECRET.matcher(key).matches();
    }

    /** The value, where it may be seen: nothing of a secret, and no password inside an address. */
    String shown() {
        if (isSecret) {
            return value.isBlank() ? "" : "(hidden)";
        }
        return value.replaceAll("(?<=//)[^/@\\s]*@", "(hidden)@").replaceAll("(?i)(password|token|secret|key)=[^&\\s]*", "$1=(hidden)");
    }
}
