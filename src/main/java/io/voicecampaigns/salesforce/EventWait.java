package io.voicecampaigns.salesforce;

import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a reason to read: events, and as much silence behind them as records need to become visible. Where events cannot be heard,
 * reading goes on all the same, once in a minute. Used by one thread at a time.
 */
final class EventWait implements AutoCloseable {
    static final Duration WITHOUT_EVENTS = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(EventWait.class);
    private static final long STEP_MS = 1_000;

    private final EventStream stream;
    private final Optional<String> after;
    private final Clock clock;
    private final Instant begun;
    private final Duration settle;
    private final Duration lookAgain;
    private Instant brokenAt;

    /**
     * @param after     the replay id that the stream began behind
     * @param settle    how old a change must be to be read
     * @param lookAgain the longest wait without any event
     */
    EventWait(EventStream stream, Optional<String> after, Clock clock, Duration settle, Duration lookAgain) {
        this.stream = stream;
        this.after = after;
        this.clock = clock;
        this.begun = clock.instant();
        this.settle = settle;
        this.lookAgain = lookAgain;
    }

    /** Waits for about a second, or less. */
    void step() {
        stream.await(STEP_MS);
        if (brokenAt == null && stream.failure().isPresent()) {
            brokenAt = clock.instant();
            LOG.warn("{} cannot be heard ({}): changes are looked for once in {} s until it can", stream, stream.failure().get(), WITHOUT_EVENTS.toSeconds());
        }
    }

    /** Whether it is time to read. */
    boolean isOver() {
        Instant now = clock.instant();
        if (brokenAt != null) {
            return !now.isBefore(brokenAt.plus(WITHOUT_EVENTS));
        }
        if (stream.last().isEmpty()) {
            return !now.isBefore(begun.plus(lookAgain));
        }
        // where events never cease, those that are old enough are reason enough
        return !now.isBefore(stream.last().get().plus(settle)) || !now.isBefore(stream.first().orElseThrow().plus(settle.multipliedBy(2)));
    }

    boolean isLoginOver() {
        return stream.failure().filter(Status.Code.UNAUTHENTICATED::equals).isPresent();
    }

    /** The replay id of the last event whose change a query finds that reads up to then; of one that Salesforce does not know any more, none. */
    Optional<String> replayId(Instant until) {
        boolean isUnknown = stream.failure().filter(Status.Code.INVALID_ARGUMENT::equals).isPresent();
        return stream.replayId(until).or(() -> isUnknown ? Optional.empty() : after);
    }

    @Override
    public void close() {
        stream.close();
    }
}
