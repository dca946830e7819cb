package io.voicecampaigns.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What was given to routes and has not come back. Each comes back once, whoever says so first. What a route dropped on its way counts as
 * {@linkplain #lost lost} after a while. Thread-safe.
 */
public final class HandedOut<T> {
    /** Longer than any request to a provider may take. */
    private static final long LONGEST_NANOS = Duration.ofMinutes(3).toNanos();

    /** With the monotonic time at which each was given out; empty for what may take as long as it needs. */
    private final Map<T, OptionalLong> out = new IdentityHashMap<>();

    public synchronized void add(T work) {
        out.put(work, OptionalLong.of(System.nanoTime()));
    }

    /** A route has begun with it and says when it ends: it cannot be lost any more. */
    public synchronized void begun(T work) {
        out.replace(work, OptionalLong.empty());
    }

    /** @return false if it was back already */
    public synchronized boolean back(T work) {
        return out.remove(work) != null;
    }

    public synchronized boolean isOut(T work) {
        return out.containsKey(work);
    }

    /** What nobody can be working on any more. */
    public synchronized List<T> lost() {
        List<T> lost = new ArrayList<>();
        long now = System.nanoTime();
        out.forEach((work, since) -> {
            if (since.isPresent() && now - since.getAsLong() > LONGEST_NANOS) {
                lost.add(work);
            }
        });
        return lost;
    }
}
