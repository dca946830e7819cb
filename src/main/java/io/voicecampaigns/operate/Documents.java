package io.voicecampaigns.operate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What is served as it was written. */
public final class Documents {
    private static final int OK = 200;

    /** The description of the API, OpenAPI 3.1. */
    public Reply openapi() {
        try (InputStream in = Documents.class.getResourceAsStream("/operate/openapi.json")) {
            return new Reply(OK, Reply.JSON, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
