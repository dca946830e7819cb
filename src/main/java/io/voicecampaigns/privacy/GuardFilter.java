package io.voicecampaigns.privacy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Replaces each event by a redacted one before any appender sees it. A turbo filter is the one place that all loggers of a
 * context pass before an event exists: a masking layout would guard only the appenders that use it.
 */
final class GuardFilter extends TurboFilter {
    private final Redaction redaction;

    private GuardFilter(Redaction redaction) {
        this.redaction = redaction;
    }

    static void guard(LoggerContext context, Redaction redaction) {
        GuardFilter filter = new GuardFilter(redaction);
        filter.setContext(context);
        filter.start();
        filter.putFirst(context);
        context.addListener(new SurviveReset(filter));
    }

    // an accepting filter of somebody's configuration would otherwise decide before this one
    private void putFirst(LoggerContext context) {
        context.getTurboFilterList().add(0, this);
    }

    @Override
    public FilterReply decide(Marker marker, Logger logger, Level level, String format, Object[] params, Throwable thrown) {
        boolean ours = Redaction.isOurs(logger.getName());
        if (!ours && level.levelInt < Level.INFO_INT) {
            return FilterReply.DENY;
        }
        if (level.levelInt < logger.getEffectiveLevel().levelInt) {
            return FilterReply.DENY;
        }
        boolean onlyAsks = format == null && params == null && thrown == null;
        if (onlyAsks) {
            return FilterReply.NEUTRAL;
        }

        Throwable cause = thrown != null ? thrown : MessageFormatter.getThrowableCandidate(params);
        Object[] values = cause == thrown ? params : MessageFormatter.trimmedCopy(params);
        String message = MessageFormatter.basicArrayFormat(format, redaction.withoutForeignExceptions(values));
        String masked = Shown.lines(ours ? redaction.mask(message) : redaction.maskForeign(message, cause));

        RedactedEvent event = new RedactedEvent(logger, level, masked, cause == null ? null : RedactedThrowable.of(cause, redaction));
        if (marker != null) {
            event.addMarker(marker);
        }
        logger.callAppenders(event);
        return FilterReply.DENY;
    }

    private record SurviveReset(GuardFilter filter) implements LoggerContextListener {
        @Override
        public boolean isResetResistant() {
            return true;
        }

        @Override
        public void onReset(LoggerContext context) {
            filter.start();
            filter.putFirst(context);
        }

        @Override
        public void onStart(LoggerContext context) {
        }

        @Override
        public void onStop(LoggerContext context) {
        }

        @Override
        public void onLevelChange(Logger logger, Level level) {
        }
    }
}
