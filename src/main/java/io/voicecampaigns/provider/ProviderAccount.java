package io.voicecampaigns.provider;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where a provider is reached and as whom.
 *
 * @param name          the family of kamelets, such as {@code diga}
 * @param baseUrl       without query, fragment and credentials; {@code https}, or {@code http} to this machine alone
 * @param maxConcurrent calls at once over all campaigns, at least 1; empty: only the campaigns' limits hold
 */
public record ProviderAccount(String name, URI baseUrl, Secret apiKey, OptionalInt maxConcurrent) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x21-\\x7e]+");

    /** @throws IllegalArgumentException naming what is wrong, without the values */
    public ProviderAccount {
        List<String> wrong = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            wrong.add("name must be lower-case words joined by hyphens");
        }
        wrong.addAll(problemsOfUrl(baseUrl));
        wrong.addAll(problemsOfKey(apiKey.reveal()));
        if (maxConcurrent.isPresent() && maxConcurrent.getAsInt() < 1) {
            wrong.add("max-concurrent must be at least 1");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
    }

    static List<String> problemsOfUrl(URI url) {
        if (url.getScheme() == null || url.getHost() == null) {
            return List.of("must be an address such as https://api.example.com");
        }
        List<String> wrong = new ArrayList<>();
        boolean secure = url.getScheme().equalsIgnoreCase("https");
        if (!secure && !(url.getScheme().equalsIgnoreCase("http") && Origin.isLoopback(url.getHost()))) {
            wrong.add("must be https; http is for this machine alone (127.0.0.1)");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            wrong.add("must hold no credentials, query or fragment");
        }
        return wrong;
    }

    static List<String> problemsOfKey(String key) {
        return HEADER_VALUE.matcher(key).matches() ? List.of()
                : List.of("must consist of visible ASCII characters without blanks, as HTTP headers do");
    }

    /**
     * Tells whether a ledger belongs to this account without giving the key away: an HMAC of name, address and key.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String fingerprint(Secret installationSecret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(installationSecret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String url = baseUrl.normalize().toString().replaceFirst("/+$", "");
            return HexFormat.of().formatHex(mac.doFinal((name + "\n" + url + "\n" + apiKey.reveal())
                    .getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 belongs to every Java platform", e);
        }
    }
}
