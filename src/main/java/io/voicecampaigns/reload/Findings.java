package io.voicecampaigns.reload;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What one check has found so far. */
final class Findings {
    private final RouteSet set;
    private final SortedSet<Finding> all = new TreeSet<>();

    Findings(RouteSet set) {
        this.set = set;
    }

    /** @param file the name within the set */
    void add(String file, int line, String reason) {
        all.add(new Finding(set.shown(file), line, reason));
    }

    /** Whether something else has been found at that place: one cause is told once. */
    boolean isAt(String file, int line) {
        return all.stream().anyMatch(finding -> finding.file().equals(set.shown(file)) && finding.line() == line);
    }

    boolean isIn(String file) {
        return all.stream().anyMatch(finding -> finding.file().equals(set.shown(file)));
    }

    List<Finding> inOrder() {
        return List.copyOf(all);
    }
}
