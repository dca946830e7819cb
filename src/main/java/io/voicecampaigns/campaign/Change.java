package io.voicecampaigns.campaign;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one look at the campaign files changed, by the names of campaigns that can be used.
 *
 * @param added   campaigns that can be used now and could not before
 * @param changed campaigns whose file's content is another good one
 * @param removed campaigns whose file is gone
 */
public record Change(Set<String> added, Set<String> changed, Set<String> removed) {
    public Change {
        added = Set.copyOf(added);
        changed = Set.copyOf(changed);
        removed = Set.copyOf(removed);
    }

    static Change between(Map<String, Campaign> before, Map<String, Campaign> after) {
        Set<String> added = new TreeSet<>(after.keySet());
        added.removeAll(before.keySet());
        Set<String> removed = new TreeSet<>(before.keySet());
        removed.removeAll(after.keySet());
        Set<String> changed = new TreeSet<>(after.keySet());
        changed.removeIf(name -> !before.containsKey(name)
                || before.get(name).fingerprint().equals(after.get(name).fingerprint()));
        return new Change(added, changed, removed);
    }

    public boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }

    /** {@code campaign renewals changed, campaign survey added}. */
    @Override
    public String toString() {
        return Stream.of(told(changed, "changed"), told(added, "added"), told(removed, "removed")).flatMap(each -> each).collect(Collectors.joining(", "));
    }

    private static Stream<String> told(Set<String> names, String what) {
        return names.stream().sorted().map(name -> "campaign " + name + " " + what);
    }
}
