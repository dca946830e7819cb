package io.voicecampaigns.privacy;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import java.util.stream.Stream;

/** A throwable as appenders may see it: class names and frames, and messages only where they are ours, masked. */
record RedactedThrowable(IThrowableProxy original, String message, IThrowableProxy cause, IThrowableProxy[] suppressed)
        implements IThrowableProxy {

    static IThrowableProxy of(Throwable thrown, Redaction redaction) {
        return of(new ThrowableProxy(thrown), redaction);
    }

    // ThrowableProxy has broken cycles already, so that this ends
    private static IThrowableProxy of(IThrowableProxy original, Redaction redaction) {
        if (original == null) {
            return null;
        }
        Throwable thrown = ((ThrowableProxy) original).getThrowable();
        IThrowableProxy[] suppressed = original.getSuppressed() == null ? new IThrowableProxy[0] : original.getSuppressed();
        return new RedactedThrowable(original, redaction.messageOf(thrown), of(original.getCause(), redaction),
                Stream.of(suppressed).map(one -> of(one, redaction)).toArray(IThrowableProxy[]::new));
    }

    @Override
    public String getMessage() {
        return message;
    }

    @Override
    public String getClassName() {
        return original.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
        return original.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
        return original.getCommonFrames();
    }

    @Override
    public IThrowableProxy getCause() {
        return cause;
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
        return suppressed;
    }

    @Override
    public boolean isCyclic() {
        return original.isCyclic();
    }

    @Override
    public String toString() {
        return getClassName() + ": " + message;
    }
}
