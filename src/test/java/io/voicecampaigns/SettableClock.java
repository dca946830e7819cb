package io.voicecampaigns;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved: by time that passes, or by somebody who sets it. Thread-safe. */
public final class SettableClock extends Clock {
    private volatile Instant now;
    private volatile long passedNanos;

    public SettableClock(Instant now) {
        this.now = now;
    }

    public void set(Instant instant) {
        now = instant;
    }

    public void advance(Duration by) {
        now = now.plus(by);
        passedNanos += by.toNanos();
    }

    /** What {@link System#nanoTime} would tell: time that has passed, whatever the clock was set to. */
    public long nanoTime() {
        return passedNanos;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("an instant has no zone");
    }
}
