package io.voicecampaigns.terminal;

import io.voicecampaigns.ledger.CampaignProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Shows a campaign's progress: on a terminal as one line that is drawn over, elsewhere as a plain line every few seconds if something
 * changed; at the end as a table. Plain ASCII (but for names of campaigns and files) and no colours. Safe for use by several threads.
 */
public final class ProgressPrinter {
    private static final Duration BETWEEN_PLAIN_LINES = Duration.ofSeconds(5);
    private static final String CLEAR_TO_END = "\u001b[K";

    private final Object lock = new Object();
    private final PrintStream out;
    private final Terminal terminal;
    private final Clock clock;
    private final Pace pace;

    private CampaignProgress latest;
    private CampaignProgress printed;
    private Instant printedAt = Instant.MIN;
    private String drawn = "";
    private boolean othersAreMidLine;

    /** @param width in columns; matters only where {@code interactive} */
    public ProgressPrinter(PrintStream out, boolean interactive, int width, Clock clock) {
        this(out, new Terminal(interactive, width), clock);
    }

    public ProgressPrinter(PrintStream out, Terminal terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.pace = new Pace(clock);
    }

    /** Shows where the campaign stands, if it is time to. Call it as often as you like; twice a second looks alive. */
    public void show(CampaignProgress progress) {
        synchronized (lock) {
            latest = progress;
            pace.see(progress);
            if (terminal.interactive()) {
                draw();
            } else if (!ProgressLine.looksAlike(progress, printed) && !clock.instant().isBefore(nextPlainLine())) {
                printPlain();
            }
        }
    }

    /** Leaves the last state standing and goes to a new line. Nothing happens if there is nothing to leave. */
    public void finish() {
        synchronized (lock) {
            if (!terminal.interactive() && latest != null && !ProgressLine.looksAlike(latest, printed)) {
                printPlain();
            }
            if (!drawn.isEmpty()) {
                drawn = "";
                out.println();
            }
            latest = null;
        }
    }

    /**
     * A stream to {@code other} that keeps the moving line whole: what is written through it stands above the line. For log lines:
     * {@code System.setOut(printer.around(System.out))}. It flushes at the end of each line and uses the platform's encoding.
     */
    public PrintStream around(PrintStream other) {
        return terminal.interactive() ? new PrintStream(new Above(other), true, Charset.defaultCharset()) : other;
    }

    /** Ends the moving line and prints what came of the campaign. */
    public void closingTable(CampaignProgress progress, Duration elapsed) {
        synchronized (lock) {
            finish();
            ClosingTable.lines(progress, elapsed).forEach(out::println);
            out.flush();
        }
    }

    /** Prints what was written, each path with a line of meaning where its name tells it. Nothing for an empty list. */
    public void paths(List<Path> written) {
        synchronized (lock) {
            finish();
            WrittenPaths.lines(written).forEach(out::println);
            out.flush();
        }
    }

    private Instant nextPlainLine() {
        return printed == null ? Instant.MIN : printedAt.plus(BETWEEN_PLAIN_LINES);
    }

    private void printPlain() {
        out.println(ProgressLine.whole(latest, pace));
        out.flush();
        printed = latest;
        printedAt = clock.instant();
    }

    private void draw() {
        if (latest == null || othersAreMidLine) {
            return;
        }
        // the last column stays free: writing to it moves some terminals to the next line
        String text = ProgressLine.fitting(terminal.width() - 1, latest, pace);
        if (!text.equals(drawn)) {
            out.print("\r" + text + CLEAR_TO_END);
            out.flush();
            drawn = text;
        }
    }

    private void erase() {
        if (!drawn.isEmpty()) {
            out.print("\r" + CLEAR_TO_END);
            out.flush();
            drawn = "";
        }
    }

    private final class Above extends OutputStream {
        private final PrintStream other;

        private Above(PrintStream other) {
            this.other = other;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            if (length == 0) {
                return;
            }
            synchronized (lock) {
                erase();
                other.write(bytes, from, length);
                other.flush();
                othersAreMidLine = bytes[from + length - 1] != '\n';
                draw();
            }
        }

        @Override
        public void flush() throws IOException {
            other.flush();
        }
    }
}
