package io.voicecampaigns.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was found before anybody was called.
 *
 * @param rejected         by reason: all rows that would not be enrolled, those that are counted apart as well
 * @param duplicates       of them, those with the key or number of an earlier row
 * @param alreadyEnrolled  of them, those that the ledger has
 * @param doNotCall        of them, those on the do-not-call list or opted out
 * @param outsideWindow    of the accepted, those that may not be called now
 * @param opens            when the campaign's window opens, in words; empty if it is open or never opens
 * @param missingVariables that the agent wants and nobody gives
 */
public record Report(String campaign, String list, boolean isSimulated, long read, long accepted, Map<String, Tally.Rejections> rejected, long duplicates,
        long alreadyEnrolled, long doNotCall, long outsideWindow, Optional<String> opens, Set<String> missingVariables, List<Sample> samples,
        Estimate estimate, List<Check> checks) {
    public Report {
        missingVariables = new TreeSet<>(missingVariables);
        samples = List.copyOf(samples);
        checks = List.copyOf(checks);
    }

    /**
     * One contact as the agent would know it. The values are for the person at the terminal, never for a log.
     *
     * @param phone masked
     */
    record Sample(long line, String phone, Map<String, String> variables) {
        /** Without the values. */
        @Override
        public String toString() {
            return "Sample[line " + line + "]";
        }
    }

    /** Whether the list can be called as things stand. */
    public boolean isWorkable() {
        return obstacles().isEmpty();
    }

    /** What keeps it from being called, each in a few words. */
    List<String> obstacles() {
        List<String> obstacles = new ArrayList<>();
        checks.stream().filter(check -> !check.ok()).forEach(check -> obstacles.add(check.name() + ": " + check.said()));
        if (read > 0 && accepted == 0) {
            obstacles.add("no row of the list can be enrolled");
        }
        return obstacles;
    }

    /** Without the samples. */
    @Override
    public String toString() {
        return "Report[" + campaign + ", " + read + " rows]";
    }
}
