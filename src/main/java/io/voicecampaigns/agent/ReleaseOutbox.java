package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came of release files: {@code agents/outbox}, beside the files themselves in {@code agents/archive}. */
final class ReleaseOutbox {
    private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

    private final Path outbox;
    private final Path archive;
    private final Clock clock;

    ReleaseOutbox(Path agents, Clock clock) {
        this.outbox = agents.resolve("outbox");
        this.archive = agents.resolve("archive");
        this.clock = clock;
    }

    /** {@code v5 “spring” was launched and is live}. */
    static String summary(Release release) {
        ReleaseJournal journal = release.journal;
        if (!release.catalogue.launches()) {
            return "the version was changed and is live";
        }
        return "v" + journal.number("number") + " “" + journal.text("name").orElse("") + "” was launched and is "
                + (journal.text("published").isPresent() ? "live" : "not live");
    }

    /** The receipt: what was sent, and what the provider made of it. */
    Path released(Release release) {
        ReleaseRequest request = release.request;
        ReleaseJournal journal = release.journal;
        ObjectNode receipt = CanonicalJson.object().put("file", request.file()).put("release", request.id()).put("provider", request.provider())
                .put("agent", request.agentId()).put("released", clock.instant().toString()).put("before", journal.text("before").orElse(""))
                .put("live", journal.text("published").isPresent() || !release.catalogue.launches());
        receipt.set("sent", request.fields());
        receipt.set("answered", journal.tree("answer"));
        ObjectNode version = receipt.putObject("version");
        if (release.catalogue.launches()) {
            version.put("id", journal.text("version").orElse("")).put("number", journal.number("number")).put("name", journal.text("name").orElse(""));
        } else {
            version.put("id", request.versionId().orElse(""));
        }
        Path file = receipt(request);
        WholeFile.write(file, CanonicalJson.pretty(receipt));
        return file;
    }

    /** Where the receipt stands. */
    Path receipt(ReleaseRequest request) {
        return outbox.resolve(request.stem() + "-" + request.id().substring(0, 8) + ".receipt.json");
    }

    /** Says why nothing came of it. */
    void refused(String file, String release, List<String> reasons, Optional<Path> taken) {
        Path told = outbox.resolve(file.replaceFirst("(?i)\\.(json|ya?ml)$", "") + "-" + release.substring(0, 8) + ".error.txt");
        WholeFile.write(told, (file + " was not released:\n" + String.join("\n", reasons.stream().map(reason -> "- " + reason).toList()) + "\n")
                .getBytes(StandardCharsets.UTF_8));
        consume(taken, release);
        LOG.error("release {} was refused: {}; see {}", file, String.join("; ", reasons), told);
    }

    /** Moves the file out of the inbox. */
    void consume(Optional<Path> file, String release) {
        file.filter(Files::exists).ifPresent(path -> {
            try {
                Files.createDirectories(archive);
                Files.move(path, archive.resolve(release.substring(0, 8) + "-" + path.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(path + " cannot be moved: " + e.getClass().getSimpleName(), e);
            }
        });
    }
}
