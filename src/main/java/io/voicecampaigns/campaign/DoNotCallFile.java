package io.voicecampaigns.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A do-not-call file, looked at again and again. New content counts once two looks have found it the same, so that a list
 * half written lets nobody through; until then the list before it counts. A file that cannot be read stops its campaigns at
 * once. Used by one thread at a time.
 */
final class DoNotCallFile {
    private static final Logger LOG = LoggerFactory.getLogger(Campaigns.class);

    // A file system may give two writes the same time, and some copying tools set it: equal times are not proof enough.
    private static final Duration COARSEST_FILE_TIME = Duration.ofSeconds(2);
    private static final Duration LONGEST_UNREAD = Duration.ofMinutes(1);

    private record Stamp(long size, FileTime modified, Object key) {
    }

    private final Path file;
    private final Function<String, Optional<String>> normaliser;
    private final Clock clock;

    private Clearance clearance;
    private List<Problem> problems = List.of();
    private String inUse = "";
    private String seen = "";
    private Stamp stamp;
    private Instant readAt = Instant.MIN;

    DoNotCallFile(Path file, Function<String, Optional<String>> normaliser, Clock clock) {
        this.file = file;
        this.normaliser = normaliser;
        this.clock = clock;
        this.clearance = new Clearance.Stopped("the do-not-call list " + file + " has not been read yet");
    }

    Clearance clearance() {
        return clearance;
    }

    List<Problem> problems() {
        return problems;
    }

    void look() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Stamp now = new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
            if (isUnchanged(now)) {
                return;
            }
            stamp = now;
            readAt = clock.instant();
            take(Files.readAllBytes(file));
        } catch (IOException e) {
            stamp = null;
            inUse = "";
            seen = "none";
            String reason = "cannot be read (" + e.getClass().getSimpleName() + ")";
            problems = List.of(Problem.ofFile(file.toString(), reason + "; the campaigns that name it do not dial"));
            clearance = new Clearance.Stopped("the do-not-call list " + file + " " + reason);
        }
    }

    private boolean isUnchanged(Stamp now) {
        Instant at = clock.instant();
        return Objects.equals(now, stamp) && seen.equals(inUse)
                && now.modified().toInstant().plus(COARSEST_FILE_TIME).isBefore(readAt)
                && !at.isBefore(readAt) && at.isBefore(readAt.plus(LONGEST_UNREAD));
    }

    private void take(byte[] content) {
        String found = Fingerprint.of(content);
        boolean settled = seen.isEmpty() || found.equals(seen);
        seen = found;
        if (found.equals(inUse) || !settled) {
            return;
        }
        boolean isEdit = !inUse.isEmpty();
        long begun = System.nanoTime();
        inUse = found;
        DoNotCallList list = DoNotCallList.parse(file.toString(), content, normaliser);
        problems = list.problems();
        LOG.info("do-not-call list {}: {} numbers, {} in {} ms", file, list.size(), isEdit ? "changed; in use" : "read",
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
        if (list.size() == 0 && !problems.isEmpty()) {
            clearance = new Clearance.Stopped("the do-not-call list " + file + " holds no number, in any line; expected one a line");
        } else {
            clearance = new Clearance.Ok(list);
        }
    }
}
