package io.voicecampaigns.agent;

import java.io.InterruptedIOException;
import java.net.ConnectException;

/** Why something failed, fit for logs and files: our own words, or what kind of failure it was, and nothing that anybody wrote freely. */
final class Reason {
    private Reason() {
    }

    static String of(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !cause.getClass().getName().startsWith("io.voicecampaigns.")) {
            cause = cause.getCause();
        }
        if (cause.getClass().getName().startsWith("io.voicecampaigns.") && cause.getMessage() != null) {
            return cause.getMessage();
        }
        if (cause instanceof ConnectException) {
            return "no connection";
        }
        return cause instanceof InterruptedIOException ? "no answer in time" : cause.getClass().getSimpleName();
    }
}
