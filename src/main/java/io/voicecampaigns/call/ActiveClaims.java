package io.voicecampaigns.call;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What this process has claimed and not settled, and who may settle it: the first who knows what became of it. Thread-safe. */
final class ActiveClaims {
    private final Map<UUID, Claimed> active = new ConcurrentHashMap<>();
    /** Sent, perhaps, and given up before what became of it was on record. */
    private final Set<UUID> unrecorded = ConcurrentHashMap.newKeySet();
    /** Permits of claims whose outcome is being recorded. */
    private final Set<String> settling = ConcurrentHashMap.newKeySet();

    void add(Claimed claimed) {
        active.put(claimed.attemptId(), claimed);
    }

    Collection<Claimed> all() {
        return List.copyOf(active.values());
    }

    int size() {
        return active.size();
    }

    /** Whether this process still works on an attempt. */
    boolean isActive(UUID attemptId) {
        return active.containsKey(attemptId);
    }

    /** Whether this is what the attempt was claimed for last, and not settled. */
    boolean isOpen(Claimed claimed) {
        Claimed current = active.get(claimed.attemptId());
        return current != null && current.permit().equals(claimed.permit());
    }

    /** Whether nobody has begun to settle it. */
    boolean isUnanswered(Claimed claimed) {
        return isOpen(claimed) && !settling.contains(claimed.permit());
    }

    /** A route that comes back late must not undo what was settled for it, nor what a later claim of the same attempt is about. */
    boolean settles(Claimed claimed) {
        boolean first = settling.add(claimed.permit());
        boolean isOpen = isOpen(claimed);
        if (first && !isOpen) {
            settling.remove(claimed.permit());
        }
        return first && isOpen;
    }

    /** @return whether it was open */
    boolean remove(Claimed claimed) {
        boolean wasOpen = active.remove(claimed.attemptId(), claimed);
        settling.remove(claimed.permit());
        return wasOpen;
    }

    void unrecorded(Claimed claimed) {
        unrecorded.add(claimed.attemptId());
    }

    /** Whether a request for an attempt of this process, which nobody works on any more, may have left. */
    boolean mayHaveBeenSent(UUID attemptId) {
        return unrecorded.contains(attemptId);
    }
}
