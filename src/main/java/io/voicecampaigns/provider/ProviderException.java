package io.voicecampaigns.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * A provider did not tell what it was asked for. Never thrown for the start of a call, whose every answer is a {@link
 * StartAnswer}. The message names provider, status and error code, and nothing that the provider wrote freely.
 */
public final class ProviderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Optional<Instant> retryAt;

    ProviderException(String message, int status, Optional<Instant> retryAt) {
        super(message);
        this.status = status;
        this.retryAt = retryAt;
    }

    /** The HTTP status; 2xx if the answer could not be read. */
    public int status() {
        return status;
    }

    /** Whether what was asked for is at fault, and would be again. */
    public boolean isRefusal() {
        return status >= 400 && status < 500 && status != 429 && !isAboutAccess();
    }

    /** With status 429: not before this instant. */
    public Optional<Instant> retryAt() {
        return retryAt;
    }

    /** Whether the key or what it may do is at fault (401, 403), so that only a person can heal it. */
    public boolean isAboutAccess() {
        return status == 401 || status == 403;
    }
}
