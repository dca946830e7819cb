package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.ledger.ForgottenPeople;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes mapped rows of a file into the ledger. Writing the same rows again changes nothing. */
final class Enrolments {
    private final Clock clock;
    private final Installation installation;

    Enrolments(Clock clock, Installation installation) {
        this.clock = clock;
        this.installation = installation;
    }

    /** What became of a row; a refusal of the row itself has no list. */
    record Written(Enrolling.Mapped row, Optional<Newcomers.Refusal> refusal) {
    }

    /** @return what became of each row that was not written before, in their order */
    List<Written> write(Tx tx, MappedBatch mapped) {
        ContactBatch batch = mapped.batch();
        Instant now = clock.instant();
        Campaign campaign = mapped.campaign();
        record Position(long campaignId, long rowsRead) {
        }
        Position position = tx.first("SELECT campaign_id, rows_read FROM list WHERE id = ?" + tx.forUpdate(),
                row -> new Position(row.number(1), row.number(2)), batch.list()).orElseThrow();
        if (batch.afterRow() > position.rowsRead()) {
            throw new RowsMissingException(batch);
        }
        Newcomers newcomers = new Newcomers(tx, position.campaignId(), campaign.edition(), batch.list(),
                campaign.contacts().sameNumber(), false, now, installation);
        // rows up to there were committed before: the list was read again after a doubt
        List<Enrolling.Mapped> news = mapped.rows().stream().filter(row -> row.row() > position.rowsRead()).toList();
        List<Object[]> rejects = new ArrayList<>();
        List<Written> written = new ArrayList<>(news.size());
        newcomers.meet(news);
        for (Enrolling.Mapped row : news) {
            Optional<Newcomers.Refusal> refusal = row.enrolment() instanceof Enrolment.Rejected rejected
                    ? Optional.of(new Newcomers.Refusal(rejected.reason(), rejected.reason(), 0)) : newcomers.refusal((Enrolment.Accepted) row.enrolment());
            if (refusal.isPresent()) {
                rejects.add(new Object[] {batch.list(), row.row(), row.line(), refusal.get().reason()});
                newcomers.forgotten(row).ifPresent(person -> ForgottenPeople.eraseRow(tx, person, batch.list(), row.row()));
            } else {
                newcomers.enroll((Enrolment.Accepted) row.enrolment(), row.row(), row.line(), Optional.empty());
            }
            written.add(new Written(row, refusal));
        }
        newcomers.flush();
        tx.batch("""
                INSERT INTO reject (list_id, row_number, line_number, reason) VALUES (?, ?, ?, ?)
                ON CONFLICT (list_id, row_number) DO NOTHING""", rejects);
        tx.update("""
                UPDATE list SET rows_read = ?, state = CASE WHEN ? = 1 THEN 'read' ELSE state END, changes = changes + 1,
                  changed_at = COALESCE(changed_at, ?) WHERE id = ?""",
                Math.max(position.rowsRead(), batch.lastRow()), batch.isLast(), now, batch.list());
        return written;
    }
}
