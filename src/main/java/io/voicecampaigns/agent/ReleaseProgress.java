package io.voicecampaigns.agent;

import io.voicecampaigns.agent.ReleaseJournal.Step;
import io.voicecampaigns.provider.ProviderMappings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far releases have come: by what the provider answered, and where an answer was lost, by the state that it tells of now. Each step is in the journal once it is taken. */
final class ReleaseProgress {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

    private final Path snapshots;
    private final Clock clock;
    private final ProviderMappings mappings;
    private final Published published;

    ReleaseProgress(Path snapshots, Clock clock, ProviderMappings mappings, Published published) {
        this.snapshots = snapshots;
        this.clock = clock;
        this.mappings = mappings;
        this.published = published;
    }

    /**
     * Decides what is left to be done, now that the live state is known.
     *
     * @throws ReleaseRefusedException if it is not the state that was reviewed, or not the one that an earlier try left
     */
    void decide(Release release) {
        ReleaseJournal journal = release.journal;
        switch (journal.step()) {
            case NOTHING -> begin(release);
            case UPDATING -> {
                if (release.changes.notTaken(release.request.fields(), release.target().fields()).isEmpty()) {
                    updated(release, release.target());
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

    /** @throws ReleaseRefusedException naming the fields that the provider did not take */
    void updated(Release release, AgentVersion answer) {
        List<String> notTaken = release.changes.notTaken(release.request.fields(), answer.fields());
        if (!notTaken.isEmpty()) {
            throw new ReleaseRefusedException("the provider did not take " + String.join(", ", notTaken)
                    + "; no version was launched. What was there before is kept in " + release.journal.text("before").orElse(""));
        }
        release.journal.with("answer", release.changes.current(release.request.fields(), answer.fields()))
                .with("changed", answer.id()).step(release.catalogue.launches() ? Step.UPDATED : Step.LAUNCHED, clock.instant());
    }

    void launched(Release release, AgentVersion version) {
        release.journal.with("version", version.id()).with("number", version.number()).with("name", version.name()).step(Step.LAUNCHED, clock.instant());
    }

    /** @throws ReleaseRefusedException if another version is live than the one that was sent */
    void published(Release release, String liveVersion) {
        String wanted = release.journal.text("version").orElseThrow();
        if (!wanted.equals(liveVersion)) {
            throw new ReleaseRefusedException("the provider says that another version is live than the one that was published");
        }
        published.record(release.provider(), release.request.agentId(), wanted);
        release.journal.with("published", wanted).step(Step.PUBLISHING, clock.instant());
    }
}
