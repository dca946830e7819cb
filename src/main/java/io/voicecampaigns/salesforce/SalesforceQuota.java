package io.voicecampaigns.salesforce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of each org's daily requests is left, as Salesforce tells with every answer. Of them a reserve is kept for others: reading stops
 * first, then writing waits, and only asking who may be called goes on. What was told may be outdated, so one request in a while is let
 * through. Thread-safe.
 */
public final class SalesforceQuota {
    static final Duration LOOK_AGAIN = Duration.ofMinutes(15);
    private static final Pattern USAGE = Pattern.compile("(?:^|[,;\\s])api-usage=(\\d+)/(\\d+)");
    private static final int PERCENT = 100;

    private final Clock clock;
    private final int readingStopsAt;
    private final int writingStopsAt;
    private final Map<String, Usage> usages = new ConcurrentHashMap<>();

    /** @param at when it was told, or when somebody last went to see */
    private record Usage(long used, long limit, boolean isExceeded, Instant at) {
        boolean isBelow(int percent) {
            return isExceeded || (limit - used) * PERCENT < limit * percent;
        }

        Usage seenAt(Instant now) {
            return new Usage(used, limit, isExceeded, now);
        }

        String told() {
            return isExceeded ? "its daily requests are used up" : used + " of " + limit + " daily requests are used";
        }
    }

    /**
     * @param reserve percent of the daily requests that are never spent on reading or writing
     * @param reading percent that must be left for reading; counts only if it is more than the reserve
     */
    public SalesforceQuota(Clock clock, int reserve, int reading) {
        this.clock = clock;
        this.writingStopsAt = reserve;
        this.readingStopsAt = Math.max(reserve, reading);
    }

    /** @throws SalesforceException if reading has to stop */
    void requireForReading(String org) {
        require(org, readingStopsAt, "nothing is read");
    }

    /** @throws SalesforceException if writing has to wait */
    void requireForWriting(String org) {
        require(org, writingStopsAt, "nothing is written");
    }

    /** @throws SalesforceException if Salesforce itself said that nothing is left; until then the reserve is there for asking */
    void requireForAsking(String org) {
        require(org, 0, "nobody is asked for");
    }

    private void require(String org, int percent, String consequence) {
        Instant now = clock.instant();
        usages.computeIfPresent(org, (name, usage) -> {
            if (!usage.isBelow(percent)) {
                return usage;
            }
            if (now.isBefore(usage.at().plus(LOOK_AGAIN))) {
                throw new SalesforceException("the org " + name + " has too few requests left (" + usage.told() + "); " + consequence);
            }
            return usage.seenAt(now);
        });
    }

    /** @param limitInfo the header {@code Sforce-Limit-Info}; null if there was none */
    void told(String org, String limitInfo) {
        Matcher usage = USAGE.matcher(limitInfo == null ? "" : limitInfo);
        if (usage.find()) {
            usages.put(org, new Usage(Long.parseLong(usage.group(1)), Long.parseLong(usage.group(2)), false, clock.instant()));
        }
    }

    /** Salesforce said so itself. */
    void exceeded(String org) {
        usages.put(org, new Usage(0, 0, true, clock.instant()));
    }

    /** What stands still for want of requests, by org. */
    public Map<String, String> problems() {
        Map<String, String> problems = new TreeMap<>();
        usages.forEach((org, usage) -> Optional.of(usage).filter(each -> each.isBelow(readingStopsAt)).ifPresent(each -> problems.put(org,
                each.told() + "; " + (each.isBelow(writingStopsAt) ? "nothing is read or written" : "nothing is read"))));
        return problems;
    }
}
