package io.voicecampaigns.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What one run found changed, written down as it is found, so that nothing piles up. Without a change there is no file. Used by one thread. */
final class ChangeReport {
    private static final DateTimeFormatter FILE_NAME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH'h'mm'm'ss's'SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path file;
    private final Path partial;
    private final String title;
    private boolean begun;

    ChangeReport(Path folder, Instant started) {
        String time = started.truncatedTo(ChronoUnit.MILLIS).toString();
        // no run of digits that a log would take for a phone number
        this.file = folder.resolve(FILE_NAME.format(started) + ".md");
        this.partial = folder.resolve("." + file.getFileName() + ".part");
        this.title = "# Agents, " + time;
    }

    /** A heading with what there is to say under it. */
    void section(String heading, List<String> lines) {
        StringBuilder text = new StringBuilder();
        if (!begun) {
            text.append(title).append('\n');
        }
        text.append("\n## ").append(heading).append('\n');
        if (!lines.isEmpty()) {
            text.append('\n');
            lines.forEach(line -> text.append(line).append('\n'));
        }
        try {
            Files.createDirectories(partial.getParent());
            Files.writeString(partial, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                    begun ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            begun = true;
        } catch (IOException e) {
            throw new UncheckedIOException(partial + " cannot be written: " + e.getClass().getSimpleName(), e);
        }
    }

    /** The report, where there was something to report. */
    Optional<Path> finish() {
        if (!begun) {
            return Optional.empty();
        }
        try {
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getClass().getSimpleName(), e);
        }
    }
}
