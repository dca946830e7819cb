package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.contact.Entry;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.LedgerView;
import io.voicecampaigns.provider.ProviderMappings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Enrolls a list in a ledger that is thrown away, by what enrolls lists, beside what the real ledger knows: it cannot decide otherwise. Needs
 * little memory however long the list is. For one thread.
 */
public final class Rehearsal {
    private final Ledger scratch;
    private final Campaign campaign;
    private final Enrolling enrolling;
    private final Enrolments enrolments;
    private final Optional<KnownPeople> known;
    private final long list;
    private long rows;

    /** What would become of a row. */
    public enum Fate {
        ENROLLED,
        REJECTED,
        /** On the campaign's do-not-call list, or opted out. */
        MUST_NOT_BE_CALLED,
        /** An earlier row of this list has the same key or number. */
        DUPLICATE,
        /** The real ledger has the key or the number. */
        ALREADY_ENROLLED
    }

    /**
     * One row and what would become of it.
     *
     * @param reason  why it would not be enrolled, equal for equal causes and without anything of the row; empty if it would
     * @param contact of a row that would be enrolled
     */
    public record Verdict(Entry entry, Fate fate, String reason, Optional<Enrolment.Accepted> contact) {
        /** Without the row. */
        @Override
        public String toString() {
            return "Verdict[" + fate + "]";
        }
    }

    /**
     * @param scratch   an empty ledger that is open
     * @param campaigns must have the campaign
     * @param real      the ledger that a service works on; empty if there is none
     */
    public Rehearsal(Ledger scratch, Clock clock, Campaigns campaigns, ProviderMappings mappings, PhoneNumbers numbers, Campaign campaign,
            Optional<LedgerView> real) {
        this.scratch = scratch;
        this.campaign = campaign;
        // the scratch ledger has nobody who was forgotten or pruned, so this secret is used for nothing and no file is touched
        Installation nobody = new Installation(scratch, clock, DataDir.of("."), "rehearsal", false);
        this.enrolling = new Enrolling(scratch, clock, campaigns, mappings, numbers, nobody);
        this.enrolments = new Enrolments(clock, nobody);
        long id = scratch.write(tx -> tx.number("INSERT INTO campaign (name, provider, edition) VALUES (?, ?, ?) RETURNING id", campaign.name(),
                campaign.provider(), campaign.edition()));
        // a name that no list can have
        this.list = scratch.write(tx -> tx.number("""
                INSERT INTO list (campaign_id, edition, name, original, state, taken_at) VALUES (?, ?, '', '', 'reading', ?) RETURNING id""",
                id, campaign.edition(), clock.instant()));
        this.known = real.map(view -> new KnownPeople(view, campaign, id));
    }

    /**
     * What becomes of the list's next rows, in their order.
     *
     * @param entries at most 1,000
     */
    public List<Verdict> enroll(List<Entry> entries) {
        MappedBatch mapped = mapped(entries, rows);
        rows += entries.size();
        List<Enrolments.Written> written = Ledger.join(scratch.writeBulk(tx -> {
            known.ifPresent(people -> people.carryOver(tx, accepted(mapped)));
            return enrolments.write(tx, mapped);
        }));
        List<Verdict> verdicts = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            verdicts.add(verdict(entries.get(i), written.get(i)));
        }
        return verdicts;
    }

    /** A batch of rows as it is handed to the routes that may add variables; {@link #contacts} then has them. */
    public MappedBatch forEnrichment(List<Entry> entries) {
        return mapped(entries, 0);
    }

    /** The contacts of a batch, with what was added to them. */
    public static List<Enrolment.Accepted> contacts(MappedBatch batch) {
        return accepted(batch);
    }

    private MappedBatch mapped(List<Entry> entries, long afterRow) {
        return enrolling.map(new ContactBatch(list, campaign.name(), "", afterRow, entries, false, ignored -> {
            // a rehearsal is not repeated
        }, Optional.empty()));
    }

    private static List<Enrolment.Accepted> accepted(MappedBatch batch) {
        return batch.rows().stream().map(Enrolling.Mapped::enrolment).filter(Enrolment.Accepted.class::isInstance).map(Enrolment.Accepted.class::cast)
                .toList();
    }

    private Verdict verdict(Entry entry, Enrolments.Written written) {
        if (written.refusal().isEmpty()) {
            return new Verdict(entry, Fate.ENROLLED, "", Optional.of((Enrolment.Accepted) written.row().enrolment()));
        }
        Newcomers.Refusal refusal = written.refusal().get();
        if (refusal.list() > 0) {
            return refusal.list() == list ? new Verdict(entry, Fate.DUPLICATE, refusal.kind() + " from an earlier row of this list", Optional.empty())
                    : new Verdict(entry, Fate.ALREADY_ENROLLED, refusal.kind() + " from another list", Optional.empty());
        }
        boolean isUnwanted = refusal.kind().equals(Enrolling.ON_DO_NOT_CALL_LIST) || written.row().enrolment() instanceof Enrolment.Accepted;
        return new Verdict(entry, isUnwanted ? Fate.MUST_NOT_BE_CALLED : Fate.REJECTED, refusal.reason(), Optional.empty());
    }
}
