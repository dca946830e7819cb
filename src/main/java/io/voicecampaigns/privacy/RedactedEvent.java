package io.voicecampaigns.privacy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;

/** An event that holds nothing but redacted text: no arguments and no exception object that an appender could print. */
final class RedactedEvent extends LoggingEvent {
    private final IThrowableProxy thrown;

    RedactedEvent(Logger logger, Level level, String message, IThrowableProxy thrown) {
        super(Logger.FQCN, logger, level, message, null, null);
        this.thrown = thrown;
    }

    @Override
    public IThrowableProxy getThrowableProxy() {
        return thrown;
    }

    // the text is complete: braces in it are not places for arguments
    @Override
    public String getFormattedMessage() {
        return getMessage();
    }
}
