package io.voicecampaigns.terminal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The files a campaign left, with what each is for. */
final class WrittenPaths {
    private static final Map<String, String> MEANING = Map.of(
            "results", "every contact, with how its last call ended",
            "attempts", "every attempt",
            "rejected", "the rows that were not enrolled, and why",
            "summary", "the totals, for programs",
            "ledger", "the durable record of contacts and attempts",
            "archive", "the lists as they came",
            "outbox", "the results, one folder a campaign");

    private WrittenPaths() {
    }

    static List<String> lines(List<Path> paths) {
        if (paths.isEmpty()) {
            return List.of();
        }
        int width = paths.stream().mapToInt(path -> path.toString().length()).max().orElse(0);
        List<String> lines = new ArrayList<>();
        lines.add("Written:");
        paths.forEach(path -> lines.add(("  " + path + " ".repeat(width - path.toString().length()) + "  " + meaning(path)).stripTrailing()));
        lines.add("");
        return lines;
    }

    // lista.results.csv, lista.summary.json, ledger.db, a folder archive
    private static String meaning(Path path) {
        Path file = path.getFileName();
        if (file == null) {
            return "";
        }
        String[] parts = file.toString().split("\\.");
        String kind = parts.length > 2 ? parts[parts.length - 2] : parts[0];
        return MEANING.getOrDefault(kind, "");
    }
}
