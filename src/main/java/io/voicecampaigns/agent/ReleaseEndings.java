package io.voicecampaigns.agent;

import io.voicecampaigns.agent.ReleaseJournal.Step;
import io.voicecampaigns.metrics.Meters;
import io.voicecampaigns.provider.Permits;
import io.voicecampaigns.provider.ProviderException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a try of a release comes to: done, refused, or to be tried again. Thread-safe, as far as releases are different ones. */
final class ReleaseEndings {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

    private final ReleaseOutbox outbox;
    private final Clock clock;
    private final Permits permits;
    private final Duration retryAfter;
    private final Meters meters;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

    private record Waiting(String file, Release.Unfinished pause) {
    }

    ReleaseEndings(ReleaseOutbox outbox, Clock clock, Permits permits, Duration retryAfter, Meters meters) {
        this.outbox = outbox;
        this.clock = clock;
        this.permits = permits;
        this.retryAfter = retryAfter;
        this.meters = meters;
    }

    /** Whether a release is not to be tried again yet. @param id the file's */
    boolean isPostponed(String id) {
        return Optional.ofNullable(waiting.get(id)).filter(put -> clock.instant().isBefore(put.pause().retryAt())).isPresent();
    }

    /** Writes the receipt, and takes the file away. */
    void finish(Release release) {
        if (release.outcome() == null) {
            Path receipt = release.journal.step() == Step.DONE ? outbox.receipt(release.request) : outbox.released(release);
            release.journal.step(Step.DONE, clock.instant());
            release.end(new Release.Released(ReleaseOutbox.summary(release), receipt));
            outbox.consume(release.file, release.request.id());
            release.journal.with("consumed", clock.instant().toString()).step(Step.DONE, clock.instant());
            meters.released(release.provider(), "released");
            LOG.info("release {}: {}; see {}", release.request.file(), ReleaseOutbox.summary(release), receipt);
        }
        waiting.remove(release.request.id());
    }

    /** A try that did not come to its end: what may be repeated is, what nobody can decide is looked up first, and the rest is for a person. */
    void failed(Release release, Throwable failure) {
        Throwable cause = failure instanceof ReleaseRefusedException || failure instanceof NotSettledException ? failure : cause(failure);
        // a try that fails at reading, before it sends anything, knows nothing of what an earlier one may have sent
        boolean wantedToSend = !release.permit().isEmpty();
        boolean maySent = wantedToSend ? permits.used(release.permit()) : release.journal.step() != release.journal.step().undone();
        Step step = release.journal.step();
        if (cause instanceof ReleaseRefusedException refused) {
            refuse(release, refused.reasons());
        } else if (cause instanceof NotSettledException notYet) {
            postpone(release, notYet.getMessage(), notYet.until());
        } else if (cause instanceof ProviderException answer && isRefusal(answer.status()) && (wantedToSend || !maySent)) {
            revert(release, step);
            refuse(release, List.of(answer.getMessage()));
        } else if (!maySent || wantedToSend && cause instanceof ProviderException answer && answer.retryAt().isPresent()) {
            revert(release, step);
            postpone(release, Reason.of(failure), retryAt(cause));
        } else {
            postpone(release, Reason.of(failure) + ": it is looked up whether " + step.name().toLowerCase(java.util.Locale.ROOT) + " was done", retryAt(cause));
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
        meters.released(release.provider(), "refused");
        release.end(new Release.Refused(all));
    }

    private void postpone(Release release, String reason, Instant retryAt) {
        Release.Unfinished pause = new Release.Unfinished(reason, retryAt);
        if (waiting.put(release.request.id(), new Waiting(release.request.file(), pause)) == null) {
            LOG.warn("release {}: {}; it is tried again", release.request.file(), reason);
        }
        meters.released(release.provider(), "unfinished");
        release.end(pause);
    }

    /** Why releases have not come to their end, by the names of their files. */
    Map<String, String> waiting() {
        Map<String, String> reasons = new TreeMap<>();
        waiting.values().forEach(put -> reasons.put(put.file(), put.pause().reason()));
        return reasons;
    }
}
