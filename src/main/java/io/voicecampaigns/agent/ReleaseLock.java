package io.voicecampaigns.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One release at a time, over all processes of this machine. The operating system frees it when a process dies. */
final class ReleaseLock {
    private final Path file;
    private FileChannel channel;

    ReleaseLock(Path file) {
        this.file = file;
    }

    /** False while somebody else has it. */
    synchronized boolean take() {
        if (channel != null) {
            return false;
        }
        try {
            Files.createDirectories(file.getParent());
            FileChannel opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock taken = tryLock(opened);
            if (taken == null) {
                opened.close();
                return false;
            }
            channel = opened;
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    synchronized void giveBack() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
            channel = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
