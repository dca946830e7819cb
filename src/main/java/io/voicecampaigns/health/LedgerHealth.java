package io.voicecampaigns.health;

import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while nothing can be committed, or hardly anything fits the disk any more: nobody is dialled then. */
public final class LedgerHealth extends AbstractHealthCheck {
    private static final long LEAST_FREE_BYTES = 50_000_000;

    private final Ledger ledger;
    private final Path dataDir;

    public LedgerHealth(Ledger ledger, Path dataDir) {
        super("voice-campaigns", "ledger");
        this.ledger = ledger;
        this.dataDir = dataDir;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        try {
            // a write, since a full disk lets everybody read
            ledger.write(tx -> tx.update("UPDATE installation SET heartbeat = heartbeat WHERE id = 1"));
            long free = Files.getFileStore(dataDir).getUsableSpace();
            if (free < LEAST_FREE_BYTES) {
                result.down().message(free / 1_000_000 + " MB are free in the data directory: make room, at least "
                        + LEAST_FREE_BYTES / 1_000_000 + " MB");
            } else {
                result.up();
            }
        } catch (LedgerException e) {
            result.down().message(e.getMessage());
        } catch (IOException e) {
            result.down().message("the data directory cannot be read");
        }
    }
}
