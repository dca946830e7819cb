package io.voicecampaigns.terminal;

import static io.voicecampaigns.outcome.Disposition.ANSWERED;
import static io.voicecampaigns.outcome.Disposition.BUSY;
import static io.voicecampaigns.outcome.Disposition.NO_ANSWER;
import static io.voicecampaigns.outcome.Disposition.VOICEMAIL;
import static io.voicecampaigns.terminal.Campaigns.aCampaign;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, UTF_8);

    @Test
    void elsewhere_a_plain_line_comes_at_once_and_then_every_five_seconds() {
        ProgressPrinter printer = plain();

        printer.show(aCampaign().now());
        clock.advance(Duration.ofSeconds(4));
        printer.show(aCampaign().inCall(15).now());
        clock.advance(Duration.ofSeconds(1));
        printer.show(aCampaign().inCall(15).done(ANSWERED, 2).now());

        assertThat(text()).isEqualTo("""
                demo 0/193  waiting 193  in call 0
                demo 2/193  waiting 176  in call 15  answered 2  204/min
                """);
    }

    @Test
    void nothing_is_printed_while_nothing_changes() {
        ProgressPrinter printer = plain();

        printer.show(aCampaign().now());
        clock.advance(Duration.ofMinutes(5));
        printer.show(aCampaign().now());
        printer.finish();

        assertThat(text()).hasLineCount(1);
    }

    @Test
    void the_last_state_is_always_printed() {
        ProgressPrinter printer = plain();

        printer.show(aCampaign().now());
        printer.show(aCampaign().done(ANSWERED, 193).now());
        printer.finish();
        printer.finish();

        assertThat(text()).hasLineCount(2).endsWith("demo 193/193  waiting 0  in call 0  answered 193\n");
    }

    @Test
    void on_a_terminal_one_line_is_drawn_over_and_the_last_one_stays() {
        ProgressPrinter printer = terminal(80);

        printer.show(aCampaign().now());
        printer.show(aCampaign().now());
        printer.show(aCampaign().inCall(15).now());
        printer.finish();

        assertThat(text()).isEqualTo("\rdemo 0/193  waiting 193  in call 0\u001b[K\rdemo 0/193  waiting 178  in call 15\u001b[K\n");
    }

    @Test
    void a_narrow_terminal_gets_less_detail_and_never_a_second_row() {
        var progress = aCampaign().inCall(15).done(ANSWERED, 100).done(VOICEMAIL, 9).done(NO_ANSWER, 30).done(BUSY, 8).now();

        for (int width = 1; width < 120; width++) {
            written.reset();
            terminal(width).show(progress);
            assertThat(text().replaceAll("\r|\u001b\\[K", "")).hasSizeLessThan(Math.max(2, width + 1)).doesNotContain("\n");
        }

        written.reset();
        terminal(70).show(progress);
        assertThat(text()).contains("answered 100  other 47");
        written.reset();
        terminal(60).show(progress);
        assertThat(text()).contains("in call 15  done 147");
    }

    @Test
    void log_lines_stand_above_the_line_that_moves() {
        ProgressPrinter printer = terminal(80);
        PrintStream log = printer.around(out);

        printer.show(aCampaign().now());
        log.println("a log line");

        assertThat(text()).isEqualTo("\rdemo 0/193  waiting 193  in call 0\u001b[K\r\u001b[Ka log line\n\rdemo 0/193  waiting 193  in call 0\u001b[K");
    }

    @Test
    void half_a_log_line_is_not_drawn_over() {
        ProgressPrinter printer = terminal(80);
        PrintStream log = printer.around(out);

        log.print("half a ");
        log.flush();
        printer.show(aCampaign().now());
        assertThat(text()).isEqualTo("half a ");
        log.print("line\n");
        log.flush();

        assertThat(text()).isEqualTo("half a line\n\rdemo 0/193  waiting 193  in call 0\u001b[K");
    }

    @Test
    void log_lines_are_left_alone_once_the_progress_is_over() {
        ProgressPrinter printer = terminal(80);
        PrintStream log = printer.around(out);
        printer.show(aCampaign().now());
        printer.finish();
        written.reset();

        log.println("bye");

        assertThat(text()).isEqualTo("bye\n");
    }

    @Test
    void a_pause_is_told_and_no_end_is_promised() {
        ProgressPrinter printer = plain();

        printer.show(aCampaign().now());
        clock.advance(Duration.ofSeconds(10));
        printer.show(aCampaign().done(ANSWERED, 50).paused("the provider refuses\nour key").now());

        assertThat(text()).contains("demo 50/193  PAUSED: the provider refuses our key  ").doesNotContain("left");
    }

    @Test
    void all_is_ascii() {
        ProgressPrinter printer = terminal(30);

        printer.show(aCampaign().inCall(15).done(ANSWERED, 3).now());
        printer.closingTable(aCampaign().done(ANSWERED, 193).now(), Duration.ofSeconds(38));

        assertThat(text()).matches("\\A\\p{ASCII}+\\z").contains("...");
    }

    @Test
    void the_closing_table_is_aligned_and_leaves_out_what_never_happened() {
        ProgressPrinter printer = terminal(80);

        printer.closingTable(aCampaign().done(ANSWERED, 150).done(NO_ANSWER, 42).done(BUSY, 1).now(), Duration.ofSeconds(98));

        assertThat(text()).isEqualTo("""

                demo: finished after 1 min 38 s

                  rows in the list         201
                  rejected                   8
                  enrolled                 193

                  answered                 150   77.7 %
                  no answer                 42   21.8 %
                  busy                       1    0.5 %

                  attempts                 193   1.00 per contact
                  talk time         1 h 12 min
                  recordings                61

                """);
    }

    @Test
    void a_campaign_that_is_not_over_says_what_is_left() {
        terminal(80).closingTable(aCampaign().inCall(3).done(ANSWERED, 150).now(), Duration.ofHours(5));

        assertThat(text()).contains("demo: stopped after 5 h", "still in call", "still waiting");
    }

    @Test
    void an_empty_campaign_divides_by_nothing() {
        terminal(80).closingTable(aCampaign().enrolled(0).now(), Duration.ZERO);

        assertThat(text()).contains("demo: finished after 0 s");
    }

    @Test
    void what_was_written_is_listed_with_its_meaning() {
        terminal(80).paths(List.of(Path.of("data/demo/outbox/demo/clientes.results.csv"), Path.of("data/demo/outbox/demo/clientes.v2.rejected.csv"),
                Path.of("data/demo/ledger.db"), Path.of("other.txt")));

        assertThat(text()).isEqualTo("""
                Written:
                  data/demo/outbox/demo/clientes.results.csv      every contact, with how its last call ended
                  data/demo/outbox/demo/clientes.v2.rejected.csv  the rows that were not enrolled, and why
                  data/demo/ledger.db                             the durable record of contacts and attempts
                  other.txt

                """);
    }

    private ProgressPrinter plain() {
        return new ProgressPrinter(out, false, 80, clock);
    }

    private ProgressPrinter terminal(int width) {
        return new ProgressPrinter(out, new Terminal(true, width), clock);
    }

    private String text() {
        return written.toString(UTF_8).replace(System.lineSeparator(), "\n");
    }
}
