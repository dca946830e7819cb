package io.voicecampaigns.contact;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.voicecampaigns.contact.Format.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A list of contacts in a file: CSV, a JSON array, or a JSON object in each line, in whatever encoding and with whatever
 * delimiter. Reads forward in constant memory, however large the file is. For one thread. I/O errors are thrown as
 * {@link UncheckedIOException}.
 */
public final class ContactFile implements Closeable {
    private static final int SAMPLE_CHARS = 1 << 16;

    private final Format format;
    private final EntryReader entries;
    private long nextRow = 1;
    private UnreadableListException failure;

    private ContactFile(Format format, EntryReader entries) {
        this.format = format;
        this.entries = entries;
    }

    /**
     * Opens a file and reads it up to its header. A file with a header and no rows is an empty list.
     *
     * @param nameForMessages the name that the file's owner knows; one that ends in {@code .json}, {@code .jsonl} or
     *                        {@code .ndjson} is JSON, every other CSV
     * @throws UnreadableListException if the file is no list
     */
    public static ContactFile open(Path file, String nameForMessages) {
        try {
            byte[] head = head(file);
            refuseSpreadsheets(head, nameForMessages);
            Encoding encoding = Encoding.of(file, head);
            String sample = sample(file, encoding);
            if (sample.isBlank() && sample.length() < SAMPLE_CHARS) {
                throw new UnreadableListException(nameForMessages, 1, "the file is empty",
                        "write contacts into it and drop it again");
            }
            Reader in = encoding.open(file);
            try {
                return isJson(nameForMessages)
                        ? json(in, sample, encoding, nameForMessages)
                        : csv(in, sample, encoding, nameForMessages);
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Format format() {
        return format;
    }

    /**
     * The next entries in the file's order, none at its end.
     *
     * @param max at least 1
     * @throws UnreadableListException if nothing can be read from here on; all rows before have been returned by then
     */
    public List<Entry> next(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("at least one entry must be asked for: " + max);
        }
        if (failure != null) {
            throw failure;
        }
        List<Entry> batch = new ArrayList<>(Math.min(max, 1024));
        try {
            while (batch.size() < max) {
                Entry entry = entries.read();
                if (entry == null) {
                    break;
                }
                batch.add(entry);
                nextRow = entry.row() + 1;
            }
        } catch (UnreadableListException e) {
            failure = e;
            if (batch.isEmpty()) {
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return batch;
    }

    /**
     * Passes over the rows before this one, so that {@link #next} begins with it; past the last row, with nothing.
     *
     * @param row not before the row that would come next
     * @throws UnreadableListException if the file cannot be read up to there
     */
    public void skipTo(long row) {
        if (row < nextRow) {
            throw new IllegalArgumentException("row " + row + " is behind: the next one is " + nextRow);
        }
        while (nextRow < row && !next((int) Math.min(row - nextRow, 1000)).isEmpty()) {
            // next() moves on
        }
    }

    /** As {@link #next(int)} of one entry; null at the end. */
    Entry next() {
        List<Entry> one = next(1);
        return one.isEmpty() ? null : one.get(0);
    }

    /** Where the last entry of {@link #next()} stands. */
    EntryReader.Span span() {
        return entries.span();
    }

    @Override
    public void close() {
        try {
            entries.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContactFile csv(Reader in, String sample, Encoding encoding, String name) throws IOException {
        CsvLayout layout = CsvLayout.of(sample, sample.length() == SAMPLE_CHARS);
        CsvRecords records = new CsvRecords(in, layout.delimiter());
        CsvRows rows = new CsvRows(records, layout.separatorLine(), encoding.faultless(), name);
        return new ContactFile(new Format(Kind.CSV, encoding.charset(), encoding.markBytes() > 0, layout.delimiter(),
                layout.separatorLine(), rows.header().names(), records.lineSeparator()), rows);
    }

    private static ContactFile json(Reader in, String sample, Encoding encoding, String name) throws IOException {
        String text = sample.stripLeading();
        Kind kind = text.startsWith("[") ? Kind.JSON_ARRAY : Kind.JSON_LINES;
        String firstLine = text.lines().findFirst().orElse("").strip();
        if (!text.startsWith("[") && (!text.startsWith("{") || firstLine.equals("{"))) {
            long line = 1 + sample.substring(0, sample.length() - text.length()).chars().filter(c -> c == '\n').count();
            throw new UnreadableListException(name, line, "a JSON list is one array of objects, or has one object in each line",
                    "write it so and drop the file again");
        }
        JsonFactory factory = new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(16 * CsvRecords.MAX_RECORD_CHARS).build())
                .build();
        EntryReader rows = kind == Kind.JSON_ARRAY
                ? new JsonArrayRows(in, factory, encoding.faultless(), name)
                : new JsonLineRows(in, factory, encoding.faultless());
        int newline = sample.indexOf('\n');
        String lineSeparator = newline > 0 && sample.charAt(newline - 1) == '\r' ? "\r\n" : "\n";
        return new ContactFile(
                new Format(kind, encoding.charset(), encoding.markBytes() > 0, ',', false, List.of(), lineSeparator), rows);
    }

    private static boolean isJson(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".json") || lower.endsWith(".jsonl") || lower.endsWith(".ndjson");
    }

    private static void refuseSpreadsheets(byte[] head, String name) {
        boolean zip = head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
        boolean ole = head.length >= 4 && head[0] == (byte) 0xD0 && head[1] == (byte) 0xCF && head[2] == 0x11
                && head[3] == (byte) 0xE0;
        if (zip || ole) {
            throw new UnreadableListException(name, 1, "this is a spreadsheet or an archive, whatever its name says",
                    "open it, save it as \"CSV UTF-8\" and drop that file");
        }
    }

    /** How the bytes of a file become characters. */
    static Encoding encoding(Path file) throws IOException {
        return Encoding.of(file, head(file));
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(4096);
        }
    }

    private static String sample(Path file, Encoding encoding) throws IOException {
        char[] sample = new char[SAMPLE_CHARS];
        int length = 0;
        try (Reader in = encoding.open(file)) {
            for (int read = 0; read >= 0 && length < SAMPLE_CHARS; read = in.read(sample, length, SAMPLE_CHARS - length)) {
                length += read;
            }
        }
        return new String(sample, 0, length);
    }
}
