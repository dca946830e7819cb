package io.voicecampaigns.provider;

import java.io.IOException;

/** An answer was cut off because it was too long, or took too long. The message tells which, and nothing of the answer. */
public final class EndlessAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    EndlessAnswerException(String message) {
        super(message);
    }
}
