package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.Clearance;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.provider.NoPermitException;
import io.voicecampaigns.provider.Permits;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.Providers;
import io.voicecampaigns.provider.StartAnswer;
import io.voicecampaigns.provider.StartRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dial stage: claims due contacts, hands out one permit each, and records what became of it. The steps between, which are the
 * route's, cannot dial twice: a permit lets one request through. Thread-safe.
 */
public final class Dialing {
    private static final Logger LOG = LoggerFactory.getLogger(Dialing.class);

    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final CampaignRecords records;
    private final Providers providers;
    private final Permits permits;
    private final Lines lines;
    private final Holds holds;
    private final Claims claims;
    private final Duration lease;
    private final RequestSlots slots;
    private final ActiveClaims active = new ActiveClaims();
    private final AnswerRecorder recorder;
    private int turn;

    public Dialing(Ledger ledger, Clock clock, Campaigns campaigns, CampaignRecords records, Providers providers, Permits permits,
            Lines lines, Holds holds, Claims claims, DialSettings settings) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.records = records;
        this.providers = providers;
        this.permits = permits;
        this.lines = lines;
        this.holds = holds;
        this.claims = claims;
        this.lease = settings.lease();
        this.recorder = new AnswerRecorder(ledger, new Answers(clock, records, new Endings(clock, records)));
        this.slots = new RequestSlots(providers.all().stream().map(ProviderAccount::name).toList(), settings.parallelFor(providers.all().size()));
    }

    /**
     * Claims contacts for the request slots that are free now, and a few for the next ones; waits a moment if no slot is free.
     *
     * @return the attempts to dial, each once; empty if nobody is due
     * @throws LedgerException if the intent could not be committed: nobody is dialled
     */
    public List<Claimed> claim() {
        Map<String, Integer> free = slots.reserve();
        Map<String, Integer> used = new HashMap<>();
        try {
            Map<String, Long> ids = new HashMap<>();
            List<Campaign> candidates = inTurn(campaigns.all());
            for (Campaign campaign : candidates) {
                ids.put(campaign.name(), records.enter(ledger, campaign));
            }
            // the lease runs from before the claim, whatever the clocks do meanwhile
            long begun = System.nanoTime();
            boolean possible = !candidates.isEmpty() && free.values().stream().anyMatch(slots -> slots > 0);
            List<Claimed> claimed = permit(possible ? ledger.write(tx -> claim(tx, candidates, ids, free)) : List.of(), begun);
            claimed.forEach(each -> used.merge(each.provider(), 1, Integer::sum));
            return claimed;
        } finally {
            slots.claimed(free, used);
        }
    }

    private List<Claimed> permit(List<Claimed> claimed, long begunNanos) {
        List<Claimed> permitted = new ArrayList<>(claimed.size());
        for (Claimed each : claimed) {
            Claimed ready = each.withPermit(permits.issue(each.attemptId(), each.leaseUntil(),
                    lease.minusNanos(System.nanoTime() - begunNanos)));
            active.add(ready);
            lines.breaker(each.provider()).claimed();
            permitted.add(ready);
        }
        return permitted;
    }

    private List<Campaign> inTurn(List<Campaign> all) {
        List<Campaign> rotated = new ArrayList<>(all);
        if (!rotated.isEmpty()) {
            turn = (turn + 1) % rotated.size();
            Collections.rotate(rotated, turn);
        }
        return rotated;
    }

    private List<Claimed> claim(Tx tx, List<Campaign> candidates, Map<String, Long> ids, Map<String, Integer> free) {
        // one claim at a time over all replicas: what the limits count must not change meanwhile
        tx.first("SELECT id FROM installation WHERE id = 1" + tx.forUpdate(), row -> row.number(1));
        List<Claimed> claimed = new ArrayList<>();
        Map<String, Integer> allowances = new HashMap<>();
        Map<String, Integer> left = new HashMap<>();
        candidates.forEach(campaign -> left.merge(campaign.provider(), 1, Integer::sum));
        Map<String, Integer> slotsLeft = new HashMap<>(free);
        for (Campaign campaign : candidates) {
            String provider = campaign.provider();
            int others = left.merge(provider, -1, Integer::sum);
            int share = (slotsLeft.getOrDefault(provider, 0) + others) / (others + 1);
            Clearance clearance = campaigns.callable(campaign.name());
            boolean areTests = TestContacts.keepUp(tx, ids.get(campaign.name()), clock.instant());
            if (holds.keep(tx, campaign, ids.get(campaign.name()), clearance) || share == 0) {
                continue;
            }
            ProviderAccount account = providers.account(provider).orElseThrow();
            int allowed = allowances.computeIfAbsent(provider, name -> Quota.ofAccount(tx, name, account.maxConcurrent(),
                    lines.breaker(name).allowance(free.get(name))));
            int wanted = Quota.ofCampaign(tx, campaign, ids.get(campaign.name()), Math.min(share, allowed), clock.instant());
            if (wanted > 0) {
                Instant swept = Instant.ofEpochMilli(tx.number("SELECT sweep_begun FROM account WHERE provider = ?", provider));
                List<Claimed> taken = new ArrayList<>();
                if (areTests) {
                    taken.addAll(claims.claim(tx, TestContacts.of(campaign), ids.get(campaign.name()), wanted, doNotCall(clearance), swept));
                }
                if (taken.size() < wanted) {
                    taken.addAll(claims.claim(tx, campaign, ids.get(campaign.name()), wanted - taken.size(), doNotCall(clearance), swept));
                }
                allowances.merge(provider, -taken.size(), Integer::sum);
                slotsLeft.merge(provider, -taken.size(), Integer::sum);
                claimed.addAll(taken);
            }
        }
        return claimed;
    }

    private static Predicate<String> doNotCall(Clearance clearance) {
        return clearance instanceof Clearance.Ok ok ? ok.doNotCall()::contains : number -> true;
    }

    /** Why campaigns dial nobody now, by name. */
    public Map<String, String> holds() {
        Map<String, String> reasons = new HashMap<>();
        holds.all().forEach((campaign, hold) -> reasons.put(campaign, hold.reason()));
        return reasons;
    }

    /** As {@link #holds}, with what to do about each. */
    public Map<String, Holds.Hold> held() {
        return holds.all();
    }

    /** Requests that are open now. */
    public int open() {
        return active.size();
    }

    /**
     * The request to send; asked for right before it is sent. Waits until fewer requests are open than may be.
     *
     * @throws NotNowException       if the window has closed since the claim, or its minute is over; nothing is sent
     * @throws NotWaitingException   if too many are open and nobody is to wait now; nothing is sent
     */
    public StartRequest request(Claimed claimed) throws InterruptedException {
        if (!slots.open(claimed.provider(), claimed.permit())) {
            throw new NotWaitingException();
        }
        if (!active.isOpen(claimed)) {
            // it was settled meanwhile, and its permit lets nothing through any more
            slots.close(claimed.permit());
        }
        Claims.requireStill(claimed, clock.instant());
        return claimed.request();
    }

    /** Records the answer of the provider's start-call action; returns once it is durable. */
    public void answer(Claimed claimed, Object answer) {
        StartAnswer read;
        try {
            read = StartAnswer.from(answer);
        } catch (RuntimeException e) {
            fail(claimed, e);
            return;
        }
        if (!active.settles(claimed)) {
            if (read.result() == StartAnswer.Result.ACCEPTED) {
                // it changes nothing but an attempt that nobody knew the call of
                recorder.recordOnce(new Answers.Recorded(claimed, new Answers.Outcome.Answered(read)));
            }
            return;
        }
        if (read.result() == StartAnswer.Result.UNKNOWN && !permits.used(claimed.permit())) {
            neverSent(claimed, read.reason());
            return;
        }
        Breaker breaker = lines.breaker(claimed.provider());
        switch (read.result()) {
            case UNKNOWN -> failed(claimed, breaker, read.reason());
            case LATER -> {
                breaker.answered();
                read.retryAt().ifPresent(until -> breaker.hold(until, "the provider asked for a pause: " + read.reason()));
            }
            default -> breaker.answered().ifPresent(over -> LOG.info("{} answers again; dialling goes on", claimed.provider()));
        }
        record(new Answers.Recorded(claimed, new Answers.Outcome.Answered(read)));
    }

    /** Records that the start-call action failed: never sent if the permit is unused, unknown otherwise. */
    public void fail(Claimed claimed, Throwable failure) {
        if (!active.settles(claimed)) {
            return;
        }
        String reason = failure instanceof NotNowException ? failure.getMessage() : failure.getClass().getSimpleName();
        if (permits.used(claimed.permit())) {
            if (isOurs(claimed, failure)) {
                lines.breaker(claimed.provider()).probeUnused();
            } else {
                failed(claimed, lines.breaker(claimed.provider()), reason);
            }
            record(new Answers.Recorded(claimed, new Answers.Outcome.Lost(reason)));
        } else if (isOurs(claimed, failure)) {
            lines.breaker(claimed.provider()).probeUnused();
            record(new Answers.Recorded(claimed, new Answers.Outcome.NeverSent(reason)));
        } else {
            neverSent(claimed, reason);
        }
    }

    /**
     * Whether the provider had no part in it: a process that was suspended past its leases says nothing about a provider. A request
     * without its permit within the lease does: it is the provider's kamelet that dropped it, and would drop the next one too.
     */
    private boolean isOurs(Claimed claimed, Throwable failure) {
        return failure instanceof NotNowException || failure instanceof LostAnswerException || failure instanceof NotWaitingException
                || failure instanceof NoPermitException && !clock.instant().isBefore(claimed.leaseUntil());
    }

    private void neverSent(Claimed claimed, String reason) {
        failed(claimed, lines.breaker(claimed.provider()), reason + " before anything was sent");
        record(new Answers.Recorded(claimed, new Answers.Outcome.NeverSent(reason)));
    }

    private void failed(Claimed claimed, Breaker breaker, String reason) {
        breaker.failed(reason).ifPresent(why -> LOG.warn("{} has not answered sensibly {} times in a row ({}): dialling stops until it does",
                claimed.provider(), Breaker.FAILURES_TO_OPEN, why));
    }

    /**
     * Returns once the answer is durable. The request slot is free before: the attempt counts as a call until then, and while nothing can
     * be recorded nothing can be claimed either.
     */
    private void record(Answers.Recorded recorded) {
        slots.close(recorded.claimed().permit());
        slots.giveBack(recorded.claimed().provider());
        boolean durable = false;
        try {
            durable = recorder.record(recorded);
            if (durable) {
                records.traces().dialled(recorded.claimed().attemptId(), recorded.claimed().intent(), clock.instant());
            }
        } finally {
            if (!durable && !(recorded.outcome() instanceof Answers.Outcome.NeverSent)) {
                active.unrecorded(recorded.claimed());
            }
            release(recorded.claimed());
        }
    }

    private void release(Claimed claimed) {
        if (active.remove(claimed)) {
            permits.forget(claimed.permit());
        }
        // a route that came late may have taken one after the answer was settled
        slots.close(claimed.permit());
    }

    /** Whether this process still works on an attempt. */
    boolean isActive(UUID attemptId) {
        return active.isActive(attemptId);
    }

    /** Whether a request for an attempt of this process, which nobody works on any more, may have left. */
    boolean mayHaveBeenSent(UUID attemptId) {
        return active.mayHaveBeenSent(attemptId);
    }

    /** Gives back what a route dropped without an answer: after its lease no request can leave any more, and one that did gets another lease's time. */
    void releaseExpired() {
        Instant now = clock.instant();
        for (Claimed claimed : active.all()) {
            boolean isOver = now.isAfter(claimed.leaseUntil().plus(lease)) || now.isAfter(claimed.leaseUntil()) && !permits.used(claimed.permit());
            if (isOver && over(claimed)) {
                LOG.warn("{}: the route never came back with an answer", claimed);
            }
        }
    }

    /**
     * The route that was to dial it has ended. Where that was without an answer, the attempt is due again if nothing was sent, and else
     * uncertain.
     *
     * @return false if it had been settled, as it should be
     */
    public boolean over(Claimed claimed) {
        boolean isUnanswered = active.isUnanswered(claimed);
        if (isUnanswered) {
            fail(claimed, new LostAnswerException());
        }
        return isUnanswered;
    }

    /** Whether those who wait to send a request come back without having sent it, so that open requests are all there is to wait for. */
    public void nobodyWaits(boolean now) {
        slots.nobodyWaits(now);
    }

    /** To be called once no route runs any more: what was claimed and not sent is due again, what was sent and not answered is uncertain. */
    public void giveBack() {
        for (Claimed claimed : active.all()) {
            Answers.Outcome outcome = permits.used(claimed.permit()) ? new Answers.Outcome.Lost("the process ended")
                    : new Answers.Outcome.NeverSent("the process ended");
            recorder.recordOnce(new Answers.Recorded(claimed, outcome));
            release(claimed);
        }
    }

    private static final class LostAnswerException extends RuntimeException {
    }

    private static final class NotWaitingException extends RuntimeException {
    }
}
