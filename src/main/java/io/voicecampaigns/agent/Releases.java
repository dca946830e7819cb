package io.voicecampaigns.agent;

import io.voicecampaigns.agent.ReleaseJournal.Step;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.metrics.Meters;
import io.voicecampaigns.provider.Permits;
import io.voicecampaigns.provider.ProviderMappings;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries release files out: the steps between the requests that the route sends. Each request that changes something is entered into the
 * release's journal before it is sent, and needs a permit of its own, which is good for one sending. One release at a time, over all
 * processes that work in the data directory.
 */
public final class Releases {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
    private static final Duration PERMIT = Duration.ofMinutes(2);

    private final Path journals;
    private final ReleaseOutbox outbox;
    private final ReleaseLock lock;
    private final Clock clock;
    private final Permits permits;
    private final ReleaseProgress progress;
    private final ReleaseEndings endings;

    /** @param retryAfter when a release that got no answer is tried again */
    public Releases(DataDir data, Clock clock, Permits permits, ProviderMappings mappings, Published published, Duration retryAfter,
            Meters meters) {
        this.journals = data.agents().resolve("journal");
        this.outbox = new ReleaseOutbox(data.agents(), clock);
        this.lock = new ReleaseLock(data.agents().resolve("lock"));
        this.clock = clock;
        this.permits = permits;
        this.progress = new ReleaseProgress(data.snapshots(), clock, mappings, published);
        this.endings = new ReleaseEndings(outbox, clock, permits, retryAfter, meters);
    }

    /** Takes a file of the inbox up; null if it is not its time yet, if another release is under way, or if it cannot be used, which is told in the outbox. */
    public Release open(File inInbox) {
        Path file = inInbox.toPath();
        byte[] content = WholeFile.read(file).orElse(null);
        if (content == null) {
            return null;
        }
        if (endings.isPostponed(CanonicalJson.sha256(content)) || !lock.take()) {
            return null;
        }
        try {
            return opened(file.getFileName().toString(), content, Optional.of(file), false);
        } catch (ReleaseRefusedException e) {
            outbox.refused(file.getFileName().toString(), CanonicalJson.sha256(content), e.reasons(), Optional.of(file));
            lock.giveBack();
            return null;
        } catch (RuntimeException e) {
            lock.giveBack();
            throw e;
        }
    }

    /**
     * Takes a file up that stays where it is.
     *
     * @param isPreview whether nothing is to be changed
     * @throws ReleaseRefusedException if it cannot be used, or another release is under way
     */
    public Release open(String name, byte[] content, boolean isPreview) {
        if (!lock.take()) {
            throw new ReleaseRefusedException("another release is under way; try again in a moment");
        }
        try {
            return opened(name, content, Optional.empty(), isPreview);
        } catch (RuntimeException e) {
            lock.giveBack();
            throw e;
        }
    }

    private Release opened(String name, byte[] content, Optional<Path> file, boolean isPreview) {
        ReleaseRequest request = ReleaseFile.read(name, content);
        request.warnings().forEach(warning -> LOG.warn("release {}: {}", name, warning));
        ReleaseJournal journal = ReleaseJournal.of(journals, request.id());
        // a copy may be restored again; unless this is the same try, whose file could not be taken away any more
        if (request.isRestore() && journal.step() == Step.DONE && (file.isEmpty() || journal.text("consumed").isPresent())) {
            journal.forget();
        }
        return new Release(request, journal, file, isPreview);
    }

    public void page(Release release, AgentPage<AgentVersion> page) {
        release.page(page);
    }

    public void draft(Release release, AgentVersion draft) {
        release.target(draft);
    }

    /**
     * Decides what is left to be done, now that the live state is known.
     *
     * @throws ReleaseRefusedException if it is not the state that was reviewed, or not the one that an earlier try left
     */
    public void decide(Release release) {
        if (release.isPreview) {
            release.end(new Release.Previewed(new ReleasePreview(release).text()));
        } else {
            progress.decide(release);
        }
    }

    /** To be sent: the change of the draft or version. */
    public AgentChange update(Release release) {
        enter(release, Step.UPDATING);
        return release.change();
    }

    /** @throws ReleaseRefusedException naming the fields that the provider did not take */
    public void updated(Release release, AgentVersion answer) {
        progress.updated(release, answer);
    }

    /** To be sent: a version of the draft. */
    public AgentChange launch(Release release) {
        enter(release, Step.LAUNCHING);
        return release.change();
    }

    public void launched(Release release, AgentVersion version) {
        progress.launched(release, version);
    }

    /** To be sent: the launched version as the live one. */
    public AgentChange publish(Release release) {
        enter(release, Step.PUBLISHING);
        return release.publication();
    }

    /** @throws ReleaseRefusedException if another version is live than the one that was sent */
    public void published(Release release, String liveVersion) {
        progress.published(release, liveVersion);
    }

    private void enter(Release release, Step step) {
        release.journal.step(step, clock.instant());
        permits.forget(release.permit());
        release.grant(permits.issue(UUID.randomUUID(), clock.instant().plus(PERMIT), PERMIT));
    }

    /** Writes the receipt, and takes the file away. */
    public void finish(Release release) {
        try {
            endings.finish(release);
        } finally {
            leave(release);
        }
    }

    /** A try that did not come to its end: what may be repeated is, what nobody can decide is looked up first, and the rest is for a person. */
    public void failed(Release release, Throwable failure) {
        try {
            endings.failed(release, failure);
        } finally {
            leave(release);
        }
    }

    private void leave(Release release) {
        permits.forget(release.permit());
        lock.giveBack();
    }

    /** Why releases have not come to their end, by the names of their files. */
    public Map<String, String> waiting() {
        return endings.waiting();
    }
}
