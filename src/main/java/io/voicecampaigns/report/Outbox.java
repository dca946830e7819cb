package io.voicecampaigns.report;

import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.replica.Owner;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.connector.FailureReason;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
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
    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final Installation installation;
    private final String owner;
    private final Deliveries deliveries;
    private final int batchSize;
    private final Duration lease;
    /** With when its lease was taken or renewed. */
    private final Map<Outlet, Instant> busy = new ConcurrentHashMap<>();
    private final Map<Outlet, Failing> failures = new ConcurrentHashMap<>();
    private final Map<Outlet, Instant> restUntil = new ConcurrentHashMap<>();

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
    public Outbox(Ledger ledger, Clock clock, Campaigns campaigns, Installation installation, Owner owner, int batchSize, Duration lease) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.installation = installation;
        this.owner = owner.id();
        this.deliveries = new Deliveries(clock);
        this.batchSize = batchSize;
        this.lease = lease;
    }

    /** The batches to hand over now, one for each sink that has something due and is not busy. Each must come back through {@link #answered} or {@link #failed}. */
    public List<ReportBatch> due() {
        Instant now = clock.instant();
        List<ReportBatch> batches = new ArrayList<>();
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
        try {
            Ledger.join(ledger.writeBulk(tx -> {
                deliveries.record(tx, batch, answers);
                return handAgainIfLate(tx, batch);
            }));
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

    /** The sink failed as a whole: its outcomes are handed over again, after a pause that grows. */
    public void failed(ReportBatch batch, Throwable failure) {
        Outlet outlet = outlet(batch);
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

    /**
     * Hands outcomes that a sink refused for good over once more, as if they were new.
     *
     * @return how many
     */
    public int resend(String sink, String campaign) {
        int again = ledger.write(tx -> deliveries.resend(tx, sink, campaign));
        LOG.info("{} outcomes of campaign {} that {} had refused are handed over again", again, campaign, sink);
        return again;
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
