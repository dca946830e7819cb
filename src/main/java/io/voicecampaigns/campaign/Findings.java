package io.voicecampaigns.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems found in one file so far. */
final class Findings {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    Findings(String file) {
        this.file = file;
    }

    void add(int line, String field, String reason) {
        problems.add(new Problem(file, line, field, reason));
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** In the order of the file's lines. */
    List<Problem> inOrder() {
        return problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }
}
