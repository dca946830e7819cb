package io.voicecampaigns.terminal;

import static io.voicecampaigns.terminal.Wording.count;

import io.voicecampaigns.ledger.CampaignProgress;
import io.voicecampaigns.outcome.Disposition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came of a campaign, as an aligned table. */
final class ClosingTable {
    private static final Row BLANK = new Row("", "", "");

    private record Row(String label, String value, String remark) {
    }

    private ClosingTable() {
    }

    static List<String> lines(CampaignProgress progress, Duration elapsed) {
        List<Row> rows = rows(progress);
        int labels = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
        int values = rows.stream().mapToInt(row -> row.value().length()).max().orElse(0);

        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(Wording.oneLine(progress.campaign()) + (progress.edition() > 1 ? ", edition " + progress.edition() : "") + ": "
                + (progress.waiting() + progress.inCall() == 0 ? "finished" : "stopped") + " after " + Wording.duration(elapsed));
        progress.paused().ifPresent(reason -> lines.add("paused: " + Wording.oneLine(reason)));
        lines.add("");
        for (Row row : rows) {
            lines.add(String.format(Locale.ROOT, "  %-" + labels + "s  %" + values + "s  %s", row.label(), row.value(), row.remark()).stripTrailing());
        }
        lines.add("");
        return lines;
    }

    private static List<Row> rows(CampaignProgress progress) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row("rows in the list", count(progress.enrolled() + progress.rejected()), ""));
        rows.add(new Row("rejected", count(progress.rejected()), ""));
        rows.add(new Row("enrolled", count(progress.enrolled()), ""));
        rows.add(BLANK);
        for (Disposition disposition : Disposition.values()) {
            addIfAny(Wording.disposition(disposition), progress.done().getOrDefault(disposition, 0L), progress, rows);
        }
        addIfAny("for a person to decide", progress.review(), progress, rows);
        addIfAny("cancelled, blocked or expired", progress.cancelled(), progress, rows);
        addIfAny("still in call", progress.inCall(), progress, rows);
        addIfAny("still waiting", progress.waiting(), progress, rows);
        rows.add(BLANK);
        rows.add(new Row("attempts", count(progress.attempts()), perContact(progress)));
        rows.add(new Row("talk time", Wording.duration(Duration.ofSeconds(progress.talkSeconds())), ""));
        rows.add(new Row("recordings", count(progress.recordings()), ""));
        return rows;
    }

    private static void addIfAny(String label, long contacts, CampaignProgress progress, List<Row> rows) {
        if (contacts > 0) {
            rows.add(new Row(label, count(contacts), String.format(Locale.ROOT, "%5.1f %%", 100.0 * contacts / Math.max(1, progress.enrolled()))));
        }
    }

    private static String perContact(CampaignProgress progress) {
        return progress.enrolled() == 0 ? ""
                : String.format(Locale.ROOT, "%5.2f per contact", (double) progress.attempts() / progress.enrolled());
    }
}
