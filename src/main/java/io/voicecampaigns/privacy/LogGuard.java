package io.voicecampaigns.privacy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ConsoleAppender;
import java.util.logging.LogManager;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * The door that every log line passes, whatever levels and appenders somebody configures.
 * <ul>
 * <li>Below INFO only {@code io.voicecampaigns} may speak: Camel, HTTP clients and JDBC drivers print bodies and values there.
 * <li>Known secrets, phone numbers (9 digits or more), e-mail addresses, credentials and the paths of URLs are masked in all
 *     messages. Bare numbers of 9 digits or more are masked too: write sizes and durations in human units.
 * <li>Exceptions of others are printed without their messages, which hold values; ours keep theirs, masked.
 * <li>What others log is cut where an exception's text or an exchange's body begins.
 * </ul>
 * It cannot recognise a person's name: our own lines carry ids only. SLF4J's fluent calls ({@code log.atInfo()}) go around the
 * door and are not used here.
 *
 * <p>Safe to call from any thread. What is registered lives as long as the logging backend's context.
 */
public final class LogGuard {
    private static final String KEY = LogGuard.class.getName();

    private LogGuard() {
    }

    /**
     * Guards all logging of this JVM, {@code java.util.logging} and uncaught exceptions included. Call it first thing in main;
     * calling it again changes nothing.
     *
     * @throws IllegalStateException if the logging backend is not Logback: nothing could be promised then
     */
    public static void install() {
        installed();
    }

    /**
     * Masks {@code value} wherever it appears from now on, as it is and as a URL or Base64 spells it. Null, and values shorter
     * than 4 characters, which would blank out ordinary words, are ignored. Installs the guard if need be.
     */
    public static void secret(String value) {
        installed().addSecret(value);
    }

    /**
     * {@code text} as a log line would show it, for what another system wrote and somebody is going to read: without secrets, numbers,
     * addresses and the paths of URLs. Names stay.
     */
    public static String masked(String text) {
        return installed().mask(text);
    }

    /**
     * Sends the console's log lines to standard error, for commands whose standard output is read by programs. The system
     * property {@code log.target=System.err} does the same from outside. Installs the guard if need be.
     */
    public static void toStandardError() {
        installed();
        context().getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().forEachRemaining(appender -> {
            if (appender instanceof ConsoleAppender<?> console) {
                console.stop();
                console.setTarget("System.err");
                console.start();
            }
        });
    }

    /** Of Camel only warnings are heard, unless {@code log.level.camel} says what is: whoever gives a command waits for its answer. */
    public static void quieten() {
        installed();
        if (System.getProperty("log.level.camel") == null) {
            context().getLogger("org.apache.camel").setLevel(Level.WARN);
        }
    }

    /** Nothing but errors is heard of what others say about this class, until {@link #hear}: for what is told by a line of ours. */
    public static void silence(Class<?> others) {
        installed();
        context().getLogger(others).setLevel(Level.ERROR);
    }

    /** Ends {@link #silence}. */
    public static void hear(Class<?> others) {
        installed();
        context().getLogger(others).setLevel(null);
    }

    private static synchronized Redaction installed() {
        LoggerContext context = context();
        if (context.getObject(KEY) instanceof Redaction redaction) {
            return redaction;
        }
        Redaction redaction = new Redaction();
        GuardFilter.guard(context, redaction);
        context.putObject(KEY, redaction);

        LogManager.getLogManager().reset();
        LogManager.getLogManager().getLogger("").addHandler(new JulBridge());
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) ->
                LoggerFactory.getLogger(LogGuard.class).error("Thread {} ended by an exception", thread.getName(), thrown));
        return redaction;
    }

    private static LoggerContext context() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            return context;
        }
        throw new IllegalStateException("personal data cannot be kept out of the logs: expected Logback as the logging backend, found "
                + factory.getClass().getName());
    }
}
