package io.voicecampaigns.contact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Empties the cells of rows of a list, whatever its encoding and delimiter. Every other byte stays as it was, and so do the numbers of all
 * rows. A file changes at once or not at all, also where the process dies; to be called by one process at a time.
 */
public final class BlankedRows {
    private static final String ENDING = ".blanked.tmp";

    private record Blank(EntryReader.Span span, byte[] text) {
    }

    private BlankedRows() {
    }

    /**
     * Empties rows, counted from 1. To empty one again changes nothing.
     *
     * @return how many of them the file has
     * @throws UncheckedIOException if the file cannot be read or written: it is then as before
     */
    public static int write(Path file, Set<Long> rows) {
        try {
            removeLeftovers(file);
            Encoding encoding = ContactFile.encoding(file);
            List<Blank> blanks = blanks(file, encoding, rows);
            if (!blanks.isEmpty()) {
                long[] places = BytePlaces.of(file, encoding, blanks.stream()
                        .flatMapToLong(blank -> java.util.stream.LongStream.of(blank.span().from(), blank.span().to())).toArray());
                replace(file, blanks, places);
            }
            return blanks.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Blank> blanks(Path file, Encoding encoding, Set<Long> rows) {
        List<Blank> blanks = new ArrayList<>();
        try (ContactFile list = ContactFile.open(file, file.getFileName().toString())) {
            for (Entry entry = list.next(); entry != null && blanks.size() < rows.size(); entry = list.next()) {
                if (rows.contains(entry.row())) {
                    blanks.add(new Blank(list.span(), empty(entry, list.format()).getBytes(encoding.charset())));
                }
            }
        } catch (UnreadableListException e) {
            // no row behind this is known to anybody
            return blanks;
        }
        return blanks;
    }

    /** The same row with nothing in it: not a blank line, which would count as no row at all. */
    private static String empty(Entry entry, Format format) {
        if (format.kind() == Format.Kind.CSV) {
            int cells = Math.max(1, entry.cells().size());
            return "\"\"" + String.valueOf(format.delimiter()).repeat(cells - 1);
        }
        StringJoiner object = new StringJoiner(",", "{", "}");
        if (entry instanceof Row row) {
            row.names().forEach(name -> object.add('"' + new String(com.fasterxml.jackson.core.io.JsonStringEncoder.getInstance().quoteAsString(name)) + "\":\"\""));
        }
        return object.toString();
    }

    private static void replace(Path file, List<Blank> blanks, long[] places) throws IOException {
        Path next = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName() + ".", ENDING);
        try {
            try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ);
                    FileChannel to = FileChannel.open(next, StandardOpenOption.WRITE)) {
                long done = 0;
                for (int i = 0; i < blanks.size(); i++) {
                    copy(from, done, places[2 * i], to);
                    ByteBuffer text = ByteBuffer.wrap(blanks.get(i).text());
                    while (text.hasRemaining()) {
                        to.write(text);
                    }
                    done = places[2 * i + 1];
                }
                copy(from, done, from.size(), to);
                to.force(true);
            }
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
                Files.setPosixFilePermissions(next, permissions);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static void copy(FileChannel from, long begin, long end, FileChannel to) throws IOException {
        for (long at = begin; at < end;) {
            at += from.transferTo(at, end - at, to);
        }
    }

    /**
     * A process that died half-way leaves a copy of the list with all other rows in it, in which others may be looked for in vain. To be
     * called by whoever may {@link #write}.
     */
    public static void removeLeftovers(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            return;
        }
        Predicate<String> copies = Pattern.compile(Pattern.quote("." + file.getFileName() + ".") + "\\d+" + Pattern.quote(ENDING)).asMatchPredicate();
        try (Stream<Path> beside = Files.list(folder)) {
            for (Path each : beside.filter(path -> copies.test(path.getFileName().toString())).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
