package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.Clearance;
import io.voicecampaigns.contact.Bad;
import io.voicecampaigns.contact.CallableRegions;
import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.contact.Row;
import io.voicecampaigns.ledger.ForgottenPeople;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.provider.ProviderMappings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The enroll stage: makes contacts of rows and takes them into the ledger, each once per campaign edition and key. Every row ends
 * enrolled or rejected with a reason. While one batch is being committed the next one may be read: a list's batches are still
 * committed in order, and one that fails takes all after it along. Thread-safe.
 */
public final class Enrolling {
    static final String ON_DO_NOT_CALL_LIST = "the number is on the do-not-call list";

    private final Ledger ledger;
    private final Campaigns campaigns;
    private final ProviderMappings mappings;
    private final PhoneNumbers numbers;
    private final ForgottenPeople forgotten;
    private final ContactMapper mapper;
    private final Enrolments enrolments;
    private final ArrivalRecords arrivals;
    private final Map<Long, CompletableFuture<?>> pending = new ConcurrentHashMap<>();
    private final Map<Long, ContactBatch> underWay = new ConcurrentHashMap<>();

    public Enrolling(Ledger ledger, Clock clock, Campaigns campaigns, ProviderMappings mappings, PhoneNumbers numbers,
            Installation installation) {
        this.ledger = ledger;
        this.campaigns = campaigns;
        this.mappings = mappings;
        this.numbers = numbers;
        this.forgotten = new ForgottenPeople(installation);
        this.mapper = new ContactMapper(numbers);
        this.enrolments = new Enrolments(clock, installation);
        this.arrivals = new ArrivalRecords(clock, installation);
    }

    /**
     * One row and what became of it.
     *
     * @param forgotten the name in the ledger of whoever the row is about, where that person asked to be forgotten
     */
    record Mapped(long row, long line, Enrolment enrolment, Optional<String> forgotten) {
    }

    /** Maps every row of a batch. */
    public MappedBatch map(ContactBatch batch) {
        underWay.put(batch.list(), batch);
        Campaign campaign = campaigns.find(batch.campaign()).orElseThrow(() -> new CampaignGoneException(batch.campaign()));
        Clearance clearance = campaigns.callable(campaign.name());
        CallableRegions regions = CallableRegions.of(mappings.of(campaign.provider()).callableRegions());
        List<Mapped> mapped = new ArrayList<>(batch.entries().size());
        Map<Integer, String> unwelcome = forgotten(campaign, batch.entries());
        for (int i = 0; i < batch.entries().size(); i++) {
            Entry entry = batch.entries().get(i);
            Optional<String> person = Optional.ofNullable(unwelcome.get(i));
            mapped.add(new Mapped(entry.row(), entry.line(), person.isPresent() ? new Enrolment.Rejected(ForgottenPeople.REASON)
                    : map(campaign, clearance, regions, batch.sourceKey(i), entry), person));
        }
        return new MappedBatch(batch, campaign, mapped);
    }

    /** Entries about somebody who asked to be forgotten: any of their numbers tells, not only the one that would be called. */
    private Map<Integer, String> forgotten(Campaign campaign, List<Entry> entries) {
        return ledger.read(tx -> {
            Map<Integer, String> found = new HashMap<>();
            if (ForgottenPeople.isAnybody(tx)) {
                for (int i = 0; i < entries.size(); i++) {
                    int place = i;
                    RowNumbers.of(entries.get(i), campaign.contacts(), numbers).stream().flatMap(number -> forgotten.person(tx, number).stream()).findFirst()
                            .ifPresent(person -> found.put(place, person));
                }
            }
            return found;
        });
    }

    private Enrolment map(Campaign campaign, Clearance clearance, CallableRegions regions, Optional<String> sourceKey, Entry entry) {
        if (entry instanceof Bad bad) {
            return new Enrolment.Rejected(bad.reason());
        }
        Enrolment enrolment = mapper.map(campaign, regions, sourceKey, ((Row) entry)::column);
        if (enrolment instanceof Enrolment.Accepted accepted && clearance instanceof Clearance.Ok ok
                && ok.doNotCall().contains(accepted.phone())) {
            return new Enrolment.Rejected(ON_DO_NOT_CALL_LIST);
        }
        return enrolment;
    }

    /**
     * Takes a batch into the ledger, unless it was {@linkplain #drop dropped}. Of a file, returns before it is durable; the list counts
     * as read only up to what is.
     *
     * @throws io.voicecampaigns.ledger.LedgerException if the batch before this one was not committed; the list is then read again from there
     */
    public void enroll(MappedBatch mapped) {
        ContactBatch batch = mapped.batch();
        if (!underWay.remove(batch.list(), batch)) {
            return;
        }
        CompletableFuture<?> before = pending.remove(batch.list());
        try {
            if (before != null) {
                Ledger.join(before);
            }
            CompletableFuture<?> write = ledger.writeBulk(tx -> batch.arrivals().isPresent() ? arrivals.write(tx, mapped)
                    : enrolments.write(tx, mapped));
            if (batch.isLast() || batch.arrivals().isPresent()) {
                // a source is told only what the ledger has
                Ledger.join(write);
            } else {
                pending.put(batch.list(), write);
            }
        } catch (RuntimeException e) {
            batch.supply().again(batch.list());
            throw e;
        }
    }

    /** A route begins with a batch; to be told of {@link #over}. */
    public void begin(ContactBatch batch) {
        underWay.put(batch.list(), batch);
    }

    /**
     * The route that was to enroll a batch has ended. If that was without enrolling it, its rows come again.
     *
     * @return false if it was enrolled or dropped, as it should be
     */
    public boolean over(ContactBatch batch) {
        boolean isLeft = underWay.get(batch.list()) == batch;
        if (isLeft) {
            drop(batch);
        }
        return isLeft;
    }

    /** A batch failed on its way: the list is read again from where the ledger stands. Null if there was none yet. */
    public void drop(ContactBatch batch) {
        if (batch == null) {
            return;
        }
        underWay.remove(batch.list());
        CompletableFuture<?> before = pending.remove(batch.list());
        if (before != null) {
            before.handle((ignored, failure) -> null).join();
        }
        batch.supply().again(batch.list());
    }
}
