package io.voicecampaigns.agent;

import io.voicecampaigns.agent.ReleaseJournal.Step;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.provider.Permits;
import io.voicecampaigns.provider.ProviderException;
import io.voicecampaigns.provider.ProviderMappings;
import java.io.File;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Path snapshots;
    private final Path journals;
    private final ReleaseOutbox outbox;
    private final ReleaseLock lock;
    private final Clock clock;
    private final Permits permits;
    private final ProviderMappings mappings;
    private final Published published;
    private final Duration retryAfter;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(String file, Release.Unfinished pause) {
    }

    /** @param retryAfter when a release that got no answer is tried again */
    public Releases(DataDir data, Clock clock, Permits permits, ProviderMappings mappings, Published published, Duration retryAfter) {
        this.snapshots = data.snapshots();
        this.journals = data.agents().resolve("journal");
        this.outbox = new ReleaseOutbox(data.agents(), clock);
        this.lock = new ReleaseLock(data.agents().resolve("lock"));
        this.clock = clock;
        this.permits = permits;
        this.mappings = mappings;
        this.published = published;
        this.retryAfter = retryAfter;
    }

    /** Takes a file of the inbox up; null if it is not its time yet, if another release is under way, or if it cannot be used, which is told in the outbox. */
    public Release open(File inInbox) {
        Path file = inInbox.toPath();
        byte[] content = WholeFile.read(file).orElse(null);
        if (content == null) {
            return null;
        }
        Waiting put = waiting.get(CanonicalJson.sha256(content));
        if (put != null && clock.instant().isBefore(put.pause().retryAt()) || !lock.take()) {
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
        ReleaseJournal journal = release.journal;
        if (release.isPreview) {
            release.end(new Release.Previewed(new ReleasePreview(release).text()));
            return;
        }
        switch (journal.step()) {
            case NOTHING -> begin(release);
            case UPDATING -> {
                if (release.changes.notTaken(release.request.fields(), release.target().fields()).isEmpty()) {
                    journal.step(Step.UPDATED, clock.instant());
                } else {
                    requireUnmoved(journal.text("state").equals(Optional.of(CanonicalJson.hash(release.state()))));
                    journal.step(Step.NOTHING, clock.instant());
                }
            }
            case UPDATED -> requireUnmoved(release.changes.notTaken(release.request.fields(), release.target().fields()).isEmpty());
            case LAUNCHING -> findLaunched(release);
            case PUBLISHING -> {
                if (journal.text("version").equals(release.live().map(AgentVersion::id))) {
                    published(release, release.liveId());
                } else {
                    requireUnmoved(journal.text("live").equals(Optional.of(release.liveId())));
                    journal.step(Step.LAUNCHED, clock.instant());
                }
            }
            case LAUNCHED -> requireUnmoved(!release.request.publish() || journal.text("live").equals(Optional.of(release.liveId())));
            case DONE -> { }
        }
        if (release.outcome() == null) {
            release.goAhead();
        }
    }

    private void begin(Release release) {
        ReleaseRequest request = release.request;
        String hash = release.hash();
        if (request.publish() && request.reviewed().isEmpty()) {
            throw new ReleaseRefusedException("what goes live must have been looked at: run release --dry-run, and add reviewed: <hash> to the file");
        }
        if (request.reviewed().filter(reviewed -> !reviewed.equals(hash)).isPresent()) {
            throw new ReleaseRefusedException("this is not what was reviewed: the live state or the file has changed since; run release --dry-run again");
        }
        if (request.isRestore()) {
            ReleasePreview.references(release).forEach(warning -> LOG.warn("release {}: {}", request.file(), warning));
        }
        Path before = new SnapshotFolder(snapshots, request.provider(), request.agentId()).keepBefore(release.target());
        release.journal.with("file", request.file()).with("provider", request.provider()).with("agent", request.agentId())
                .with("before", before.toString()).with("state", CanonicalJson.hash(release.state())).with("live", release.liveId())
                .with("highest", release.highest());
    }

    /** A version that was launched without an answer carries our name and a higher number than any before. */
    private void findLaunched(Release release) {
        ReleaseJournal journal = release.journal;
        Optional<AgentVersion> found = release.newer.stream()
                .filter(version -> release.changes.notTaken(release.request.fields(), version.fields()).isEmpty()).findFirst();
        if (found.isPresent()) {
            launched(release, found.get());
            return;
        }
        Instant settled = journal.since().plus(mappings.of(release.provider()).timings().settle());
        if (clock.instant().isBefore(settled)) {
            throw new NotSettledException(settled);
        }
        requireUnmoved(release.changes.notTaken(release.request.fields(), release.target().fields()).isEmpty());
        journal.step(Step.UPDATED, clock.instant());
    }

    private static void requireUnmoved(boolean unmoved) {
        if (!unmoved) {
            throw new ReleaseRefusedException("somebody else has changed the agent since this release began; look at it, and release again");
        }
    }

    /** To be sent: the change of the draft or version. */
    public AgentChange update(Release release) {
        enter(release, Step.UPDATING);
        return release.change();
    }

    /** @throws ReleaseRefusedException naming the fields that the provider did not take */
    public void updated(Release release, AgentVersion answer) {
        List<String> notTaken = release.changes.notTaken(release.request.fields(), answer.fields());
        if (!notTaken.isEmpty()) {
            throw new ReleaseRefusedException("the provider did not take " + String.join(", ", notTaken)
                    + "; no version was launched. What was there before is kept in " + release.journal.text("before").orElse(""));
        }
        release.journal.with("answer", release.changes.current(release.request.fields(), answer.fields()))
                .with("changed", answer.id()).step(release.catalogue.launches() ? Step.UPDATED : Step.LAUNCHED, clock.instant());
    }

    /** To be sent: a version of the draft. */
    public AgentChange launch(Release release) {
        enter(release, Step.LAUNCHING);
        return release.change();
    }

    public void launched(Release release, AgentVersion version) {
        release.journal.with("version", version.id()).with("number", version.number()).with("name", version.name()).step(Step.LAUNCHED, clock.instant());
    }

    /** To be sent: the launched version as the live one. */
    public AgentChange publish(Release release) {
        enter(release, Step.PUBLISHING);
        return release.publication();
    }

    /** @throws ReleaseRefusedException if another version is live than the one that was sent */
    public void published(Release release, String liveVersion) {
        String wanted = release.journal.text("version").orElseThrow();
        if (!wanted.equals(liveVersion)) {
            throw new ReleaseRefusedException("the provider says that another version is live than the one that was published");
        }
        published.record(release.provider(), release.request.agentId(), wanted);
        release.journal.with("published", wanted).step(Step.PUBLISHING, clock.instant());
    }

    private void enter(Release release, Step step) {
        release.journal.step(step, clock.instant());
        permits.forget(release.permit());
        release.grant(permits.issue(UUID.randomUUID(), clock.instant().plus(PERMIT), PERMIT));
    }

    /** Writes the receipt, and takes the file away. */
    public void finish(Release release) {
        try {
            if (release.outcome() == null) {
                Path receipt = release.journal.step() == Step.DONE ? outbox.receipt(release.request) : outbox.released(release);
                release.journal.step(Step.DONE, clock.instant());
                release.end(new Release.Released(ReleaseOutbox.summary(release), receipt));
                outbox.consume(release.file, release.request.id());
                release.journal.with("consumed", clock.instant().toString()).step(Step.DONE, clock.instant());
                LOG.info("release {}: {}; see {}", release.request.file(), ReleaseOutbox.summary(release), receipt);
            }
            waiting.remove(release.request.id());
        } finally {
            leave(release);
        }
    }

    /** A try that did not come to its end: what may be repeated is, what nobody can decide is looked up first, and the rest is for a person. */
    public void failed(Release release, Throwable failure) {
        try {
            Throwable cause = failure instanceof ReleaseRefusedException || failure instanceof NotSettledException ? failure : cause(failure);
            boolean maySent = !release.permit().isEmpty() && permits.used(release.permit());
            Step step = release.journal.step();
            if (cause instanceof ReleaseRefusedException refused) {
                refuse(release, refused.reasons());
            } else if (cause instanceof NotSettledException notYet) {
                postpone(release, notYet.getMessage(), notYet.until());
            } else if (cause instanceof ProviderException answer && isRefusal(answer.status())) {
                revert(release, step);
                refuse(release, List.of(answer.getMessage()));
            } else if (!maySent || cause instanceof ProviderException answer && answer.retryAt().isPresent()) {
                revert(release, step);
                postpone(release, Reason.of(failure), retryAt(cause));
            } else {
                postpone(release, Reason.of(failure) + ": it is looked up whether " + step.name().toLowerCase(java.util.Locale.ROOT) + " was done", retryAt(cause));
            }
        } finally {
            leave(release);
        }
    }

    private static Throwable cause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProviderException || cause instanceof ReleaseRefusedException) {
                return cause;
            }
        }
        return failure;
    }

    /** Refused for good, and not carried out. */
    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && status != 408 && status != 425 && status != 429;
    }

    private Instant retryAt(Throwable cause) {
        Instant usual = clock.instant().plus(retryAfter);
        return cause instanceof ProviderException answer ? answer.retryAt().filter(usual::isBefore).orElse(usual) : usual;
    }

    private void revert(Release release, Step step) {
        if (step != step.undone()) {
            release.journal.step(step.undone(), clock.instant());
        }
    }

    private void refuse(Release release, List<String> reasons) {
        if (release.isPreview) {
            release.end(new Release.Refused(reasons));
            return;
        }
        boolean launched = release.journal.text("version").isPresent();
        List<String> all = launched ? List.of(String.join("; ", reasons), "v" + release.journal.number("number")
                + " was launched and is not live; the same file goes on from there") : reasons;
        outbox.refused(release.request.file(), release.request.id(), all, release.file);
        if (!launched) {
            release.journal.forget();
        }
        waiting.remove(release.request.id());
        release.end(new Release.Refused(all));
    }

    private void postpone(Release release, String reason, Instant retryAt) {
        Release.Unfinished pause = new Release.Unfinished(reason, retryAt);
        if (waiting.put(release.request.id(), new Waiting(release.request.file(), pause)) == null) {
            LOG.warn("release {}: {}; it is tried again", release.request.file(), reason);
        }
        release.end(pause);
    }

    private void leave(Release release) {
        permits.forget(release.permit());
        lock.giveBack();
    }

    /** Why releases have not come to their end, by the names of their files. */
    public Map<String, String> waiting() {
        Map<String, String> reasons = new TreeMap<>();
        waiting.values().forEach(put -> reasons.put(put.file(), put.pause().reason()));
        return reasons;
    }
}
