package io.voicecampaigns.call;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What this process knows of each provider account since it started. Thread-safe. */
public final class Lines {
    private final Clock clock;
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
    private final Set<String> swept = ConcurrentHashMap.newKeySet();

    public Lines(Clock clock) {
        this.clock = clock;
    }

    public Breaker breaker(String provider) {
        return breakers.computeIfAbsent(provider, name -> new Breaker(clock));
    }

    /** The provider's list was read once since the start: nothing that a predecessor dialled is unknown any more. */
    void sweptSinceStart(String provider) {
        swept.add(provider);
    }

    public boolean isSweptSinceStart(String provider) {
        return swept.contains(provider);
    }
}
