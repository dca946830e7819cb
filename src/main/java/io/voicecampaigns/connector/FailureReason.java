package io.voicecampaigns.connector;

import org.apache.camel.http.base.HttpOperationFailedException;

/** What a connector's failure is called in a log, without what others say in it. */
public final class FailureReason {
    private FailureReason() {
    }

    /** The message if it is ours, a status if HTTP answered one, else the name of the exception at the bottom. */
    public static String of(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpOperationFailedException answer) {
                return "HTTP status " + answer.getStatusCode();
            }
            if (cause.getClass().getName().startsWith("io.voicecampaigns.") && cause.getMessage() != null) {
                return cause.getMessage();
            }
            deepest = cause;
        }
        return deepest.getClass().getSimpleName();
    }
}
