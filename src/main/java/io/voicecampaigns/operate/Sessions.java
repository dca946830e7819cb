package io.voicecampaigns.operate;

import io.voicecampaigns.provider.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who knows the token. A session is the time it ends at, signed with the token: nothing has to be remembered, all replicas know it, and
 * another token ends all of them. Thread-safe.
 */
public final class Sessions {
    public static final Duration LASTS = Duration.ofHours(12);

    private final Secret token;
    private final Clock clock;

    public Sessions(Secret token, Clock clock) {
        this.token = token;
        this.clock = clock;
    }

    boolean isToken(String text) {
        return equal(text, token.reveal());
    }

    /** A new session; to be kept out of logs. */
    String open() {
        String end = Long.toString(clock.instant().plus(LASTS).getEpochSecond());
        return end + "." + signature(end);
    }

    boolean isOpen(String session) {
        String[] parts = session.split("\\.", 2);
        return parts.length == 2 && parts[0].matches("\\d{1,12}") && equal(parts[1], signature(parts[0]))
                && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[0])));
    }

    private String signature(String end) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(token.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(("session until " + end).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** Takes as long for a good beginning as for a bad one. */
    private static boolean equal(String given, String known) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
    }
}
