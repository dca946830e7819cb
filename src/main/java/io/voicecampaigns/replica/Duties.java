package io.voicecampaigns.replica;

import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What only one of the processes on a ledger does at a time, by leases in the ledger that run on the database's clock. A duty stays with
 * whoever has it: a process that ends gives its duties back, one that dies loses them with their leases. A suspended process does not know that
 * it has lost one, so whatever must not be written twice is written with a {@linkplain #confirm confirmation} in the same transaction. On a ledger
 * of one process everything is its duty, and nothing is written. Thread-safe.
 */
public final class Duties {
    private static final Logger LOG = LoggerFactory.getLogger(Duties.class);
    private static final int TRIES_IN_A_LEASE = 30;

    private final Ledger ledger;
    private final Installation installation;
    private final String owner;
    private final Duration lease;
    /** When each lease ends, in nanoseconds of {@link System#nanoTime}: counted from before it was asked for. */
    private final Map<String, Long> held = new ConcurrentHashMap<>();
    private final Map<String, Long> nextTry = new ConcurrentHashMap<>();

    /** @param lease how long the duties of a process that died stay undone; they are renewed in a third of it */
    public Duties(Ledger ledger, Installation installation, Owner owner, Duration lease) {
        this.ledger = ledger;
        this.installation = installation;
        this.owner = owner.id();
        this.lease = lease;
    }

    /** The files of this process's data directory: its inboxes, its lists and their results. */
    public String files() {
        return "files of " + installation.place();
    }

    /**
     * Whether this process does it now. It becomes this one's if nobody has it; asking often costs little.
     *
     * @throws LedgerException if that is unknown
     */
    public boolean isOurs(String duty) {
        if (!ledger.isShared()) {
            return true;
        }
        long now = System.nanoTime();
        Long ends = held.get(duty);
        if (ends != null && now - ends < 0) {
            return true;
        }
        Long next = nextTry.get(duty);
        return (next == null || now - next >= 0) && take(duty);
    }

    private boolean take(String duty) {
        long begun = System.nanoTime();
        nextTry.put(duty, begun + lease.toNanos() / TRIES_IN_A_LEASE);
        boolean taken = ledger.write(tx -> {
            Instant now = installation.databaseTime(tx);
            return tx.update("""
                    INSERT INTO duty (name, owner, lease_until) VALUES (?, ?, ?)
                    ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
                      WHERE duty.owner = excluded.owner OR duty.lease_until < ?""", duty, owner, now.plus(lease), now) == 1;
        });
        if (taken) {
            if (held.put(duty, begun + lease.toNanos()) == null) {
                LOG.debug("this replica does from now on: {}", duty);
            }
        } else if (held.remove(duty) != null) {
            LOG.warn("another replica has taken over: {}", duty);
        }
        return taken;
    }

    /** Keeps what this process has; to be called several times in a lease. */
    public void renew() {
        long soon = System.nanoTime() + lease.toNanos() * 2 / 3;
        held.forEach((duty, ends) -> {
            if (ends - soon < 0) {
                take(duty);
            }
        });
    }

    /**
     * Has {@code tx} fail where another process has taken a duty over, and keeps others from doing so until it has committed.
     *
     * @throws DutyLostException if somebody else has it
     */
    public void confirm(Tx tx, String duty) {
        if (ledger.isShared() && tx.first("SELECT 1 FROM duty WHERE name = ? AND owner = ?" + tx.forUpdate(), row -> 1, duty, owner).isEmpty()) {
            held.remove(duty);
            throw new DutyLostException(duty);
        }
    }

    /** Lets others do it, and tries again only once they have had the time to begin. */
    public void leave(String duty) {
        if (held.remove(duty) != null) {
            nextTry.put(duty, System.nanoTime() + lease.toNanos() / 2);
            ledger.write(tx -> tx.update("UPDATE duty SET lease_until = 0 WHERE name = ? AND owner = ?", duty, owner));
        }
    }

    /** Leaves all duties to others, since this process ends. */
    public void end() {
        if (!held.isEmpty()) {
            held.clear();
            try {
                ledger.write(tx -> tx.update("UPDATE duty SET lease_until = 0 WHERE owner = ?", owner));
            } catch (LedgerException e) {
                LOG.warn("the duties of this replica are taken over once their leases have ended: {}", e.getMessage());
            }
        }
    }

    /** Whether some process has done to its end what was due at a time. */
    public boolean wasDone(String duty, Instant at) {
        return ledger.isShared() && ledger.read(tx -> tx.first("SELECT 1 FROM occasion WHERE name = ? AND at >= ?", row -> 1, duty, at)).isPresent();
    }

    /** What was due at a time is done. */
    public void done(String duty, Instant at) {
        if (ledger.isShared()) {
            ledger.write(tx -> tx.update("""
                    INSERT INTO occasion (name, at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE occasion.at < excluded.at""",
                    duty, at));
        }
    }
}
