package io.voicecampaigns.preflight;

import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A report as lines for a person at a terminal. */
public final class ReportText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);
    private static final int LABEL = 26;
    private final StringBuilder text = new StringBuilder();

    private ReportText() {
    }

    public static String of(Report report) {
        ReportText lines = new ReportText();
        lines.line((report.isSimulated() ? "Simulated provider. " : "") + "Campaign " + report.campaign() + ", list " + report.list()
                + ": nobody was called, nothing was written");
        lines.line("");
        lines.rows(report);
        lines.variables(report);
        lines.estimate(report.estimate());
        lines.checks(report);
        lines.line("");
        lines.line(report.isWorkable() ? "Workable." : "Not workable: " + String.join("; ", report.obstacles()) + ".");
        return lines.text.toString();
    }

    private void rows(Report report) {
        count("rows read", report.read(), "");
        count("accepted", report.accepted(), "");
        count("rejected", report.rejected().values().stream().mapToLong(Tally.Rejections::count).sum(), "");
        report.rejected().forEach((reason, rows) -> line("    " + rows.count() + "  " + reason + "  (" + examples(rows) + ")"));
        count("  of them duplicates", report.duplicates(), "");
        count("  already enrolled", report.alreadyEnrolled(), "");
        count("  must not be called", report.doNotCall(), "");
        count("outside the window now", report.outsideWindow(), report.opens().map(opens -> "  it opens " + opens).orElse(""));
    }

    private static String examples(Tally.Rejections rows) {
        return rows.examples().stream().map(row -> "line " + row.line() + (row.shown().isEmpty() ? "" : ": " + row.shown()))
                .collect(Collectors.joining(", ")) + (rows.count() > rows.examples().size() ? ", …" : "");
    }

    private void variables(Report report) {
        line("");
        line("Variables that the agent wants and nobody gives: "
                + (report.missingVariables().isEmpty() ? "none" : String.join(", ", report.missingVariables())));
        if (!report.samples().isEmpty()) {
            line("What the agent would know of the first contacts:");
        }
        for (Report.Sample sample : report.samples()) {
            line("  " + sample.phone() + "  (line " + sample.line() + ")");
            for (Map.Entry<String, String> variable : sample.variables().entrySet()) {
                line("    " + variable.getKey() + " = " + variable.getValue().replaceAll("\\p{Cntrl}", " "));
            }
        }
    }

    private void estimate(Estimate estimate) {
        line("");
        String pace = estimate.callsPerMinute().isPresent() ? ", " + hours(estimate.hours()) + " of calling at " + Math.round(estimate.callsPerMinute().getAsDouble())
                + " calls a minute" : "; nothing limits their pace but the provider";
        line("Estimate: " + estimate.calls() + " calls, " + time(estimate.talkMinutes()) + " of talk" + pace);
        if (estimate.callsPerMinute().isPresent() && estimate.calls() > 0) {
            line(estimate.finishedAt().map(at -> "  done about " + TIME.format(at) + " " + estimate.zone())
                    .orElse("  not done before the campaign's last day, or not within a year"));
        }
        History history = estimate.history();
        line(String.format(Locale.ENGLISH, "  %s: %d of 100 calls are answered, for %d s of talk; %d s of ringing, %d s where nobody answers%s",
                history.calls() == 0 ? "assumed" : "as in its last " + history.calls() + " calls", Math.round(history.answerRate() * 100),
                Math.round(history.talkSeconds()), Estimate.RINGING_SECONDS, Estimate.UNANSWERED_SECONDS,
                estimate.concurrent() == 0 ? "" : ", " + estimate.concurrent() + " calls at once"));
    }

    private static String hours(OptionalDouble hours) {
        return time(Math.max(1, Math.round(hours.orElse(0) * 60)));
    }

    private static String time(long minutes) {
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    private void checks(Report report) {
        line("");
        for (Check check : report.checks()) {
            line((check.ok() ? "  ok     " : "  WRONG  ") + check.name() + ": " + check.said());
            check.todo().ifPresent(todo -> line("         " + todo));
        }
    }

    private void count(String label, long number, String behind) {
        line("  " + label + " ".repeat(LABEL - label.length()) + String.format(Locale.ENGLISH, "%8d", number) + behind);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
