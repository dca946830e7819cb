package io.voicecampaigns;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what failed in a route that has no other meaning of failure; its next turn tries again. The same failure is said once a minute. */
public final class Unforeseen {
    private static final Logger LOG = LoggerFactory.getLogger(Unforeseen.class);
    private static final Duration SAID_AGAIN_AFTER = Duration.ofMinutes(1);

    private final Clock clock;
    private final Map<String, Instant> said = new ConcurrentHashMap<>();

    public Unforeseen(Clock clock) {
        this.clock = clock;
    }

    public void happened(String route, Throwable failure) {
        Instant now = clock.instant();
        Instant last = said.put(route + " " + failure.getClass().getName(), now);
        if (last != null && Duration.between(last, now).compareTo(SAID_AGAIN_AFTER) < 0) {
            said.put(route + " " + failure.getClass().getName(), last);
            return;
        }
        boolean isOurs = failure.getClass().getName().startsWith("io.voicecampaigns.");
        if (isOurs) {
            LOG.error("{} stopped half-way and is tried again: {}", route, failure.getMessage());
        } else {
            LOG.error("{} stopped half-way and is tried again", route, failure);
        }
    }
}
