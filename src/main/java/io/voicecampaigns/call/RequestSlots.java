package io.voicecampaigns.call;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many requests to start a call may be open at once, and how many contacts may be claimed for them: a quarter more, for a claim
 * takes a commit, and without some in hand every request that ends would leave its slot empty for so long. Thread-safe.
 */
final class RequestSlots {
    private final Semaphore claims;
    private final Semaphore requests;
    /** Permits of claims that hold one of {@link #requests}. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    /** @param parallel requests that may be open at once */
    RequestSlots(int parallel) {
        this.claims = new Semaphore(parallel + Math.max(1, parallel / 4));
        this.requests = new Semaphore(parallel);
    }

    /** Reserves all that may be claimed now, after a moment's wait if that is nothing. */
    int reserve() throws InterruptedException {
        return claims.tryAcquire(100, TimeUnit.MILLISECONDS) ? 1 + claims.drainPermits() : 0;
    }

    /** As many may be claimed again: they were reserved and not claimed, or their answers are known. */
    void giveBack(int reserved) {
        claims.release(reserved);
    }

    /** Waits until one more request may be open. Asked twice for one permit, it answers at once. */
    void open(String permit) throws InterruptedException {
        if (!open.contains(permit)) {
            requests.acquire();
            if (!open.add(permit)) {
                requests.release();
            }
        }
    }

    /** The request has ended, or never began; idempotent. */
    void close(String permit) {
        if (open.remove(permit)) {
            requests.release();
        }
    }
}
