package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.contact.Enrolment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A batch whose rows have become contacts or rejections. */
public final class MappedBatch {
    private final ContactBatch batch;
    private final Campaign campaign;
    private final List<Enrolling.Mapped> rows;

    MappedBatch(ContactBatch batch, Campaign campaign, List<Enrolling.Mapped> rows) {
        this.batch = batch;
        this.campaign = campaign;
        this.rows = rows;
    }

    ContactBatch batch() {
        return batch;
    }

    Campaign campaign() {
        return campaign;
    }

    List<Enrolling.Mapped> rows() {
        return rows;
    }

    /** What an enrichment step may look up: the variables of each accepted contact by row, in list order. */
    public List<Long> acceptedRows() {
        return rows.stream().filter(row -> row.enrolment() instanceof Enrolment.Accepted).map(Enrolling.Mapped::row).toList();
    }

    /** The variables of one accepted row. */
    public Map<String, String> variables(long row) {
        return accepted(row).variables();
    }

    /** The same batch with more variables for one contact. */
    public MappedBatch with(long row, Map<String, String> more) {
        List<Enrolling.Mapped> changed = new ArrayList<>(rows);
        changed.replaceAll(each -> each.row() == row ? new Enrolling.Mapped(row, each.line(), accepted(row).with(more)) : each);
        return new MappedBatch(batch, campaign, changed);
    }

    private Enrolment.Accepted accepted(long row) {
        return rows.stream().filter(each -> each.row() == row).map(Enrolling.Mapped::enrolment)
                .filter(Enrolment.Accepted.class::isInstance).map(Enrolment.Accepted.class::cast).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("row " + row + " is not an accepted one of " + batch));
    }

    @Override
    public String toString() {
        return batch.toString();
    }
}
