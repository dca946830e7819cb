package io.voicecampaigns.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.Format;
import io.voicecampaigns.outcome.Disposition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what came of a list beside the list's own columns: {@code <list>.results}, {@code .attempts} and {@code .rejected} as
 * CSV or JSON, whichever the list is, and {@code .summary.json}. Each file changes at once and is never seen half written, not
 * even after a crash; writing the same again changes nothing. Streams: memory does not grow with the list. A list is to be
 * written by one thread at a time, different lists need no care. I/O errors are thrown as {@link UncheckedIOException}, and then
 * the files of before remain, or some of them.
 */
public final class ResultFiles {
    private static final int BATCH = 1000;

    private final Path outboxFolder;
    private final String listName;
    private final ResultStyle style;

    /**
     * @param outboxFolder created where it does not exist
     * @param listName     the list's file name without extension
     */
    public ResultFiles(Path outboxFolder, String listName, ResultStyle style) {
        if (listName.isBlank() || Path.of(listName).isAbsolute() || Path.of(listName).getNameCount() != 1) {
            throw new IllegalArgumentException("a list's name is the name of a file, without folders");
        }
        this.outboxFolder = outboxFolder;
        this.listName = listName;
        this.style = style;
    }

    /**
     * Writes all files of the list. The iterators are read once, to their end, and must ascend by row.
     *
     * @param original the list as it was picked up
     * @param results  the enrolled rows
     * @param attempts any number for each row
     * @param rejected the rows that were not enrolled
     * @param summary  empty while the list is not finished: there is no summary file then
     * @throws IllegalStateException    if the original does not have one of the rows
     * @throws IllegalArgumentException if rows do not ascend
     * @throws io.voicecampaigns.contact.UnreadableListException if the original cannot be read as far as its rows are asked for
     */
    public void write(Path original, Iterator<ResultRow> results, Iterator<AttemptRow> attempts, Iterator<Rejection> rejected,
            Optional<Summary> summary) {
        write(Original.file(original), results, attempts, rejected, summary);
    }

    /** As {@link #write(Path, Iterator, Iterator, Iterator, Optional)}; closes the original. */
    public void write(Original original, Iterator<ResultRow> results, Iterator<AttemptRow> attempts, Iterator<Rejection> rejected,
            Optional<Summary> summary) {
        try (Original list = original) {
            Files.createDirectories(outboxFolder);
            Format format = list.format();
            String extension = format.kind() == Format.Kind.CSV ? ".csv" : ".json";
            Path summaryFile = cleared(".summary.json");
            try (ResultTable resultTable = table(cleared(".results" + extension), format, OwnColumns.RESULTS.with(style.texts()));
                    ResultTable attemptTable = table(cleared(".attempts" + extension), format, OwnColumns.ATTEMPTS.with(style.texts()));
                    ResultTable rejectedTable = table(cleared(".rejected" + extension), format, OwnColumns.REJECTED)) {
                merge(list, new InListOrder<>(results, ResultRow::row), resultTable,
                        new InListOrder<>(attempts, AttemptRow::row), attemptTable,
                        new InListOrder<>(rejected, Rejection::row), rejectedTable);
                resultTable.publish();
                attemptTable.publish();
                rejectedTable.publish();
            }
            if (summary.isPresent()) {
                write(summaryFile, summary.get());
            } else {
                Files.deleteIfExists(summaryFile);
            }
            syncFolder();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path cleared(String ending) throws IOException {
        Path target = outboxFolder.resolve(listName + ending);
        OutboxFile.removeLeftovers(target);
        return target;
    }

    private ResultTable table(Path target, Format format, OwnColumns own) throws IOException {
        return format.kind() == Format.Kind.CSV ? new CsvTable(target, format, style, own) : new JsonTable(target, format, own);
    }

    private void merge(Original list, InListOrder<ResultRow> results, ResultTable resultTable,
            InListOrder<AttemptRow> attempts,
            ResultTable attemptTable, InListOrder<Rejection> rejected, ResultTable rejectedTable) throws IOException {
        // no further than needed: what stands behind the last known row may not be readable
        while (!results.isEmpty() || !attempts.isEmpty() || !rejected.isEmpty()) {
            List<Entry> entries = list.next(BATCH);
            if (entries.isEmpty()) {
                throw new IllegalStateException("the original of list " + listName
                        + " ends before the last row that is known of it");
            }
            for (Entry entry : entries) {
                long row = entry.row();
                while (results.isAt(row)) {
                    resultTable.write(entry, OwnColumns.of(results.take(), style));
                }
                while (attempts.isAt(row)) {
                    attemptTable.write(entry, OwnColumns.of(attempts.take(), style));
                }
                while (rejected.isAt(row)) {
                    rejectedTable.write(entry, OwnColumns.of(rejected.take()));
                }
            }
        }
    }

    private void write(Path target, Summary summary) throws IOException {
        try (OutboxFile file = new OutboxFile(target, StandardCharsets.UTF_8, false)) {
            JsonGenerator json = new JsonFactory().createGenerator(file)
                    .setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
            json.writeStartObject();
            json.writeStringField("list", summary.list());
            json.writeStringField("campaign", summary.campaign());
            json.writeNumberField("edition", summary.edition());
            json.writeNumberField("rows", summary.rows());
            json.writeNumberField("enrolled", summary.enrolled());
            json.writeNumberField("rejected", summary.rejectedByReason().values().stream().mapToLong(Long::longValue).sum());
            json.writeObjectFieldStart("rejected_by_reason");
            for (Map.Entry<String, Long> count : summary.rejectedByReason().entrySet()) {
                json.writeNumberField(count.getKey(), count.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("by_state");
            for (Map.Entry<String, Long> count : summary.byState().entrySet()) {
                json.writeNumberField(count.getKey(), count.getValue());
            }
            json.writeEndObject();
            json.writeObjectFieldStart("by_disposition");
            for (Map.Entry<Disposition, Long> count : summary.byDisposition().entrySet()) {
                json.writeNumberField(count.getKey().word(), count.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("attempts", summary.attempts());
            json.writeNumberField("talk_seconds", summary.talkSeconds());
            json.writeNumberField("recordings", summary.recordings());
            writeTime(json, "started", summary.started());
            writeTime(json, "finished", summary.finished());
            json.writeEndObject();
            json.writeRaw("\n");
            json.flush();
            file.publish();
        }
    }

    private void writeTime(JsonGenerator json, String name, Optional<Instant> time) throws IOException {
        json.writeStringField(name, time.map(style::isoTime).orElse(null));
    }

    private void syncFolder() throws IOException {
        try (FileChannel folder = FileChannel.open(outboxFolder, StandardOpenOption.READ)) {
            folder.force(true);
        } catch (AccessDeniedException e) {
            // Windows opens no folders, and needs none synced
        }
    }
}
