package io.voicecampaigns.agent;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One copying of all agents, and what it has come to so far. Used by one thread at a time. */
public final class SnapshotRun {
    final Instant started;
    final ChangeReport report;
    final List<String> missing = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    int agents;
    int versions;
    int added;
    int changed;
    int removed;
    int published;
    Optional<Path> written = Optional.empty();
    private final List<AccountCopy> accounts;

    SnapshotRun(Instant started, ChangeReport report, List<AccountCopy> accounts) {
        this.started = started;
        this.report = report;
        this.accounts = List.copyOf(accounts);
    }

    public Instant started() {
        return started;
    }

    public List<AccountCopy> accounts() {
        return accounts;
    }

    /** Whether everything was copied. */
    public boolean isComplete() {
        return missing.isEmpty();
    }

    /** Versions that were new. */
    public int added() {
        return added;
    }

    /** Versions whose content was another one. */
    public int changed() {
        return changed;
    }

    /** Agents and versions that the provider tells of no more. */
    public int removed() {
        return removed;
    }

    /** Agents whose live version was another one. */
    public int published() {
        return published;
    }

    /** Accounts and agents that could not be copied. */
    public int missing() {
        return missing.size();
    }

    /** Where the report stands; empty where there was nothing to report, or not yet. */
    public Optional<Path> report() {
        return written;
    }

    /** What was found, in numbers. */
    Map<String, Integer> changes() {
        return Map.of("new", added, "changed", changed, "gone", removed, "published", published);
    }

    /** For programs. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("complete", isComplete());
        document.put("agents", agents);
        document.put("versions", versions);
        document.put("changes", new TreeMap<>(changes()));
        document.put("missing", List.copyOf(missing));
        document.put("warnings", List.copyOf(warnings));
        written.ifPresent(file -> document.put("report", file.toString()));
        return document;
    }

    /** For people and logs. */
    @Override
    public String toString() {
        return agents + " agents, " + versions + " versions: " + added + " new, " + changed + " changed, " + removed + " gone, "
                + published + " published" + (missing.isEmpty() ? "" : "; missing: " + String.join("; ", missing));
    }
}
