package io.voicecampaigns.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One campaign file, looked at again and again. What changed counts once two looks have found it the same: a file may be half
 * written, emptied before it is written, or absent while an editor renames. Used by one thread at a time.
 */
final class WatchedCampaign {
    private static final Logger LOG = LoggerFactory.getLogger(Campaigns.class);
    private static final String ABSENT = "absent";
    private static final String UNREADABLE = "unreadable";

    private record Content(String fingerprint, byte[] bytes, String failure) {
    }

    private final String name;
    private final CampaignReader reader;
    private final LastGood lastGood;

    private String seen = "";
    private String decided = "";
    private String decidedWith = "";
    private boolean gone;
    private Campaign campaign;
    private List<Problem> problems = List.of();
    private byte[] toKeep;
    private Optional<Problem> keepingFailed = Optional.empty();

    WatchedCampaign(String name, CampaignReader reader, LastGood lastGood) {
        this.name = name;
        this.reader = reader;
        this.lastGood = lastGood;
    }

    /**
     * Looks once.
     *
     * @param kamelets what changes whenever a kamelet does: the same file may then read otherwise
     * @param atOnce whether what is found counts without a second look: at the start, when nobody is editing
     */
    void look(Optional<Path> file, String kamelets, boolean atOnce) {
        Content found = content(file);
        boolean settled = atOnce || found.fingerprint().equals(seen);
        seen = found.fingerprint();
        boolean isNews = !seen.equals(decided);
        if (settled && (isNews || !kamelets.equals(decidedWith))) {
            decided = seen;
            decidedWith = kamelets;
            if (seen.equals(ABSENT)) {
                gone = true;
            } else {
                decide(file.orElseThrow(), found, isNews);
            }
        }
        keep();
    }

    boolean isGone() {
        return gone;
    }

    /** The edition to go by; empty if the file has never been good. */
    Optional<Campaign> campaign() {
        return Optional.ofNullable(campaign);
    }

    /** What is wrong with the file as it stands now. */
    List<Problem> problems() {
        return problems;
    }

    /** Why the last good edition would not survive a restart, where it would not. */
    Optional<Problem> keepingFailed() {
        return keepingFailed;
    }

    private static Content content(Optional<Path> file) {
        if (file.isEmpty()) {
            return new Content(ABSENT, null, "");
        }
        try {
            byte[] bytes = Files.readAllBytes(file.get());
            return new Content(Fingerprint.of(bytes), bytes, "");
        } catch (NoSuchFileException e) {
            return new Content(ABSENT, null, "");
        } catch (IOException e) {
            return new Content(UNREADABLE, null, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void decide(Path file, Content found, boolean isNews) {
        long begun = System.nanoTime();
        CampaignReader.Result result = found.bytes() == null
                ? new CampaignReader.Problems(List.of(Problem.ofFile(file.toString(), found.failure())))
                : reader.read(name, file.toString(), found.bytes());
        if (result instanceof CampaignReader.Read good) {
            if (isNews || !problems.isEmpty()) {
                LOG.info("Campaign {}: {} {} in {} ms", name, file, campaign == null ? "read" : "changed; in use",
                        Duration.ofNanos(System.nanoTime() - begun).toMillis());
            }
            campaign = good.campaign();
            problems = List.of();
            toKeep = found.bytes();
        } else if (result instanceof CampaignReader.Problems bad) {
            boolean isTold = !isNews && problems.equals(bad.problems());
            problems = bad.problems();
            if (campaign == null) {
                campaign = kept();
            }
            String consequence = campaign == null ? "the campaign does not run until this is corrected"
                    : "the last good edition of the file stays in use";
            problems.stream().filter(problem -> !isTold).forEach(problem -> LOG.warn("{}; {}", problem, consequence));
        }
    }

    private Campaign kept() {
        Path file = lastGood.file(name);
        return Files.exists(file) && reader.read(file) instanceof CampaignReader.Read good ? good.campaign() : null;
    }

    private void keep() {
        if (toKeep == null) {
            return;
        }
        try {
            lastGood.keep(name, toKeep);
            toKeep = null;
            keepingFailed = Optional.empty();
        } catch (IOException e) {
            keepingFailed = Optional.of(Problem.ofFile(lastGood.file(name).toString(), "cannot be written ("
                    + e.getClass().getSimpleName() + "): a bad edit would not be survived across a restart"));
        }
    }
}
