package io.voicecampaigns.campaign;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody may have meant who wrote a word that we do not know. */
public final class Nearest {
    private Nearest() {
    }

    /** The known word that takes the fewest edits to reach; empty if all are too far for a slip of the keyboard. */
    public static Optional<String> to(String word, Collection<String> known) {
        int slips = Math.max(1, Math.min(4, word.length() / 3));
        return known.stream().filter(candidate -> edits(word, candidate) <= slips)
                .min(Comparator.<String>comparingInt(candidate -> edits(word, candidate)).thenComparing(Comparator.naturalOrder()));
    }

    private static int edits(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }
}
