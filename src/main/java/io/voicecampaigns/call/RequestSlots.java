package io.voicecampaigns.call;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

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

    /** Waits until one more request may be open. Asked twice for one permit, it answers at once. */
    void open(String account, String permit) throws InterruptedException {
        if (!open.containsKey(permit)) {
            Semaphore slots = requests.get(account);
            slots.acquire();
            if (open.putIfAbsent(permit, slots) != null) {
                slots.release();
            }
        }
    }

    /** The request has ended, or never began; idempotent. */
    void close(String permit) {
        Semaphore slots = open.remove(permit);
        if (slots != null) {
            slots.release();
        }
    }
}
