package io.voicecampaigns.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What became of files between two sets.
 *
 * @param renamed old names by new names; the content is the same
 */
record Edit(SortedSet<String> added, SortedSet<String> changed, SortedSet<String> removed, SortedMap<String, String> renamed) {

    static Edit between(RouteSet before, RouteSet after) {
        SortedSet<String> added = new TreeSet<>(after.files().keySet());
        added.removeAll(before.files().keySet());
        SortedSet<String> removed = new TreeSet<>(before.files().keySet());
        removed.removeAll(after.files().keySet());
        SortedSet<String> changed = new TreeSet<>(before.files().keySet());
        changed.removeIf(name -> !after.files().containsKey(name) || after.text(name).equals(before.text(name)));
        SortedMap<String, String> renamed = new TreeMap<>();
        for (String name : List.copyOf(added)) {
            removed.stream().filter(old -> before.text(old).equals(after.text(name))).findFirst().ifPresent(old -> {
                renamed.put(name, old);
                removed.remove(old);
                added.remove(name);
            });
        }
        return new Edit(added, changed, removed, renamed);
    }

    boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty() && renamed.isEmpty();
    }

    /** Every file that is not as it was, by its old and by its new name. */
    SortedSet<String> touched() {
        SortedSet<String> touched = new TreeSet<>(added);
        touched.addAll(changed);
        touched.addAll(removed);
        touched.addAll(renamed.keySet());
        touched.addAll(renamed.values());
        return touched;
    }

    /** {@code 30-dial-contacts.camel.yaml changed, 60-x.camel.yaml added}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        changed.forEach(name -> parts.add(name + " changed"));
        added.forEach(name -> parts.add(name + " added"));
        renamed.forEach((name, old) -> parts.add(old + " renamed to " + name));
        removed.forEach(name -> parts.add(name + " deleted"));
        return String.join(", ", parts);
    }
}
