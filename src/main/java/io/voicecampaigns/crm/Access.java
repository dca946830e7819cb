package io.voicecampaigns.crm;

import io.voicecampaigns.privacy.LogGuard;
import io.voicecampaigns.provider.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * How a CRM knows who asks: by a header of one's own, or by a token of OAuth 2 client credentials (RFC 6749, 4.4), or not at all.
 *
 * @param header     the header's name
 * @param credential what it says
 * @param client     who fetches tokens
 */
record Access(String header, Optional<Secret> credential, Optional<Client> client) {

    /**
     * @param tokenUrl where a token is fetched
     * @param inBody   whether id and secret stand in the body instead of in a header
     */
    record Client(URI tokenUrl, String id, Secret secret, String scope, boolean inBody) {
        @Override
        public String toString() {
            return "client at " + tokenUrl.getHost();
        }
    }

    /** Reads {@code authHeader, credential} and {@code tokenUrl, clientId, clientSecret, scope, clientIn}, and keeps the secrets out of all logs. */
    static Access from(Settings settings) {
        boolean inBody = settings.oneOf("clientIn", place -> place.matches("header|body"), "header or body").equals("body");
        Optional<Client> client = settings.isGiven("tokenUrl")
                ? Optional.of(new Client(settings.read("tokenUrl", UrlTemplate::address), settings.text("clientId"),
                        secret(settings, "clientSecret").orElseThrow(() -> Settings.wrong("clientSecret", "is missing beside tokenUrl")),
                        settings.text("scope"), inBody))
                : Optional.empty();
        String header = settings.text("authHeader");
        if (!header.matches("[A-Za-z0-9-]{1,60}")) {
            throw Settings.wrong("authHeader", "expected the name of a header");
        }
        return new Access(header, secret(settings, "credential"), client);
    }

    private static Optional<Secret> secret(Settings settings, String name) {
        Optional<Secret> secret = Optional.of(settings.text(name)).filter(text -> !text.isEmpty()).map(Secret::new);
        secret.ifPresent(known -> LogGuard.secret(known.reveal().replaceFirst("^(?i)(bearer|basic|token) +", "")));
        return secret;
    }
}
