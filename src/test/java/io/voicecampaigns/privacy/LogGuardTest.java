package io.voicecampaigns.privacy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.spi.LoggingEventBuilder;

class LogGuardTest {
    private static final Logger OURS = LoggerFactory.getLogger("io.voicecampaigns.call.Dialling");
    private static final Logger FOREIGN = LoggerFactory.getLogger("org.example.Library");

    private final CapturedLogs logs = new CapturedLogs();

    @AfterEach
    void release() {
        logs.close();
    }

    @Test
    void below_info_only_our_own_code_speaks() {
        FOREIGN.trace("body {}", "María");
        FOREIGN.debug("body {}", "María");
        LoggerFactory.getLogger("io.voicecampaignsx.Other").debug("body María");
        OURS.trace("a step");
        OURS.debug("another");

        assertThat(FOREIGN.isDebugEnabled()).isFalse();
        assertThat(OURS.isTraceEnabled()).isTrue();
        assertThat(logs.text()).contains("TRACE").contains("a step").contains("another").doesNotContain("María");
    }

    @Test
    void a_level_set_on_the_very_logger_does_not_open_it() {
        ((ch.qos.logback.classic.Logger) FOREIGN).setLevel(Level.TRACE);

        FOREIGN.debug("body María");
        ((ch.qos.logback.classic.Logger) FOREIGN).setLevel(null);

        assertThat(logs.text()).isEmpty();
    }

    @Test
    void a_level_that_is_off_stays_off() {
        ((ch.qos.logback.classic.Logger) OURS).setLevel(Level.WARN);

        OURS.info("quiet");
        ((ch.qos.logback.classic.Logger) OURS).setLevel(null);

        assertThat(logs.text()).isEmpty();
    }

    @Test
    void our_own_line_with_a_number_is_masked() {
        OURS.info("dialling {} for {}", "+34 612 345 678", 17);

        assertThat(logs.text()).contains("dialling [number] for 17");
    }

    @Test
    void braces_in_a_value_are_not_filled_again() {
        OURS.info("read {} of {}", "{}", "x");

        assertThat(logs.text()).contains("read {} of x");
    }

    @Test
    void a_registered_secret_never_appears() {
        LogGuard.secret("sk-live-aBcDeF");

        FOREIGN.info("using sk-live-aBcDeF");
        OURS.error("refused", new OurException("key sk-live-aBcDeF was refused", null));

        assertThat(logs.text()).doesNotContain("aBcDeF").contains("using [secret]").contains("key [secret] was refused");
    }

    @Test
    void our_exceptions_keep_their_message_and_others_lose_it() {
        OURS.error("could not enrol", new OurException("row 12 of +34612345678", new IllegalArgumentException("Peña", new RuntimeException("María"))));

        assertThat(logs.text())
                .contains("OurException: row 12 of [number]", "Caused by: java.lang.IllegalArgumentException: [withheld]", "\tat io.voicecampaigns")
                .doesNotContain("Peña", "María");
    }

    @Test
    void an_exception_of_ours_that_borrows_its_causes_text_does_not_show_it() {
        OURS.error("could not enrol", new OurException(new IllegalArgumentException("María")));

        assertThat(logs.text()).contains("OurException: java.lang.IllegalArgumentException\n").doesNotContain("María");
    }

    @Test
    void suppressed_and_circular_exceptions_are_redacted_too() {
        Exception first = new IllegalStateException("María");
        Exception second = new IllegalStateException("Peña", first);
        first.initCause(second);
        first.addSuppressed(new RuntimeException("Núñez"));

        OURS.error("could not", first);

        assertThat(logs.text()).contains("Suppressed").doesNotContain("María", "Peña", "Núñez");
    }

    @Test
    void an_exception_given_as_a_value_is_named_only() {
        OURS.warn("{} for contact {}", new IllegalArgumentException("María"), 17);
        FOREIGN.warn("failed: {} and {}", new IllegalArgumentException("María"), "more");

        assertThat(logs.text()).contains("java.lang.IllegalArgumentException for contact 17").doesNotContain("María");
    }

    @Test
    void an_exception_without_a_text_of_its_own_line_is_redacted() {
        FOREIGN.error((String) null, new IllegalArgumentException("María"));

        assertThat(logs.text()).contains("IllegalArgumentException").doesNotContain("María");
    }

    @Test
    void an_sql_error_shows_its_state_and_not_its_values() {
        Exception thrown = null;
        try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:"); var statement = connection.createStatement()) {
            statement.execute("select * from María");
        } catch (SQLException e) {
            thrown = e;
        }
        assertThat(thrown).hasMessageContaining("María");

        FOREIGN.error("statement failed: {}", thrown.getMessage(), thrown);

        assertThat(logs.text()).contains("SQL state", "code 1").doesNotContain("María");
    }

    @Test
    void what_goes_to_java_util_logging_passes_the_same_door() {
        java.util.logging.Logger driver = java.util.logging.Logger.getLogger("org.postgresql.Driver");
        driver.setLevel(java.util.logging.Level.ALL);

        driver.fine("body María");
        driver.log(java.util.logging.Level.WARNING, "no route to {0}", new Object[] {"+34612345678"});
        driver.log(java.util.logging.Level.SEVERE, "failed", new IllegalStateException("María"));

        assertThat(logs.text()).contains("WARN org.postgresql.Driver", "no route to [number]", "ERROR org.postgresql.Driver").doesNotContain("María");
    }

    @Test
    void a_thread_that_dies_is_logged_without_its_values() throws InterruptedException {
        Thread thread = new Thread(() -> {
            throw new IllegalStateException("María");
        }, "poller");

        thread.start();
        thread.join();

        assertThat(logs.text()).contains("Thread poller ended", "IllegalStateException").doesNotContain("María");
    }

    @Test
    void a_configuration_read_later_does_not_open_the_door() throws Exception {
        LoggerContext context = new LoggerContext();
        GuardFilter.guard(context, new Redaction());
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(new ByteArrayInputStream("""
                <configuration>
                  <appender name="list" class="ch.qos.logback.core.read.ListAppender"/>
                  <root level="TRACE"><appender-ref ref="list"/></root>
                </configuration>""".getBytes(StandardCharsets.UTF_8)));

        context.getLogger("org.example.Library").debug("body María");
        context.getLogger("org.example.Library").info("number 612345678");

        var list = (ListAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("list");
        assertThat(list.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("number [number]");
    }

    @Test
    void a_filter_of_the_configuration_that_accepts_everything_does_not_decide_first() {
        LoggerContext context = new LoggerContext();
        context.addTurboFilter(new TurboFilter() {
            @Override
            public FilterReply decide(Marker marker, ch.qos.logback.classic.Logger logger, Level level, String format, Object[] params, Throwable t) {
                return FilterReply.ACCEPT;
            }
        });
        GuardFilter.guard(context, new Redaction());
        var list = new ListAppender<ILoggingEvent>();
        list.start();
        context.getLogger("ROOT").addAppender(list);

        context.getLogger("org.example.Library").debug("body María");
        context.getLogger("org.example.Library").info("number 612345678");

        assertThat(list.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly("number [number]");
    }

    @Test
    void the_console_can_be_moved_to_standard_error() {
        logs.close();
        PrintStream out = System.out;
        PrintStream err = System.err;
        var toOut = new ByteArrayOutputStream();
        var toErr = new ByteArrayOutputStream();
        System.setOut(new PrintStream(toOut, true));
        System.setErr(new PrintStream(toErr, true));
        try {
            OURS.info("first");
            LogGuard.toStandardError();
            OURS.info("second");
        } finally {
            System.setOut(out);
            System.setErr(err);
            moveConsoleTo("System.out");
        }

        assertThat(toOut.toString()).containsPattern("^\\d{4}-\\d\\d-\\d\\dT[\\d:.]{12}(Z|[+-]\\d\\d:\\d\\d) INFO  Dialling - first\n$");
        assertThat(toErr.toString()).contains("Dialling - second");
    }

    @Test
    void nobody_here_uses_the_fluent_calls_that_go_around_the_door() {
        noClasses().should().dependOnClassesThat().areAssignableTo(LoggingEventBuilder.class)
                .because("Logback hands fluent events to appenders without asking its turbo filters")
                .check(new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.voicecampaigns"));
    }

    private static void moveConsoleTo(String target) {
        var root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT");
        var console = (ConsoleAppender<ILoggingEvent>) root.getAppender("console");
        console.stop();
        console.setTarget(target);
        console.start();
    }

    private static final class OurException extends RuntimeException {
        OurException(String message, Throwable cause) {
            super(message, cause);
        }

        OurException(Throwable cause) {
            super(cause);
        }
    }
}
