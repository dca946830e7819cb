package io.voicecampaigns.call;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids of attempts: name-based UUIDs (RFC 9562, version 5) in a name space made from the installation's secret. They can be worked out
 * again from a ledger that was restored, and nobody without the secret can test a phone number against one. Thread-safe.
 */
public final class AttemptId {
    private final byte[] namespace;

    public AttemptId(String installationSecret) {
        byte[] digest = sha1().digest(("voice-campaigns attempts " + installationSecret).getBytes(StandardCharsets.UTF_8));
        this.namespace = java.util.Arrays.copyOf(digest, 16);
    }

    /** The id of a contact's {@code number}th attempt in one edition of a campaign. */
    public UUID of(String campaign, int edition, String contactKey, int number) {
        MessageDigest digest = sha1();
        digest.update(namespace);
        // lengths keep ("a", "bc") and ("ab", "c") apart
        digest.update((campaign.length() + ":" + campaign + ":" + edition + ":" + contactKey.length() + ":" + contactKey + ":" + number)
                .getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        long high = bytes.getLong() & 0xFFFFFFFFFFFF0FFFL | 0x5000L;
        long low = bytes.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
