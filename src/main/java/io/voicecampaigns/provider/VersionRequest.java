package io.voicecampaigns.provider;

import java.util.Optional;

/**
 * Which version of which agent: the body that a {@code <provider>-get-version-action} is given.
 *
 * @param cursor {@link VersionAnswer#next} of the answer before; empty at first
 */
public record VersionRequest(String agent, String version, Optional<String> cursor) {

    /**
     * Reads this record, or a map or JSON with its fields.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong, never its value
     */
    public static VersionRequest from(Object body) {
        if (body instanceof VersionRequest request) {
            return request;
        }
        Words words = Words.of("version request", body);
        return new VersionRequest(words.text("agent"), words.text("version"), words.optional("cursor"));
    }
}
