package io.voicecampaigns;

import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.replica.Duties;
import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;

/**
 * Lets a file through once it has neither grown nor been touched for a while, so that it is not taken while it is still being written.
 * Unlike a read lock of the file component it waits for no file: one that grows for hours holds back no other. Of several replicas with one data
 * directory, one takes files. For one consumer.
 */
public final class SettledFiles implements GenericFileFilter<File> {
    private final Clock clock;
    private final Duration settled;
    private final Duties duties;
    private final Map<String, Look> looks = new HashMap<>();

    private record Look(long length, long modified, Instant since) {
    }

    public SettledFiles(Clock clock, Duration settled, Duties duties) {
        this.clock = clock;
        this.settled = settled;
        this.duties = duties;
    }

    @Override
    public boolean accept(GenericFile<File> file) {
        if (file.isDirectory()) {
            return true;
        }
        Instant now = clock.instant();
        Look look = looks.get(file.getAbsoluteFilePath());
        if (look == null || look.length() != file.getFileLength() || look.modified() != file.getLastModified()) {
            looks.put(file.getAbsoluteFilePath(), new Look(file.getFileLength(), file.getLastModified(), now));
            return false;
        }
        if (Duration.between(look.since(), now).compareTo(settled) < 0) {
            return false;
        }
        looks.keySet().removeIf(path -> !new File(path).exists());
        return isOurs();
    }

    private boolean isOurs() {
        try {
            return duties.isOurs(duties.files());
        } catch (LedgerException e) {
            // said by whoever keeps the ledger; the file waits
            return false;
        }
    }
}
