package io.voicecampaigns.report;

import io.voicecampaigns.call.HandedOut;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.connector.FailureReason;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.metrics.Meters;
import io.voicecampaigns.replica.Owner;
import io.voicecampaigns.trace.AttemptTraces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The report stage: hands outcomes to sinks, at least once, the latest revision only, one batch of a campaign's sink at a time. A sink
 * that stays down delays its own outcomes alone. Thread-safe.
 */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int RESEND_BATCH = 500;

    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final Installation installation;
    private final String owner;
    private final Deliveries deliveries;
    private final int batchSize;
    private final Duration lease;
    private final Meters meters;
    private final AttemptTraces traces;
    /** With when its lease was taken or renewed. */
    private final Map<Outlet, Instant> busy = new ConcurrentHashMap<>();
    private final Map<Outlet, Failing> failures = new ConcurrentHashMap<>();
    private final Map<Outlet, Instant> restUntil = new ConcurrentHashMap<>();
    private final HandedOut<ReportBatch> handedOut = new HandedOut<>();

    /** One campaign's sink. */
    record Outlet(String sink, String campaign, long campaignId) {
        @Override
        public String toString() {
            return "sink " + sink + " of campaign " + campaign;
        }
    }

    private record Failing(int times, String reason) {
    }

    /**
     * @param batchSize outcomes that a sink is given at once, unless its campaign says another number
     * @param lease     after which a sink is another replica's to serve, if this one has died
     */
    public Outbox(Ledger ledger, Clock clock, Campaigns campaigns, Installation installation, Owner owner, int batchSize, Meters meters,
            AttemptTraces traces, Duration lease) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.installation = installation;
        this.owner = owner.id();
        this.deliveries = new Deliveries(clock);
        this.batchSize = batchSize;
        this.lease = lease;
        this.meters = meters;
        this.traces = traces;
    }

    /** The batches to hand over now, one for each sink that has something due and is not busy. Each must come back through {@link #answered} or {@link #failed}. */
    public List<ReportBatch> due() {
        Instant now = clock.instant();
        List<ReportBatch> batches = new ArrayList<>();
        handedOut.lost().forEach(this::over);
        try {
            for (Outlet outlet : ledger.read(Deliveries::outlets)) {
                if (!now.isBefore(restUntil.getOrDefault(outlet, Instant.EPOCH)) && busy.putIfAbsent(outlet, now) == null) {
                    List<Outcome> outcomes = List.of();
                    try {
                        outcomes = isOurs(outlet) ? ledger.read(tx -> Deliveries.due(tx, outlet, now, size(outlet))) : outcomes;
                    } finally {
                        if (outcomes.isEmpty()) {
                            free(outlet);
                        }
                    }
                    if (!outcomes.isEmpty()) {
                        batches.add(new ReportBatch(outlet.sink(), outlet.campaign(), outlet.campaignId(), outcomes));
                        handedOut.add(batches.get(batches.size() - 1));
                    }
                }
            }
        } catch (LedgerException e) {
            LOG.error("nothing more is reported: {}", e.getMessage());
        }
        return batches;
    }

    private int size(Outlet outlet) {
        return campaigns.lastKnown(outlet.campaign()).flatMap(campaign -> campaign.report().sink(outlet.sink()))
                .map(sink -> sink.batch()).orElse(OptionalInt.empty()).orElse(batchSize);
    }

    /** Of several processes one hands a campaign's outcomes to a sink; a ledger in a file has one process anyway. */
    private boolean isOurs(Outlet outlet) {
        return !ledger.isShared() || ledger.write(tx -> {
            Instant now = installation.databaseTime(tx);
            return tx.update("""
                    INSERT INTO hand_over (campaign_id, sink, owner, lease_until) VALUES (?, ?, ?, ?)
                    ON CONFLICT (campaign_id, sink) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
                      WHERE hand_over.owner = excluded.owner OR hand_over.lease_until < ?""",
                    outlet.campaignId(), outlet.sink(), owner, now.plus(lease), now) == 1;
        });
    }

    /** To be called several times in a lease: a batch may take as long as its sink needs. */
    public void renewLeases() {
        Instant now = clock.instant();
        busy.forEach((outlet, renewed) -> {
            if (ledger.isShared() && Duration.between(renewed, now).compareTo(lease.dividedBy(4)) > 0 && busy.replace(outlet, renewed, now)) {
                // one that was lost meanwhile is not taken again: whoever has had it may have handed newer revisions over
                ledger.write(tx -> tx.update("UPDATE hand_over SET lease_until = ? WHERE campaign_id = ? AND sink = ? AND owner = ?",
                        installation.databaseTime(tx).plus(lease), outlet.campaignId(), outlet.sink(), owner));
            }
        });
    }

    private void free(Outlet outlet) {
        if (ledger.isShared()) {
            try {
                ledger.write(tx -> tx.update("UPDATE hand_over SET lease_until = 0 WHERE campaign_id = ? AND sink = ? AND owner = ?",
                        outlet.campaignId(), outlet.sink(), owner));
            } catch (LedgerException e) {
                LOG.warn("the {} is kept by this process until its lease ends: {}", outlet, e.getMessage());
            }
        }
        busy.remove(outlet);
    }

    private static Outlet outlet(ReportBatch batch) {
        return new Outlet(batch.sink(), batch.campaign(), batch.campaignId());
    }

    /** Records what the sink answered: a list of {@link SinkAnswer}s, or its JSON. What it did not name is handed over again. */
    public void answered(ReportBatch batch, Object body) {
        Map<String, SinkAnswer> answers = new HashMap<>();
        try {
            SinkAnswer.read(body).forEach(answer -> answers.put(answer.ref(), answer));
        } catch (IllegalArgumentException e) {
            failed(batch, new SinkUnusableException(Connectors.sinkOf(batch.sink()) + " answers otherwise than the contract says: " + e.getMessage()));
            return;
        }
        handedOut.back(batch);
        try {
            Ledger.join(ledger.writeBulk(tx -> {
                deliveries.record(tx, batch, answers);
                return handAgainIfLate(tx, batch);
            }));
            count(batch, answers);
            if (failures.remove(outlet(batch)) != null) {
                LOG.info("the {} accepts outcomes again", outlet(batch));
            }
        } finally {
            free(outlet(batch));
        }
    }

    /** Where another replica has served the sink meanwhile, this one may have given it older revisions after newer ones. */
    private Void handAgainIfLate(Tx tx, ReportBatch batch) {
        boolean isLate = ledger.isShared() && tx.first("SELECT owner FROM hand_over WHERE campaign_id = ? AND sink = ?" + tx.forUpdate(),
                row -> row.text(1), batch.campaignId(), batch.sink()).filter(other -> !other.equals(owner)).isPresent();
        if (isLate) {
            LOG.warn("the {} was served by another replica meanwhile: {} outcomes are handed over once more", outlet(batch), batch.outcomes().size());
            deliveries.again(tx, batch);
        }
        return null;
    }

    private void count(ReportBatch batch, Map<String, SinkAnswer> answers) {
        Instant now = clock.instant();
        Map<String, Long> results = new HashMap<>();
        for (Outcome outcome : batch.outcomes()) {
            SinkAnswer answer = answers.get(outcome.ref());
            String result = answer == null || !answer.ok() && answer.retry() ? "later" : answer.ok() ? "accepted" : "refused";
            results.merge(result, 1L, Long::sum);
            if (result.equals("accepted")) {
                traces.reported(UUID.fromString(outcome.ref()), outcome.endedAt() == null ? now : outcome.endedAt(), now);
            }
            if (result.equals("accepted") && outcome.revision() == 1 && outcome.endedAt() != null) {
                meters.reported(batch.sink(), outcome.endedAt(), now);
            }
        }
        results.forEach((result, many) -> meters.handedOver(batch.sink(), result, many));
    }

    /** The sink failed as a whole: its outcomes are handed over again, after a pause that grows. */
    public void failed(ReportBatch batch, Throwable failure) {
        handedOut.back(batch);
        Outlet outlet = outlet(batch);
        meters.handedOver(batch.sink(), "failed", batch.outcomes().size());
        String reason = FailureReason.of(failure);
        Failing now = failures.merge(outlet, new Failing(1, reason), (before, one) -> new Failing(before.times() + 1, reason));
        Duration pause = pause(now.times() - 1);
        restUntil.put(outlet, clock.instant().plus(pause));
        LOG.warn("the {} failed {} times in a row ({}); {} outcomes wait {} s", outlet, now.times(), reason, batch.outcomes().size(),
                pause.toSeconds());
        try {
            if (ledger.isShared()) {
                ledger.write(tx -> handAgainIfLate(tx, batch));
            }
        } catch (LedgerException e) {
            LOG.error("what the {} was given last is not known: {}", outlet, e.getMessage());
        } finally {
            free(outlet);
        }
    }

    /** A route begins with a batch, which may take as long as its sink needs; to be told of {@link #over}. */
    public void begin(ReportBatch batch) {
        handedOut.begun(batch);
    }

    /**
     * The route that was to hand them over has ended. If that was without an answer, they come again.
     *
     * @return false if they had come back, as they should
     */
    public boolean over(ReportBatch batch) {
        boolean isUnanswered = handedOut.isOut(batch);
        if (isUnanswered) {
            failed(batch, new SinkUnusableException("its route ended before what the sink answered was recorded"));
        }
        return isUnanswered;
    }

    /**
     * Hands outcomes over once more, as if they were new: those that a sink refused for good, or all that it has.
     *
     * @param who is told to the audit
     * @return how many
     */
    public int resend(long campaignId, String campaign, String sink, boolean all, String who) {
        Outlet outlet = new Outlet(sink, campaign, campaignId);
        int again = 0;
        List<Long> batch = List.of();
        do {
            long after = batch.isEmpty() ? 0 : batch.get(batch.size() - 1);
            batch = Ledger.join(ledger.writeBulk(tx -> {
                List<Long> attempts = deliveries.resend(tx, outlet, all, after, RESEND_BATCH);
                if (!attempts.isEmpty()) {
                    AuditTrail.append(tx, clock.instant(), who, "resend", "campaign " + campaign, attempts.size() + " outcomes to " + sink);
                }
                return attempts;
            }));
            again += batch.size();
        } while (batch.size() == RESEND_BATCH);
        LOG.info("{} outcomes of campaign {} are handed over to {} again", again, campaign, sink);
        return again;
    }

    /** Why a campaign's sinks failed the last time, by their names; those that did not are not there. */
    public Map<String, String> failing(String campaign) {
        Map<String, String> reasons = new TreeMap<>();
        failures.forEach((outlet, failing) -> {
            if (outlet.campaign().equals(campaign)) {
                reasons.put(outlet.sink(), "failed " + failing.times() + (failing.times() == 1 ? " time" : " times in a row") + " (" + failing.reason() + ")");
            }
        });
        return reasons;
    }

    /** The sinks that outcomes of a campaign went to, or are to go to. */
    public Set<String> sinks(long campaignId, String campaign) {
        Set<String> sinks = ledger.read(tx -> Deliveries.sinks(tx, campaignId));
        campaigns.lastKnown(campaign).ifPresent(known -> sinks.addAll(known.report().sinks()));
        return sinks;
    }

    /** What is wrong with sinks now, in a sentence each: those that failed the last time, and those that refused outcomes for good. */
    public List<String> problems() {
        Map<String, String> problems = new TreeMap<>();
        failures.forEach((outlet, failing) -> problems.put(outlet + " 1", outlet + ": failed " + failing.times() + " times in a row (" + failing.reason() + ")"));
        try {
            // whoever asks for health must not wait for a database that is away
            Map<Outlet, Long> refused = ledger.trouble().isPresent() ? Map.of() : ledger.read(Deliveries::undeliverable);
            refused.forEach((outlet, count) -> problems.put(outlet + " 2",
                    outlet + ": " + count + " outcomes were refused for good"));
        } catch (LedgerException e) {
            // health tells of the ledger itself
        }
        return List.copyOf(problems.values());
    }

    /** A little less each time than the last one's double, so that sinks of one system do not all come at once. */
    private static Duration pause(int times) {
        return Deliveries.pause(times).multipliedBy(80 + ThreadLocalRandom.current().nextInt(21)).dividedBy(100);
    }
}
