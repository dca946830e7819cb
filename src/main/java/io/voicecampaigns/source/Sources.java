package io.voicecampaigns.source;

import io.voicecampaigns.call.CampaignRecords;
import io.voicecampaigns.replica.Owner;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.enroll.Arrivals;
import io.voicecampaigns.enroll.Arrivals.Counts;
import io.voicecampaigns.enroll.ContactBatch;
import io.voicecampaigns.enroll.RunOverException;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources that campaigns name, other than their inbox folders: when one is read, what is taken of it, and when it is cut off. What one
 * does wrong is told with its kamelet and campaign, and concerns no other. Thread-safe.
 */
public final class Sources {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
    private static final int BATCH_RECORDS = 1_000;

    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final CampaignRecords campaignRecords;
    private final SourceRecords records;
    private final SourceSettings settings;
    private final Map<String, SourceRun> runs = new ConcurrentHashMap<>();
    private final Map<String, String> problems = new ConcurrentHashMap<>();
    private volatile boolean isHeld;

    public Sources(Ledger ledger, Clock clock, Campaigns campaigns, CampaignRecords campaignRecords, Installation installation, Owner owner,
            Connectors connectors, SourceSettings settings) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.campaignRecords = campaignRecords;
        this.records = new SourceRecords(ledger, clock, installation, owner.id(), connectors, settings.lease());
        this.settings = settings;
    }

    /** The runs to begin now; each must {@linkplain #gone go} again. Cuts off what is overdue. */
    public List<SourceRun> due() {
        List<SourceRun> due = new ArrayList<>();
        try {
            runs.values().forEach(this::tend);
            problems.keySet().removeIf(campaign -> !isRead(campaign));
            for (Campaign campaign : isHeld ? List.<Campaign>of() : campaigns.all()) {
                if (!campaign.source().isFile() && !runs.containsKey(SourceRun.instance(campaign.name()))) {
                    records.claim(campaign, campaignRecords.enter(ledger, campaign)).ifPresent(run -> {
                        runs.put(run.instance(), run);
                        due.add(run);
                    });
                }
            }
        } catch (LedgerException e) {
            LOG.error("no source is read: {}", e.getMessage());
        }
        return due;
    }

    private boolean isRead(String campaign) {
        return campaigns.find(campaign).filter(found -> !found.source().isFile()).isPresent();
    }

    private void tend(SourceRun run) {
        Instant now = clock.instant();
        if (run.isOver()) {
            return;
        }
        Optional<Campaign> campaign = campaigns.find(run.campaign());
        boolean isWanted = campaign.filter(found -> found.edition() == run.edition() && found.source().equals(run.settings())).isPresent();
        if ((isHeld || !isWanted) && !run.isTaking()) {
            release(run, isHeld ? "its kamelets are being exchanged, or the service stops" : "the campaign file changed, or went");
        } else if (!run.isTaking() && Duration.between(run.lastSign(), now).compareTo(settings.longestSilence()) > 0) {
            fail(run, "it has handed over neither contacts nor an end for " + settings.longestSilence().toSeconds() + " s");
        } else if (Duration.between(run.leaseRenewed(), now).compareTo(settings.lease().dividedBy(4)) > 0) {
            run.renewed(now);
            if (!records.renew(run)) {
                run.end();
            }
        }
    }

    /**
     * What a kamelet hands over, as batches to enroll one after the other. Each must come back through {@link #taken}, and the next page
     * only after that.
     *
     * @param instance of the run, as {@link SourceRun#instance}
     * @throws ContractException  if it is not what the contract says; the run is over then
     * @throws RunOverException   if the run is over
     */
    public List<ContactBatch> page(String instance, Object body) {
        SourceRun run = runs.get(instance);
        if (run == null || run.isOver()) {
            throw new RunOverException("what " + instance + " hands over is not taken: its run is over");
        }
        if (isHeld) {
            tend(run);
            throw new RunOverException("what " + instance + " hands over is not taken: its run is over");
        }
        try {
            if (run.isTaking()) {
                throw new ContractException("expected one page after the other, found two at once");
            }
            List<Item> items = Pages.read(body);
            List<ContactBatch> batches = batches(run, items);
            run.begin(batches.size(), items.size(), clock.instant());
            return batches;
        } catch (ContractException e) {
            fail(run, e.getMessage());
            throw e;
        }
    }

    private List<ContactBatch> batches(SourceRun run, List<Item> items) {
        List<ContactBatch> batches = new ArrayList<>();
        for (int start = 0; start < items.size(); start += BATCH_RECORDS) {
            List<Item> part = items.subList(start, Math.min(items.size(), start + BATCH_RECORDS));
            List<Entry> entries = new ArrayList<>(part.size());
            List<Arrivals.Origin> origins = new ArrayList<>(part.size());
            Optional<String> cursor = Optional.empty();
            boolean isEnd = false;
            for (Item item : part) {
                cursor = item.cursor().or(latest(cursor));
                if (item instanceof Item.Record record) {
                    entries.add(record.entry());
                    origins.add(new Arrivals.Origin(record.ref(), record.key()));
                }
                isEnd = item instanceof Item.End;
                if (item instanceof Item.End end) {
                    run.read(end.list());
                }
            }
            batches.add(new ContactBatch(run.list(), run.campaign(), run.listName(), 0, entries, isEnd, list -> { },
                    Optional.of(new Arrivals(run.source(), run.number(), origins, cursor, isEnd))));
        }
        return batches;
    }

    private static java.util.function.Supplier<Optional<String>> latest(Optional<String> cursor) {
        return () -> cursor;
    }

    /**
     * A batch has gone through the enroll stage.
     *
     * @throws RunOverException if the ledger did not take it: the run is over then, and its contacts come again with the next
     */
    public void taken(ContactBatch batch) {
        Arrivals arrivals = batch.arrivals().orElseThrow();
        SourceRun run = runs.get(SourceRun.instance(batch.campaign()));
        Optional<Counts> counts = arrivals.counts();
        if (run == null || counts.isEmpty()) {
            if (run != null) {
                fail(run, "what it handed over could not be enrolled");
            }
            throw new RunOverException(batch + " were not taken; they come again with the next run");
        }
        run.taken(counts.get(), clock.instant());
        if (arrivals.isEnd()) {
            ended(run);
        } else if (run.records() > settings.mostContacts()) {
            cutOff(run);
        }
    }

    private void ended(SourceRun run) {
        run.end();
        problems.remove(run.campaign());
        Counts counts = run.counts();
        if (counts.enrolled() + counts.updated() + counts.rejected() > 0) {
            LOG.info("campaign {}: {} brought {} new contacts of {}, {} changed, {} known, {} rejected", run.campaign(), run.kamelet(),
                    counts.enrolled(), run.read(), counts.updated(), counts.known(), counts.rejected());
        } else if (run.number() == 1) {
            LOG.warn("campaign {}: {} brought no contacts at all of {}", run.campaign(), run.kamelet(), run.read());
        }
    }

    private void cutOff(SourceRun run) {
        run.end();
        String why = "it handed over more than " + settings.mostContacts() + " contacts without an end";
        problems.put(run.campaign(), run.kamelet() + ": " + why);
        records.released(run, clock.instant().plus(run.settings().every()));
        LOG.warn("campaign {}: {} was cut off: {}; the next run goes on from its cursor", run.campaign(), run.kamelet(), why);
        throw new RunOverException(run + " was cut off: " + why);
    }

    private void release(SourceRun run, String why) {
        if (run.end()) {
            records.released(run, clock.instant());
            LOG.info("campaign {}: this run of {} ends early: {}", run.campaign(), run.kamelet(), why);
        }
    }

    /** A run could not begin, or its kamelet failed. Nothing happens if it is over already. */
    public void failed(SourceRun run, String reason) {
        fail(run, reason);
    }

    private void fail(SourceRun run, String reason) {
        if (!run.end()) {
            return;
        }
        problems.put(run.campaign(), run.kamelet() + ": " + reason);
        try {
            Duration pause = records.failed(run);
            LOG.warn("campaign {}: {} failed: {}. What the ledger has of it stays; it is read again in {} s", run.campaign(), run.kamelet(), reason,
                    pause.toSeconds());
        } catch (LedgerException e) {
            // its lease ends by itself
            LOG.warn("campaign {}: {} failed: {}; and the ledger too: {}", run.campaign(), run.kamelet(), reason, e.getMessage());
        }
    }

    /** No message of its kamelet is under way: what it has handed over and nobody has counted never will be. */
    public void handsOverNothing(SourceRun run) {
        if (run.isTaking()) {
            fail(run, "what it handed over was not recorded as taken");
        }
    }

    /** The run of an instance, until it is {@linkplain #gone gone}. */
    public Optional<SourceRun> run(String instance) {
        return Optional.ofNullable(runs.get(instance));
    }

    /** All runs of this process that are not gone yet. */
    public List<SourceRun> runs() {
        return List.copyOf(runs.values());
    }

    /** Nothing of a run that is over is left: the next one may begin. */
    public void gone(SourceRun run) {
        runs.remove(run.instance(), run);
    }

    /** Ends all runs, and begins none until {@link #resume}; what they have not handed over comes with the next ones. */
    public void hold() {
        isHeld = true;
        runs.values().forEach(this::tend);
    }

    public void resume() {
        isHeld = false;
    }

    /** What is wrong with sources now, by campaign. */
    public Map<String, String> problems() {
        return new TreeMap<>(problems);
    }
}
