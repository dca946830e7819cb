package io.voicecampaigns.provider;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A server, however its address is spelled. All names of this machine are one host, told apart by port; of any other host, every
 * port and scheme count as the same, so that {@code http} instead of {@code https} is no way around a guard.
 */
public record Origin(String host, int port) {
    // Java and Linux also reach this machine as 127.1 and 0.0.0.0.
    private static final Pattern LOOPBACK = Pattern.compile(
            "localhost|127(\\.\\d{1,3}){1,3}|0\\.0\\.0\\.0|::1?|0:0:0:0:0:0:0:[01]");

    static Origin of(URI url) {
        return of(url.getScheme(), url.getHost(), url.getPort());
    }

    static Origin of(String scheme, String host, int port) {
        if (!isLoopback(host)) {
            return new Origin(plain(host), 0);
        }
        int standard = "https".equalsIgnoreCase(scheme) ? 443 : 80;
        return new Origin("loopback", port > 0 ? port : standard);
    }

    /** Whether a host's name or address means this machine, without asking a name server. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(plain(host)).matches();
    }

    private static String plain(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        name = name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
