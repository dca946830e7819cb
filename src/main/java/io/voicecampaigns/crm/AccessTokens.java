package io.voicecampaigns.crm;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.provider.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tokens that CRMs gave out, each used until shortly before it expires, by all kamelets of one client. Thread-safe. */
public final class AccessTokens {
    private static final Duration EARLY = Duration.ofSeconds(30);
    /** Where the CRM does not say (RFC 6749, 5.1 only recommends it). */
    private static final Duration USUAL = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<Access.Client, Token> tokens = new ConcurrentHashMap<>();

    private record Token(Secret secret, Instant until) {
    }

    public AccessTokens(Clock clock) {
        this.clock = clock;
    }

    Optional<Secret> of(Access.Client client) {
        return Optional.ofNullable(tokens.get(client)).filter(token -> clock.instant().isBefore(token.until())).map(Token::secret);
    }

    /** Keeps the token of a CRM's answer; empty if it holds none. */
    Optional<Secret> keep(Access.Client client, JsonNode answer) {
        Optional<Secret> secret = Json.text(answer.path("access_token")).map(Secret::new);
        secret.ifPresent(token -> {
            Duration life = answer.path("expires_in").asLong() > 0 ? Duration.ofSeconds(answer.path("expires_in").asLong()) : USUAL;
            Duration early = life.compareTo(EARLY.multipliedBy(2)) > 0 ? EARLY : life.dividedBy(2);
            tokens.put(client, new Token(token, clock.instant().plus(life).minus(early)));
        });
        return secret;
    }

    /** The CRM does not take this token any more. One that somebody has renewed meanwhile stays. */
    void drop(Access.Client client, Secret refused) {
        tokens.computeIfPresent(client, (known, token) -> token.secret().equals(refused) ? null : token);
    }
}
