package io.voicecampaigns.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process out of a SQLite ledger. The operating system holds the lock and frees it when the process ends, however it
 * ends, so that a killed predecessor blocks nobody.
 */
final class ProcessLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private ProcessLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    static ProcessLock take(Path ledger) {
        Path file = ledger.resolveSibling(ledger.getFileName() + ".lock");
        FileChannel channel = null;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new OverlappingFileLockException();
            }
            return new ProcessLock(channel, lock);
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
            throw new LedgerException("the ledger " + ledger + " is in use by another process: stop that one, "
                    + "or give this one a DATA_DIR of its own, or share a PostgreSQL ledger through LEDGER_URL");
        } catch (IOException e) {
            closeQuietly(channel);
            throw new LedgerException("the lock beside the ledger " + ledger + " cannot be taken: is the directory writable?", e);
        }
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // nothing was held
            }
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new LedgerException("the lock beside the ledger cannot be released", e);
        }
    }
}
