package io.voicecampaigns.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Files that are whole or absent. */
final class WholeFile {
    private WholeFile() {
    }

    /** Replaces the file; it is on the disk once this returns. */
    static void write(Path file, byte[] content) {
        write(file, content, true);
    }

    private static void write(Path file, byte[] content, boolean durable) {
        try {
            Files.createDirectories(file.getParent());
            // process ids tell containers that share a volume not apart: in each it is 1
            Path partial = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (durable) {
                    channel.force(true);
                }
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (durable) {
                forceFolder(file.getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written: " + e.getClass().getSimpleName(), e);
        }
    }

    /** Replaces a file that holds something else. What a loss of power takes of it, the next look finds and writes again. */
    static void writeIfOther(Path file, byte[] content) {
        if (read(file).filter(held -> Arrays.equals(held, content)).isEmpty()) {
            write(file, content, false);
        }
    }

    /** Empty where there is no such file. */
    static Optional<byte[]> read(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    /** A name is on the disk only once its folder is. */
    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
