package io.voicecampaigns.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/**
 * Copies of the last good edition of each campaign file, so that a bad edit is survived across a restart. Those of removed
 * campaigns move aside: they never dial again, but what they dialled is still reported. Files are whole or absent.
 */
final class LastGood {
    private final Path directory;
    private final Path removed;

    LastGood(Path data) {
        directory = data.resolve("last-good").resolve("campaigns");
        removed = directory.resolve("removed");
    }

    Path file(String name) {
        return directory.resolve(name + ".yaml");
    }


    /** Keeps a copy, durable once this returns. Keeping the same again writes nothing. */
    void keep(String name, byte[] content) throws IOException {
        if (Files.exists(file(name)) && Arrays.equals(Files.readAllBytes(file(name)), content)) {
            return;
        }
        Files.createDirectories(directory);
        Path partial = directory.resolve(name + ".yaml.partial");
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(partial, file(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Moves the copy of a removed campaign aside; without a copy nothing happens. */
    void remove(String name) throws IOException {
        if (Files.exists(file(name))) {
            Files.createDirectories(removed);
            Files.move(file(name), removed.resolve(name + ".yaml"), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The copies by the campaign's name; none if they cannot be listed. */
    Map<String, Path> kept() {
        return CampaignFiles.in(directory).files();
    }

    /** The copies moved aside by the campaign's name; none if they cannot be listed. */
    Map<String, Path> removed() {
        return CampaignFiles.in(removed).files();
    }
}
