package io.voicecampaigns.call;

import io.voicecampaigns.provider.CallPage;
import io.voicecampaigns.provider.ListRequest;
import io.voicecampaigns.provider.ProviderCall;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One reading of a provider's list of calls, page by page. It is complete only if every page was read and the provider
 * did not lead it in circles. A list that comes newest first, as those do that no dates can be asked for, is read only as far back as
 * calls are of interest; one that comes oldest first is read from a bookmark on. Used by one thread at a time.
 */
public final class Sweep {
    /** Why a sweep is made; {@code ANSWERS}: to learn whether the provider answers, and nothing else. */
    enum Purpose { START, FLIGHT, REVIEW, ANSWERS }

    /** A route asks twice for each page; one that asks this often reads none. */
    private static final int MOST_ASKED_FOR_ONE_PAGE = 20;

    private final String provider;
    private final Purpose purpose;
    private final Instant begun;
    private final long begunNanos = System.nanoTime();
    private final Instant from;
    private final Optional<Instant> to;
    private final int pageSize;
    private final Set<String> cursors = new HashSet<>();
    private final Set<String> firstIds = new HashSet<>();
    /** Attempts that a listed call may belong to although no call of theirs is on record, by their own id. */
    private final Map<UUID, Attempt> open = new HashMap<>();
    private final Map<UUID, Map<String, ProviderCall>> suspects = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private Optional<String> cursor = Optional.empty();
    private int pages;
    private int asked;
    private final Map<Instant, String> bookmarks = new LinkedHashMap<>();
    private boolean finished;
    private boolean broken;
    private boolean hasGaps;

    Sweep(String provider, Purpose purpose, Instant begun, Instant from, Optional<Instant> to, int pageSize) {
        this.provider = provider;
        this.purpose = purpose;
        this.begun = begun;
        this.from = from;
        this.to = to;
        this.pageSize = pageSize;
    }

    /** Begins at a place before which nothing of interest is; empty: at the beginning. */
    Sweep startingAt(Optional<String> bookmark) {
        cursor = bookmark;
        return this;
    }

    public String provider() {
        return provider;
    }

    /** What the provider's list-calls action is given for the next page; null when there is none to ask for. */
    public ListRequest next() {
        asked++;
        if (asked > MOST_ASKED_FOR_ONE_PAGE) {
            fail();
        }
        return finished ? null : new ListRequest(from, to, cursor, pageSize);
    }

    /** Whether a route has begun with it. */
    boolean isAskedFor() {
        return asked > 0 || pages > 0;
    }

    /** @return false if the page was read before: then nothing on it is new, and the sweep ends incomplete */
    boolean accept(CallPage page) {
        pages++;
        asked = 0;
        hasGaps |= page.skipped() > 0;
        boolean repeats = !page.calls().isEmpty() && !firstIds.add(page.calls().get(0).callId());
        boolean circles = page.next().isPresent() && !cursors.add(page.next().get());
        if (repeats || circles) {
            fail();
            return false;
        }
        page.next().ifPresent(next -> bookmark(page, next));
        cursor = reachesBehind(page) ? Optional.empty() : page.next();
        finished = cursor.isEmpty();
        return true;
    }

    /** Whether all that follows was created before anything of interest: only where calls can be seen to come newest first. */
    private boolean reachesBehind(CallPage page) {
        List<Instant> created = created(page);
        return descents(created) > 0 && created.get(created.size() - 1).isBefore(from) && created.get(0).isAfter(created.get(created.size() - 1));
    }

    /** Where calls can be seen to come oldest first, and the last one of a page is older than anything of interest, so are all before it. */
    private void bookmark(CallPage page, String next) {
        List<Instant> created = created(page);
        if (descents(created) < 0 && page.calls().get(page.calls().size() - 1).createdAt().filter(last -> last.isBefore(from)).isPresent()) {
            bookmarks.put(created.get(created.size() - 1), next);
        }
    }

    private static List<Instant> created(CallPage page) {
        return page.calls().stream().flatMap(call -> call.createdAt().stream()).toList();
    }

    /** Above 0 where times fall more often than they rise, below 0 where they rise more often. */
    private static int descents(List<Instant> created) {
        int descents = 0;
        for (int i = 1; i < created.size(); i++) {
            descents += Integer.signum(created.get(i - 1).compareTo(created.get(i)));
        }
        return descents;
    }

    /** Cursors of this list, by when the last call before each was created. */
    Map<Instant, String> bookmarks() {
        return bookmarks;
    }

    void fail() {
        finished = true;
        broken = true;
    }

    boolean isFinished() {
        return finished;
    }

    boolean isComplete() {
        return finished && !broken;
    }

    /** Whether it met calls that could not be read, which may be anybody's. */
    boolean hasGaps() {
        return hasGaps;
    }

    Purpose purpose() {
        return purpose;
    }

    Instant begun() {
        return begun;
    }

    /** How long it has taken so far, whatever was done to the clock meanwhile. */
    Duration took() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    Instant from() {
        return from;
    }

    Optional<Instant> to() {
        return to;
    }

    int pages() {
        return pages;
    }

    Map<UUID, Attempt> open() {
        return open;
    }

    /** Calls without an echoed id that an open attempt may have made, by the attempt's id and theirs. */
    Map<UUID, Map<String, ProviderCall>> suspects() {
        return suspects;
    }

    Set<String> seen() {
        return seen;
    }
}
