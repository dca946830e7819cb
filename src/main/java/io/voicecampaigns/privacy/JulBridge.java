package io.voicecampaigns.privacy;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands what the PostgreSQL driver, libphonenumber and the JDK log at INFO or above to the guarded loggers; the rest is dropped. */
final class JulBridge extends Handler {
    JulBridge() {
        setLevel(Level.INFO);
        setFormatter(new SimpleFormatter());
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        String name = record.getLoggerName() == null ? "java.util.logging" : record.getLoggerName();
        Logger logger = LoggerFactory.getLogger(name);
        String message = getFormatter().formatMessage(record);
        if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
            logger.error("{}", message, record.getThrown());
        } else if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
            logger.warn("{}", message, record.getThrown());
        } else {
            logger.info("{}", message, record.getThrown());
        }
    }

    @Override
    public void flush() {
    }

    @Override
    public void close() {
    }
}
