package io.voicecampaigns.privacy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** All that the guarded loggers print with everything at TRACE, as a person would read it, instead of on the console. */
final class CapturedLogs implements AutoCloseable {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Level rootLevel = root.getLevel();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Appender<ILoggingEvent> capture;

    CapturedLogs() {
        LogGuard.install();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.setPattern("%level %logger %marker %mdc %kvp %msg%n%ex{full}");
        layout.start();
        capture = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                lines.add(layout.doLayout(event));
            }
        };
        capture.setContext(context);
        capture.start();
        for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext();) {
            others.add(all.next());
        }
        others.forEach(root::detachAppender);
        root.addAppender(capture);
        root.setLevel(Level.TRACE);
        context.getLogger("org.apache.camel").setLevel(Level.TRACE);
        context.getLogger("org.apache.hc").setLevel(Level.TRACE);
    }

    String text() {
        synchronized (lines) {
            return lines.stream().collect(Collectors.joining());
        }
    }

    @Override
    public void close() {
        context.getLogger("org.apache.camel").setLevel(null);
        context.getLogger("org.apache.hc").setLevel(null);
        root.setLevel(rootLevel);
        root.detachAppender(capture);
        others.forEach(root::addAppender);
    }
}
