package io.voicecampaigns.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that must not be seen: its {@code toString} hides it. Immutable. */
public final class Secret {
    private final String value;

    /** @throws IllegalArgumentException if {@code value} is null or blank */
    public Secret(String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("a secret must not be blank");
        }
        this.value = value;
    }

    /** The text itself, for the one place that needs it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes(), secret.bytes());
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
