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
import io.voicecampaigns.replica.Duties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The poll stage: reads each provider's list of calls for as long as something is in flight there, and applies what it says. One sweep
 * of an account at a time, by one of several replicas; accounts do not wait for each other. Thread-safe.
 */
public final class Polling {
    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);
    static final Duration YOUNG = Duration.ofHours(1);
    private static final Duration MISSING_EVERY = Duration.ofSeconds(30);
    private static final Duration LONGEST_UNTIL_BEGUN = Duration.ofMinutes(1);
    private static final Duration MANY_LATE_EVERY = Duration.ofSeconds(15);
    /** A page costs the provider as much as many single answers: the more of them, the rarer the sweep. */
    private static final int PAUSE_PERCENT_PER_PAGE = 30;

    private final Ledger ledger;
    private final Clock clock;
    private final SweepPlan plan;
    private final CampaignRecords records;
    private final Providers providers;
    private final ProviderMappings mappings;
    private final Lines lines;
    private final Duties duties;
    private final Duration interval;
    private final LongSupplier nanoTime;
    private final Endings endings;
    private final CallPages pages;
    private final Map<String, PollState> state = new ConcurrentHashMap<>();

    /** @param interval the pause between two sweeps while few calls are in flight */
    public Polling(Ledger ledger, Clock clock, Installation installation, CampaignRecords records, Providers providers,
            ProviderMappings mappings, Lines lines, Duties duties, Duration interval) {
        this(ledger, clock, installation, records, providers, mappings, lines, duties, interval, System::nanoTime);
    }

    /** @param nanoTime a monotonic time in nanoseconds, from any origin */
    Polling(Ledger ledger, Clock clock, Installation installation, CampaignRecords records, Providers providers,
            ProviderMappings mappings, Lines lines, Duties duties, Duration interval, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.clock = clock;
        this.plan = new SweepPlan(installation, lines);
        this.records = records;
        this.providers = providers;
        this.mappings = mappings;
        this.lines = lines;
        this.duties = duties;
        this.interval = interval;
        this.nanoTime = nanoTime;
        this.endings = new Endings(clock, records);
        this.pages = new CallPages(ledger, endings);
    }

    /** The sweeps that should begin now, one for each account at most. */
    public List<Sweep> due() {
        List<Sweep> due = new ArrayList<>();
        for (ProviderAccount account : providers.all()) {
            PollState line = state.computeIfAbsent(account.name(), name -> new PollState());
            synchronized (line) {
                if (line.running != null && !line.running.isAskedFor() && line.running.took().compareTo(LONGEST_UNTIL_BEGUN) > 0) {
                    over(line.running);
                }
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
        return left.isZero() || left.isNegative() || left.compareTo(PollState.LONGEST_PAUSE) > 0;
    }

    private Optional<Sweep> begin(ProviderAccount account, PollState line) {
        String provider = account.name();
        Instant now = clock.instant();
        try {
            int pageSize = mappings.of(provider).pageLimit();
            // what a replica has to know itself it asks itself: what was dialled before its start, and whether the provider answers again
            boolean isOurs = isOurs(provider);
            Optional<Sweep> sweep = ledger.read(tx -> plan.next(tx, provider, line, now, pageSize, isOurs));
            line.wasFlight = sweep.filter(begun -> begun.purpose() == Sweep.Purpose.FLIGHT).isPresent();
            if (sweep.isEmpty()) {
                line.next = now.plus(interval.dividedBy(4));
            }
            return sweep.map(begun -> opened(leaveToSweep(begun.startingAt(line.bookmarks.before(begun.from())), line, now), line));
        } catch (LedgerException | InvalidProviderException e) {
            LOG.error("{} is not asked for its calls: {}", provider, e.getMessage());
            line.next = now.plus(PollState.FAILED_PAUSE);
            return Optional.empty();
        }
    }

    /** Whether this replica reads a provider's list for all. */
    boolean isOurs(String provider) {
        return duties.isOurs(duty(provider));
    }

    private static String duty(String provider) {
        return "list of calls at " + provider;
    }

    /** Many recordings are late: one sweep asks for them all, instead of a request for each. */
    private Sweep leaveToSweep(Sweep sweep, PollState line, Instant now) {
        if (line.manyLate) {
            line.manyLate = false;
            ledger.write(tx -> tx.update("UPDATE attempt SET check_at = ? WHERE provider = ? AND check_at <= ? AND state <> 'in_call'",
                    now.plus(MANY_LATE_EVERY), sweep.provider(), now));
        }
        return sweep;
    }

    private Sweep opened(Sweep sweep, PollState line) {
        ledger.read(tx -> tx.list(Attempt.SELECT + """
                WHERE a.provider = ? AND a.state IN ('due', 'uncertain', 'review')
                AND (a.state <> 'due' OR a.sent = 1) AND (a.state = 'uncertain' OR a.intent > ?) AND\s""" + Attempt.IS_OPEN,
                Attempt::read, sweep.provider(), sweep.begun().minus(SweepPlan.REVIEW_WATCH)))
                .forEach(attempt -> sweep.open().put(attempt.uuid(), attempt));
        line.doubtful(sweep.open().values().stream().filter(attempt -> attempt.state() == AttemptState.UNCERTAIN).map(Attempt::uuid)
                .collect(Collectors.toSet()), nanoTime.getAsLong());
        return sweep;
    }

    /** Applies the page that the provider's list-calls action answered. */
    public void page(Sweep sweep, Object body) {
        CallPage page = CallPage.from(body);
        lines.breaker(sweep.provider()).listed();
        PollState line = state.get(sweep.provider());
        if (!sweep.accept(page)) {
            LOG.warn("{} repeats itself while its calls are listed: this reading is given up after {} pages", sweep.provider(), sweep.pages());
            line.bookmarks.clear();
            end(sweep);
            return;
        }
        OptionalLong skew = pages.apply(sweep, page.calls());
        skew.ifPresent(millis -> line.leastSkewMillis = Math.min(line.leastSkewMillis, millis));
        if (sweep.isFinished()) {
            end(sweep);
        }
    }

    /** The list-calls action failed: the next sweep tries again. */
    public void fail(Sweep sweep, Throwable failure) {
        PollState line = state.get(sweep.provider());
        if (!line.failing) {
            LOG.warn("{} does not list its calls ({}): asked again every {} s", sweep.provider(),
                    failure instanceof LedgerException ? failure.getMessage() : failure.getClass().getSimpleName(), PollState.FAILED_PAUSE.toSeconds());
        }
        line.failing = true;
        lines.breaker(sweep.provider()).listFailed();
        sweep.fail();
        end(sweep);
        leaveToOthers(sweep.provider());
        if (failure instanceof ProviderException refused) {
            refused.retryAt().ifPresent(line::rest);
            if (sweep.pages() == 0 && refused.isRefusal()) {
                // perhaps it does not know its cursor any more
                line.bookmarks.clear();
            }
        }
    }

    /** It may be only this replica's network that is down. */
    private void leaveToOthers(String provider) {
        try {
            duties.leave(duty(provider));
        } catch (LedgerException e) {
            LOG.warn("the list of {} is left to others once the lease has ended: {}", provider, e.getMessage());
        }
    }

    /**
     * The route that was to read the list has ended. If that was before the list's end, the reading failed.
     *
     * @return false if it had come to its end, as it should
     */
    public boolean over(Sweep sweep) {
        boolean isUnfinished = state.get(sweep.provider()).running == sweep;
        if (isUnfinished) {
            fail(sweep, new RouteEndedException());
        }
        return isUnfinished;
    }

    private void end(Sweep sweep) {
        PollState line = state.get(sweep.provider());
        Instant now = clock.instant();
        try {
            if (sweep.isComplete()) {
                sweep.bookmarks().forEach(line.bookmarks::add);
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
                        : sweep.begun().plus(pause.compareTo(PollState.LONGEST_PAUSE) > 0 ? PollState.LONGEST_PAUSE : pause);
                line.next = sweep.isComplete() ? next : now.plus(PollState.FAILED_PAUSE);
                line.running = null;
            }
        }
    }

    private void complete(Sweep sweep, PollState line, Instant now) {
        String provider = sweep.provider();
        line.learnSkew();
        if (sweep.purpose() == Sweep.Purpose.REVIEW || sweep.purpose() == Sweep.Purpose.ANSWERS) {
            return;
        }
        Duration settle = mappings.of(provider).timings().settle();
        long nanos = nanoTime.getAsLong();
        ledger.write(tx -> {
            Instant sure = sweep.begun().minus(mappings.of(provider).timings().listLag());
            tx.update("UPDATE account SET sweep_begun = ? WHERE provider = ? AND sweep_begun < ?", sure, provider, sure);
            records.healByList(tx, provider);
            for (Attempt attempt : sweep.open().values()) {
                boolean covered = !attempt.intent().plus(SweepPlan.UNKNOWN_SKEW).isBefore(sweep.from());
                boolean settled = !sweep.begun().isBefore(attempt.intent().plus(settle));
                if (attempt.state() == AttemptState.UNCERTAIN && covered && settled) {
                    // a clock that jumps ahead settles nothing, and what could not be read may be the call: nobody is redialled on that
                    giveUp(tx, attempt, !sweep.hasGaps() && line.isDoubtfulFor(settle, attempt.uuid(), nanos));
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

    private void giveUp(Tx tx, Attempt attempt, boolean mayRedial) {
        // one more than the policy's attempts, so that a contact whose calls always fail is left in the end
        boolean redial = records.lastKnown(tx, attempt.campaignId()).map(Campaign::calling)
                .filter(calling -> calling.redialUncertain() && attempt.number() <= calling.attempts()).isPresent();
        if (redial && !mayRedial || !Attempts.move(tx, attempt, Transition.NOT_FOUND,
                "error = 'the provider lists no call for it', review_at = ?", clock.instant())) {
            return;
        }
        if (redial) {
            Attempts.byId(tx, attempt.id()).ifPresent(found -> endings.redial(tx, found));
            LOG.warn("attempt {}: no call was found; the campaign wants it dialled again, as a new attempt", attempt.uuid());
        } else {
            Contacts.finish(tx, attempt.contactId(), attempt.number() + 1);
            Contacts.listChanged(tx, attempt.contactId(), clock.instant());
            LOG.warn("attempt {}: no call was found. It is listed for review, watched for {} h and not dialled again",
                    attempt.uuid(), SweepPlan.REVIEW_WATCH.toHours());
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

    private static final class RouteEndedException extends RuntimeException {
    }
}
