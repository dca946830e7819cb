package io.voicecampaigns.edit;

import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What became of edits of files while this process ran, the last ones of each kind. Thread-safe. */
public final class Edits {
    private final Clock clock;
    private final LongAdder manyAccepted = new LongAdder();
    private final LongAdder manyRefused = new LongAdder();
    private volatile Optional<Edit> accepted = Optional.empty();
    private volatile Optional<Edit> refused = Optional.empty();

    /** @param what which files, and why not if so; for a person */
    public record Edit(Instant at, String what) {
    }

    public Edits(Clock clock) {
        this.clock = clock;
    }

    /** Is told from now on of edits of campaign files. */
    public void follow(Campaigns campaigns) {
        campaigns.onChange(change -> accepted(change.toString()));
        campaigns.onRefusal(problems -> refused(problems.stream().map(Problem::toString).collect(Collectors.joining("; "))));
    }

    /** An edit is in use. */
    public void accepted(String what) {
        manyAccepted.increment();
        accepted = Optional.of(new Edit(clock.instant(), what));
    }

    /** An edit is not in use, and what was before still is. */
    public void refused(String what) {
        manyRefused.increment();
        refused = Optional.of(new Edit(clock.instant(), what));
    }

    /** Edits that came into use, since this process began. */
    public long accepted() {
        return manyAccepted.sum();
    }

    /** Edits that did not, each as often as it was tried. */
    public long refused() {
        return manyRefused.sum();
    }

    public Optional<Edit> lastAccepted() {
        return accepted;
    }

    public Optional<Edit> lastRefused() {
        return refused;
    }
}
