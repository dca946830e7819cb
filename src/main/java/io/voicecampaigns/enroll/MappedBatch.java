package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.contact.Enrolment;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A batch whose rows have become contacts or rejections. */
public final class MappedBatch {
    private final ContactBatch batch;
    private final Campaign campaign;
    private final List<Enrolling.Mapped> rows;
    private final List<EnrichableContact> contacts;

    MappedBatch(ContactBatch batch, Campaign campaign, List<Enrolling.Mapped> rows) {
        this.batch = batch;
        this.campaign = campaign;
        this.rows = rows;
        this.contacts = rows.stream().filter(row -> row.enrolment() instanceof Enrolment.Accepted)
                .map(row -> new EnrichableContact(row.row(), (Enrolment.Accepted) row.enrolment())).toList();
    }

    ContactBatch batch() {
        return batch;
    }

    Campaign campaign() {
        return campaign;
    }

    /** Every row, with what enrichment has added so far. */
    List<Enrolling.Mapped> rows() {
        Iterator<EnrichableContact> enriched = contacts.iterator();
        return rows.stream().map(row -> row.enrolment() instanceof Enrolment.Accepted
                ? new Enrolling.Mapped(row.row(), row.line(), enriched.next().enriched(), Optional.empty()) : row).toList();
    }

    /** The contacts that would be enrolled, in list order, for an enrichment step to look up and add to. */
    public List<EnrichableContact> contacts() {
        return contacts;
    }

    @Override
    public String toString() {
        return batch.toString();
    }
}
