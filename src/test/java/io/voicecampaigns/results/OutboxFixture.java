package io.voicecampaigns.results;

import io.voicecampaigns.outcome.Disposition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;

/** A list in an archive, and an outbox for what came of it. */
final class OutboxFixture {
    static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    static final ResultStyle PLAIN = new ResultStyle(true, false, Optional.empty(), MADRID);
    static final String CALL_NAMES = "call_state;call_disposition;call_duration_seconds;call_recording_url;call_id;call_attempts;"
            + "call_status;call_end_reason;call_started_at;call_ended_at;call_agent_version;call_error";
    private static final Instant START = Instant.parse("2026-11-20T09:00:00.5Z");

    final Path outbox;
    final Path original;

    OutboxFixture(Path folder, String name, String text, String charset) {
        this(folder, name, text.getBytes(Charset.forName(charset)));
    }

    OutboxFixture(Path folder, String name, byte[] content) {
        outbox = folder.resolve("outbox").resolve("renewals");
        try {
            original = Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(ResultStyle style, List<ResultRow> results, List<AttemptRow> attempts, List<Rejection> rejected) {
        write(style, results, attempts, rejected, Optional.empty());
    }

    void write(ResultStyle style, List<ResultRow> results, List<AttemptRow> attempts, List<Rejection> rejected,
            Optional<Summary> summary) {
        new ResultFiles(outbox, "lista", style).write(original, results.iterator(), attempts.iterator(), rejected.iterator(),
                summary);
    }

    String text(String name) {
        return text(name, "UTF-8");
    }

    String text(String name, String charset) {
        try {
            return new String(Files.readAllBytes(outbox.resolve(name)), charset);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names() {
        try (Stream<Path> files = Files.list(outbox)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ResultRow waiting(long row) {
        return new ResultRow(row, "waiting", Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), 0,
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    static ResultRow answered(long row) {
        return new ResultRow(row, "ended", Optional.of(Disposition.ANSWERED), OptionalInt.of(61),
                Optional.of("https://r.example/" + row),
                Optional.of("call-" + row), 2, Optional.of("ended"), Optional.of("hangup"), Optional.of(START),
                Optional.of(START.plusSeconds(61)), Optional.of("v1"), Optional.empty());
    }

    static ResultRow failed(long row, String error) {
        return new ResultRow(row, "refused", Optional.of(Disposition.FAILED), OptionalInt.empty(), Optional.empty(),
                Optional.empty(), 1,
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(error));
    }

    static AttemptRow attempt(int number, ResultRow call) {
        return new AttemptRow(number, new UUID(call.row(), number), "key-" + call.row(), call);
    }
}
