package io.voicecampaigns.call;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many requests to start a call may be open at once at one provider account, and how many contacts may be claimed for them: a
 * quarter more, for a claim takes a commit, and without some in hand every request that ends would leave its slot empty for so long.
 * Thread-safe.
 */
final class RequestSlots {
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    private final AccountSlots claims;
    private final Map<String, Semaphore> requests = new HashMap<>();
    /** What the permits of open requests hold. */
    private final Map<String, Semaphore> open = new ConcurrentHashMap<>();
    private volatile boolean nobodyWaits;

    /** @param parallel requests that may be open at once at one account */
    RequestSlots(Collection<String> accounts, int parallel) {
        this.claims = new AccountSlots(accounts, withThoseInHand(parallel));
        accounts.forEach(account -> requests.put(account, new Semaphore(parallel)));
    }

    static int withThoseInHand(int parallel) {
        return parallel + Math.max(1, parallel / 4);
    }

    /** Reserves all that may be claimed now, by account, after a moment's wait if that is nothing. To be told of by {@link #claimed}. */
    Map<String, Integer> reserve() {
        return claims.takeFree(LONGEST_WAIT);
    }

    /** What was claimed of all that was reserved. */
    void claimed(Map<String, Integer> reserved, Map<String, Integer> claimed) {
        claims.used(reserved, claimed);
    }

    /** One more may be claimed: an answer is known. */
    void giveBack(String account) {
        claims.release(account);
    }

    /**
     * Waits until one more request may be open. Asked twice for one permit, it answers at once.
     *
     * @return false if none may be, and {@linkplain #nobodyWaits nobody is to wait}
     */
    boolean open(String account, String permit) throws InterruptedException {
        if (open.containsKey(permit)) {
            return true;
        }
        Semaphore slots = requests.get(account);
        boolean isFree = slots.tryAcquire();
        while (!isFree && !nobodyWaits) {
            isFree = slots.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (isFree && open.putIfAbsent(permit, slots) != null) {
            slots.release();
        }
        return isFree;
    }

    /** Whether those who wait for a slot, and those who come to, leave without one. */
    void nobodyWaits(boolean now) {
        nobodyWaits = now;
    }

    /** The request has ended, or never began; idempotent. */
    void close(String permit) {
        Semaphore slots = open.remove(permit);
        if (slots != null) {
            slots.release();
        }
    }
}
