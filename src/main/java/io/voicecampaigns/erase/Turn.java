package io.voicecampaigns.erase;

import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.replica.Owner;
import java.time.Duration;
import java.time.Instant;

/** Of several processes on one ledger, one does a chore at a time. Thread-safe. */
public final class Turn {
    private static final Duration LEASE = Duration.ofMinutes(10);
    /** No campaign's. */
    private static final long OF_ALL = 0;

    private final Ledger ledger;
    private final Installation installation;
    private final String owner;

    public Turn(Ledger ledger, Installation installation, Owner owner) {
        this.ledger = ledger;
        this.installation = installation;
        this.owner = owner.id();
    }

    /** Somebody else may have the chore. */
    public void over(String chore) {
        if (ledger.isShared()) {
            ledger.write(tx -> tx.update("UPDATE hand_over SET lease_until = 0 WHERE campaign_id = ? AND sink = ? AND owner = ?", OF_ALL, chore, owner));
        }
    }

    /** Whether this process has the chore now, and for ten minutes more, which is longer than the largest list takes. */
    public boolean isOurs(String chore) {
        return !ledger.isShared() || ledger.write(tx -> {
            Instant now = installation.databaseTime(tx);
            return tx.update("""
                    INSERT INTO hand_over (campaign_id, sink, owner, lease_until) VALUES (?, ?, ?, ?)
                    ON CONFLICT (campaign_id, sink) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
                      WHERE hand_over.owner = excluded.owner OR hand_over.lease_until < ?""", OF_ALL, chore, owner, now.plus(LEASE), now) == 1;
        });
    }
}
