package io.voicecampaigns.call;

import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.Providers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** So many of something for each provider account: an account that keeps its own for long takes none from the others. Thread-safe. */
final class AccountSlots {
    private final Map<String, Integer> free = new HashMap<>();
    /** Accounts that made use of every slot they had: there may be more to do for them. */
    private final Set<String> hungry = new HashSet<>();

    /** @param each slots of one account, at least 1 */
    AccountSlots(Collection<String> accounts, int each) {
        accounts.forEach(account -> free.put(account, each));
    }

    /** Slots that all accounts share out among themselves, at least one for each. */
    static AccountSlots shared(Providers providers, int parallel) {
        List<String> accounts = providers.all().stream().map(ProviderAccount::name).toList();
        return new AccountSlots(accounts, Math.max(1, parallel / Math.max(1, accounts.size())));
    }

    /** Takes all slots that are free, by account; waits while none is free that is wanted, but no longer than {@code atMost}. */
    synchronized Map<String, Integer> takeFree(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            for (long left = atMost.toNanos(); left > 0 && !isAnyWanted(); left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            // whoever ends this thread does not want it to begin anything
            Thread.currentThread().interrupt();
            return Map.of();
        }
        Map<String, Integer> taken = new HashMap<>(free);
        free.replaceAll((account, slots) -> 0);
        return taken;
    }

    private boolean isAnyWanted() {
        Collection<String> wanting = hungry.isEmpty() ? free.keySet() : hungry;
        return wanting.stream().anyMatch(account -> free.get(account) > 0);
    }

    /** What was made of slots that were taken: those not used are free again. */
    synchronized void used(Map<String, Integer> taken, Map<String, Integer> used) {
        taken.forEach((account, slots) -> {
            int rest = slots - used.getOrDefault(account, 0);
            free.merge(account, rest, Integer::sum);
            if (rest > 0) {
                hungry.remove(account);
            } else if (slots > 0) {
                hungry.add(account);
            }
        });
        notifyAll();
    }

    synchronized void release(String account) {
        free.merge(account, 1, Integer::sum);
        notifyAll();
    }
}
