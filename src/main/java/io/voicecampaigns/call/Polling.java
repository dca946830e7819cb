package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.provider.CallPage;
import io.voicecampaigns.provider.InvalidProviderException;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.ProviderException;
import io.voicecampaigns.provider.ProviderMappings;
import io.voicecampaigns.provider.Providers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poll stage: reads each provider's list of calls for as long as something is in flight there, and applies what it says. One sweep
 * of an account at a time; accounts do not wait for each other. Thread-safe.
 */
public final class Polling {
    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);
    private static final Duration HEARTBEAT_OVERLAP = Duration.ofMinutes(5);
    private static final Duration EMPTY_LEDGER = Duration.ofHours(72);
    static final Duration YOUNG = Duration.ofHours(1);
    private static final Duration REVIEW_WATCH = Duration.ofHours(72);
    private static final Duration REVIEW_EVERY = Duration.ofHours(1);
    private static final Duration REVIEW_AROUND = Duration.ofMinutes(15);
    private static final Duration FAILED_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration MISSING_EVERY = Duration.ofSeconds(30);
    private static final Duration UNKNOWN_SKEW = Duration.ofSeconds(-60);
    private static final Duration SKEW_MARGIN = Duration.ofSeconds(1);
    private static final int MANY_LATE = 20;
    private static final Duration MANY_LATE_EVERY = Duration.ofSeconds(15);
    /** A page costs the provider as much as many single answers: the more of them, the rarer the sweep. */
    private static final int PAUSE_PERCENT_PER_PAGE = 30;

    private final Ledger ledger;
    private final Clock clock;
    private final Installation installation;
    private final CampaignRecords records;
    private final Providers providers;
    private final ProviderMappings mappings;
    private final Lines lines;
    private final Duration interval;
    private final Endings endings;
    private final CallPages pages;
    private final Map<String, Line> state = new ConcurrentHashMap<>();

    private record Stretch(Instant from, Instant to) {
    }

    private static final class Line {
        private Sweep running;
        private Instant next = Instant.EPOCH;
        private Instant nextReview = Instant.EPOCH;
        /** What is left of this hour's look for attempts in review, oldest first. */
        private final Deque<Stretch> reviews = new ArrayDeque<>();
        private Instant nextMissing = Instant.EPOCH;
        private Duration lastSkew = UNKNOWN_SKEW;
        private Duration skew = UNKNOWN_SKEW;
        private long leastSkew = Long.MAX_VALUE;
        private boolean manyLate;
        private boolean wasFlight;
        private boolean failing;

        /** The provider asks for a pause of its own. */
        private synchronized void rest(Instant until) {
            Instant latest = next.plus(LONGEST_PAUSE).minus(FAILED_PAUSE);
            next = until.isBefore(next) ? next : until.isBefore(latest) ? until : latest;
        }
    }

    /** @param interval the pause between two sweeps while few calls are in flight */
    public Polling(Ledger ledger, Clock clock, Installation installation, CampaignRecords records, Providers providers,
            ProviderMappings mappings, Lines lines, Duration interval) {
        this.ledger = ledger;
        this.clock = clock;
        this.installation = installation;
        this.records = records;
        this.providers = providers;
        this.mappings = mappings;
        this.lines = lines;
        this.interval = interval;
        this.endings = new Endings(clock, records);
        this.pages = new CallPages(ledger, endings);
    }

    /** The sweeps that should begin now, one for each account at most. */
    public List<Sweep> due() {
        List<Sweep> due = new ArrayList<>();
        for (ProviderAccount account : providers.all()) {
            Line line = state.computeIfAbsent(account.name(), name -> new Line());
            synchronized (line) {
                if (line.running == null && isOver(line.next)) {
                    begin(account, line).ifPresent(sweep -> {
                        line.running = sweep;
                        due.add(sweep);
                    });
                }
            }
        }
        return due;
    }

    /** Whether a pause is over; also where the clock was set back meanwhile, so that nobody waits until it is where it was. */
    private boolean isOver(Instant pauseEnd) {
        Duration left = Duration.between(clock.instant(), pauseEnd);
        return left.isZero() || left.isNegative() || left.compareTo(LONGEST_PAUSE) > 0;
    }

    private Optional<Sweep> begin(ProviderAccount account, Line line) {
        String provider = account.name();
        Instant now = clock.instant();
        try {
            int pageSize = mappings.of(provider).pageLimit();
            Optional<Sweep> sweep = ledger.read(tx -> lines.isSweptSinceStart(provider) ? next(tx, provider, line, now, pageSize)
                    : Optional.of(new Sweep(provider, Sweep.Purpose.START, now, startFrom(tx, provider, now), Optional.empty(), pageSize)));
            line.wasFlight = sweep.filter(begun -> begun.purpose() == Sweep.Purpose.FLIGHT).isPresent();
            if (sweep.isEmpty()) {
                line.next = now.plus(interval.dividedBy(4));
            }
            return sweep.map(begun -> opened(leaveToSweep(begun, line, now)));
        } catch (LedgerException | InvalidProviderException e) {
            LOG.error("{} is not asked for its calls: {}", provider, e.getMessage());
            line.next = now.plus(FAILED_PAUSE);
            return Optional.empty();
        }
    }

    /** From before anything that a predecessor may have dialled and not recorded. */
    private Instant startFrom(Tx tx, String provider, Instant now) {
        // a heartbeat in the future was set by a clock that was wrong, and so may any that came before
        Instant unknown = installation.lastHeartbeat().filter(last -> !last.isAfter(now))
                .map(last -> last.minus(HEARTBEAT_OVERLAP)).orElse(now.minus(EMPTY_LEDGER));
        return doubtful(tx, provider, now).filter(oldest -> oldest.isBefore(unknown)).orElse(unknown);
    }

    private Optional<Sweep> next(Tx tx, String provider, Line line, Instant now, int pageSize) {
        // in turn, so that calls in flight do not keep those in review from being looked for
        Optional<Sweep> review = line.wasFlight ? review(tx, provider, line, now, pageSize) : Optional.empty();
        if (review.isPresent()) {
            return review;
        }
        Optional<Instant> from = oldestInFlight(tx, provider, line, now);
        if (from.isPresent()) {
            return Optional.of(new Sweep(provider, Sweep.Purpose.FLIGHT, now, from.get(), Optional.empty(), pageSize));
        }
        boolean asked = lines.breaker(provider).wantsList()
                || CampaignRecords.nextHeal(tx, provider).filter(at -> !now.isBefore(at)).isPresent();
        return review(tx, provider, line, now, pageSize).or(() -> asked
                ? Optional.of(new Sweep(provider, Sweep.Purpose.FLIGHT, now, now.minus(interval), Optional.empty(), pageSize))
                : Optional.empty());
    }

    private Optional<Instant> oldestInFlight(Tx tx, String provider, Line line, Instant now) {
        Duration skew = line.skew.compareTo(line.lastSkew) < 0 ? line.skew : line.lastSkew;
        Optional<Instant> calls = oldest(tx, provider, "state IN ('in_call', 'dialing') AND intent > ?", now.minus(YOUNG))
                .map(intent -> intent.plus(skew).minus(SKEW_MARGIN));
        List<Instant> late = tx.list("""
                SELECT COALESCE(call_created, intent) FROM attempt WHERE provider = ? AND check_at <= ? AND state <> 'in_call'
                ORDER BY check_at LIMIT 1000""", row -> row.instant(1), provider, now);
        Optional<Instant> recordings = late.size() < MANY_LATE ? Optional.empty() : late.stream().min(Instant::compareTo);
        recordings.ifPresent(oldest -> line.manyLate = true);
        return Stream.of(calls, doubtful(tx, provider, now), recordings).flatMap(Optional::stream).min(Instant::compareTo);
    }

    /** Since when there may be calls that only the list can tell of; an uncertain attempt stays one until a sweep has covered it. */
    private static Optional<Instant> doubtful(Tx tx, String provider, Instant now) {
        return oldest(tx, provider, "(state = 'uncertain' OR state = 'due' AND sent = 1 AND intent > ?)", now.minus(REVIEW_WATCH))
                .map(intent -> intent.plus(UNKNOWN_SKEW));
    }

    private static Optional<Instant> oldest(Tx tx, String provider, String condition, Instant after) {
        return tx.first("SELECT MIN(intent) FROM attempt WHERE provider = ? AND " + Attempt.IS_OPEN + " AND " + condition,
                row -> row.optionalInstant(1), provider, after).flatMap(found -> found);
    }

    private static Optional<Sweep> review(Tx tx, String provider, Line line, Instant now, int pageSize) {
        if (line.reviews.isEmpty() && now.isBefore(line.nextReview)) {
            return Optional.empty();
        }
        if (line.reviews.isEmpty()) {
            line.nextReview = now.plus(REVIEW_EVERY);
            tx.each("SELECT intent FROM attempt WHERE provider = ? AND state = 'review' AND intent > ? AND " + Attempt.IS_OPEN
                    + " ORDER BY intent", row -> {
                Stretch last = line.reviews.peekLast();
                Instant from = row.instant(1).minus(REVIEW_AROUND);
                Instant to = row.instant(1).plus(REVIEW_AROUND);
                if (last != null && !from.isAfter(last.to())) {
                    line.reviews.pollLast();
                    from = last.from();
                }
                line.reviews.add(new Stretch(from, to));
            }, provider, now.minus(REVIEW_WATCH));
        }
        Stretch next = line.reviews.poll();
        return Optional.ofNullable(next).map(stretch ->
                new Sweep(provider, Sweep.Purpose.REVIEW, now, stretch.from(), Optional.of(stretch.to()), pageSize));
    }

    /** Many recordings are late: one sweep asks for them all, instead of a request for each. */
    private Sweep leaveToSweep(Sweep sweep, Line line, Instant now) {
        if (line.manyLate) {
            line.manyLate = false;
            ledger.write(tx -> tx.update("UPDATE attempt SET check_at = ? WHERE provider = ? AND check_at <= ? AND state <> 'in_call'",
                    now.plus(MANY_LATE_EVERY), sweep.provider(), now));
        }
        return sweep;
    }

    private Sweep opened(Sweep sweep) {
        ledger.read(tx -> tx.list(Attempt.SELECT + """
                WHERE a.provider = ? AND a.state IN ('due', 'uncertain', 'review')
                AND (a.state <> 'due' OR a.sent = 1) AND (a.state = 'uncertain' OR a.intent > ?) AND\s""" + Attempt.IS_OPEN,
                Attempt::read, sweep.provider(), sweep.begun().minus(REVIEW_WATCH)))
                .forEach(attempt -> sweep.open().put(attempt.uuid(), attempt));
        return sweep;
    }

    /** Applies the page that the provider's list-calls action answered. */
    public void page(Sweep sweep, Object body) {
        CallPage page = CallPage.from(body);
        lines.breaker(sweep.provider()).listed();
        Line line = state.get(sweep.provider());
        if (!sweep.accept(page)) {
            LOG.warn("{} repeats itself while its calls are listed: this reading is given up after {} pages", sweep.provider(), sweep.pages());
            end(sweep);
            return;
        }
        OptionalLong skew = pages.apply(sweep, page.calls());
        skew.ifPresent(millis -> line.leastSkew = Math.min(line.leastSkew, millis));
        if (sweep.isFinished()) {
            end(sweep);
        }
    }

    /** The list-calls action failed: the next sweep tries again. */
    public void fail(Sweep sweep, Throwable failure) {
        Line line = state.get(sweep.provider());
        if (!line.failing) {
            LOG.warn("{} does not list its calls ({}): asked again every {} s", sweep.provider(),
                    failure instanceof LedgerException ? failure.getMessage() : failure.getClass().getSimpleName(), FAILED_PAUSE.toSeconds());
        }
        line.failing = true;
        lines.breaker(sweep.provider()).listFailed();
        sweep.fail();
        end(sweep);
        if (failure instanceof ProviderException refused) {
            refused.retryAt().ifPresent(line::rest);
        }
    }

    private void end(Sweep sweep) {
        Line line = state.get(sweep.provider());
        Instant now = clock.instant();
        try {
            if (sweep.isComplete()) {
                pages.matchSuspects(sweep);
                complete(sweep, line, now);
                if (line.failing) {
                    LOG.info("{} lists its calls again", sweep.provider());
                }
                line.failing = false;
            }
        } catch (LedgerException e) {
            LOG.error("the calls of {} were read but not recorded: {}", sweep.provider(), e.getMessage());
            sweep.fail();
        } finally {
            synchronized (line) {
                Duration pause = Stream.of(interval, sweep.took().multipliedBy(4), interval.multipliedBy(sweep.pages() * PAUSE_PERCENT_PER_PAGE)
                        .dividedBy(100)).max(Duration::compareTo).orElseThrow();
                // the long look back after a start says nothing about how long the next sweep takes
                Instant next = sweep.purpose() == Sweep.Purpose.START ? now
                        : sweep.begun().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
                line.next = sweep.isComplete() ? next : now.plus(FAILED_PAUSE);
                line.running = null;
            }
        }
    }

    private void complete(Sweep sweep, Line line, Instant now) {
        String provider = sweep.provider();
        if (line.leastSkew != Long.MAX_VALUE) {
            line.lastSkew = line.skew;
            // a slow start teaches nothing about the next one: only a provider's clock that is behind ours moves the range
            line.skew = Duration.ofMillis(Math.min(0, line.leastSkew));
            line.leastSkew = Long.MAX_VALUE;
        }
        if (sweep.purpose() == Sweep.Purpose.REVIEW) {
            return;
        }
        Duration settle = mappings.of(provider).timings().settle();
        ledger.write(tx -> {
            Instant sure = sweep.begun().minus(mappings.of(provider).timings().listLag());
            tx.update("UPDATE account SET sweep_begun = ? WHERE provider = ? AND sweep_begun < ?", sure, provider, sure);
            records.healByList(tx, provider);
            for (Attempt attempt : sweep.open().values()) {
                boolean covered = !attempt.intent().plus(UNKNOWN_SKEW).isBefore(sweep.from());
                boolean settled = !sweep.begun().isBefore(attempt.intent().plus(settle));
                if (attempt.state() == AttemptState.UNCERTAIN && covered && settled) {
                    giveUp(tx, attempt);
                } else if (attempt.state() == AttemptState.DUE && covered) {
                    noLongerDoubtful(tx, attempt, sure);
                }
            }
            if (sweep.purpose() == Sweep.Purpose.FLIGHT && !now.isBefore(line.nextMissing)) {
                line.nextMissing = now.plus(MISSING_EVERY);
                lookForMissing(tx, sweep, now);
            }
            return null;
        });
        if (sweep.purpose() == Sweep.Purpose.START) {
            lines.sweptSinceStart(provider);
            LOG.info("{}: calls since {} read; dialling may begin", provider, sweep.from());
        }
    }

    /** The provider asked to come back later, and its list shows that it meant it. */
    private static void noLongerDoubtful(Tx tx, Attempt attempt, Instant sure) {
        tx.update("""
                UPDATE attempt SET sent = 0, version = version + 1 WHERE id = ? AND state = 'due' AND version = ?
                AND EXISTS (SELECT 1 FROM contact c WHERE c.id = attempt.contact_id AND c.swept_after <= ?)""",
                attempt.id(), attempt.version(), sure);
    }

    private void giveUp(Tx tx, Attempt attempt) {
        if (!Attempts.move(tx, attempt, Transition.NOT_FOUND, "error = 'the provider lists no call for it'")) {
            return;
        }
        // one more than the policy's attempts, so that a contact whose calls always fail is left in the end
        boolean redial = records.lastKnown(tx, attempt.campaignId()).map(Campaign::calling)
                .filter(calling -> calling.redialUncertain() && attempt.number() <= calling.attempts()).isPresent();
        if (redial) {
            Attempts.byId(tx, attempt.id()).ifPresent(found -> endings.redial(tx, found));
            LOG.warn("attempt {}: no call was found; the campaign wants it dialled again, as a new attempt", attempt.uuid());
        } else {
            Contacts.finish(tx, attempt.contactId(), attempt.number() + 1);
            Contacts.listChanged(tx, attempt.contactId(), clock.instant());
            LOG.warn("attempt {}: no call was found. It is listed for review, watched for {} h and not dialled again",
                    attempt.uuid(), REVIEW_WATCH.toHours());
        }
    }

    /** Calls that the list should have shown and did not are asked for one by one. */
    private static void lookForMissing(Tx tx, Sweep sweep, Instant now) {
        List<Object[]> missing = new ArrayList<>();
        tx.each("SELECT id, call_id FROM attempt WHERE provider = ? AND state = 'in_call' AND intent >= ? AND intent < ? AND check_at IS NULL"
                        + " AND " + Attempt.IS_OPEN,
                row -> {
                    if (!sweep.seen().contains(row.text(2))) {
                        missing.add(new Object[] {now, row.number(1)});
                    }
                }, sweep.provider(), sweep.begun().minus(YOUNG), sweep.begun().minus(MISSING_EVERY));
        tx.batch("UPDATE attempt SET check_at = ? WHERE id = ?", missing);
    }

    CallPages pages() {
        return pages;
    }

    Map<String, Boolean> failing() {
        Map<String, Boolean> failing = new HashMap<>();
        state.forEach((provider, line) -> failing.put(provider, line.failing));
        return failing;
    }
}
