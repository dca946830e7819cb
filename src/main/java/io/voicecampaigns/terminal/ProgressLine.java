package io.voicecampaigns.terminal;

import static io.voicecampaigns.terminal.Wording.count;

import io.voicecampaigns.ledger.CampaignProgress;
import io.voicecampaigns.outcome.Disposition;
import java.util.ArrayList;
import java.util.List;

/** A campaign's state in one line, with as much detail as the width allows. */
final class ProgressLine {
    private static final String CUT = "...";

    private ProgressLine() {
    }

    /** At most {@code width} characters, if that is more than a few: less important dispositions are summed up first, then the end is cut. */
    static String fitting(int width, CampaignProgress progress, Pace pace) {
        for (int named = progress.done().size(); named > 0; named--) {
            String line = line(progress, pace, named);
            if (length(line) <= width) {
                return line;
            }
        }
        String shortest = line(progress, pace, 0);
        if (length(shortest) <= width) {
            return shortest;
        }
        int kept = Math.max(0, width - CUT.length());
        return shortest.substring(0, shortest.offsetByCodePoints(0, Math.min(kept, length(shortest)))) + (width > CUT.length() ? CUT : "");
    }

    static String whole(CampaignProgress progress, Pace pace) {
        return line(progress, pace, Disposition.values().length);
    }

    /** Whether two states read the same, but for the pace. */
    static boolean looksAlike(CampaignProgress one, CampaignProgress other) {
        return one != null && other != null && counts(one).equals(counts(other));
    }

    private static List<Object> counts(CampaignProgress progress) {
        return List.of(progress.campaign(), progress.enrolled(), progress.waiting(), progress.inCall(), progress.done(), progress.review(),
                progress.cancelled(), progress.paused());
    }

    private static String line(CampaignProgress progress, Pace pace, int named) {
        List<String> parts = new ArrayList<>();
        parts.add(Wording.oneLine(progress.campaign()) + " " + count(Pace.finished(progress)) + "/" + count(progress.enrolled()));
        progress.paused().ifPresent(reason -> parts.add("PAUSED: " + Wording.oneLine(reason)));
        parts.add("waiting " + count(progress.waiting()));
        parts.add("in call " + count(progress.inCall()));
        addDone(progress, named, parts);
        addIfAny("review", progress.review(), parts);
        addIfAny("cancelled", progress.cancelled(), parts);
        pace.callsPerMinute().ifPresent(calls -> parts.add(count(calls) + "/min"));
        pace.timeLeft().ifPresent(left -> parts.add(Wording.forecast(left) + " left"));
        return String.join("  ", parts);
    }

    private static void addDone(CampaignProgress progress, int named, List<String> parts) {
        int shown = 0;
        long others = 0;
        for (Disposition disposition : Disposition.values()) {
            long contacts = progress.done().getOrDefault(disposition, 0L);
            if (contacts > 0 && shown < named) {
                parts.add(Wording.disposition(disposition) + " " + count(contacts));
                shown++;
            } else {
                others += contacts;
            }
        }
        addIfAny(shown == 0 ? "done" : "other", others, parts);
    }

    private static void addIfAny(String word, long contacts, List<String> parts) {
        if (contacts > 0) {
            parts.add(word + " " + count(contacts));
        }
    }

    private static int length(String line) {
        return line.codePointCount(0, line.length());
    }
}
