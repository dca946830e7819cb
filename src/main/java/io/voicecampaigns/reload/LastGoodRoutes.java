package io.voicecampaigns.reload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last set of route files that ran, kept in the data directory for a start that finds a bad one. Each set has a directory of its own,
 * named after its content; a file names the one that counts and is exchanged as a whole, so that whatever dies, one of the two is there.
 */
final class LastGoodRoutes {
    private static final String COUNTS = "current";
    private static final int TRIES = 3;

    private final Path directory;

    /** @param data the data directory; nothing is written before {@link #keep} */
    LastGoodRoutes(Path data) {
        directory = data.resolve("last-good").resolve("routes");
    }

    /** Durable once this returns. Keeping the same again writes nothing. */
    void keep(RouteSet set) throws IOException {
        for (int tries = 1;; tries++) {
            try {
                write(set);
                return;
            } catch (IOException e) {
                // another replica with this directory may be keeping the same set just now
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void write(RouteSet set) throws IOException {
        String name = fingerprint(set);
        if (counting().filter(name::equals).isPresent() && read(set.home()).isPresent()) {
            return;
        }
        Path partial = directory.resolve(name + ".partial");
        clear(partial);
        Files.createDirectories(partial);
        for (String file : set.files().keySet()) {
            Path copy = partial.resolve(file);
            Files.createDirectories(copy.getParent());
            write(copy, set.text(file));
        }
        sync(partial);
        clear(directory.resolve(name));
        Files.move(partial, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        Path next = directory.resolve(COUNTS + ".partial");
        write(next, name);
        Files.move(next, directory.resolve(COUNTS), StandardCopyOption.ATOMIC_MOVE);
        sync(directory);
        for (Path other : entries()) {
            if (!other.endsWith(name) && !other.endsWith(COUNTS)) {
                clear(other);
            }
        }
    }

    /**
     * The set that was kept last; empty if there is none, or if it has been tampered with.
     *
     * @param home the directory that its files are shown to be in
     */
    Optional<RouteSet> read(Path home) throws IOException {
        Optional<String> name = counting();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            RouteSet kept = new RouteSet(home, RouteSet.read(directory.resolve(name.get())).files());
            return Optional.of(kept).filter(set -> fingerprint(set).equals(name.get()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Optional<String> counting() throws IOException {
        try {
            return Optional.of(Files.readString(directory.resolve(COUNTS)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    Path directory() {
        return directory;
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                try (FileChannel channel = FileChannel.open(each, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
    }

    private static void clear(Path path) throws IOException {
        if (Files.exists(path)) {
            try (Stream<Path> all = Files.walk(path)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    private static String fingerprint(RouteSet set) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            set.files().forEach((file, text) -> {
                digest.update((file + "\0" + text.length() + "\0").getBytes(StandardCharsets.UTF_8));
                digest.update(text.getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
