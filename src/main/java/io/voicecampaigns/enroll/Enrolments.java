package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.contact.VariablesJson;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes mapped rows into the ledger. Writing the same rows again changes nothing. */
final class Enrolments {
    private final Clock clock;

    Enrolments(Clock clock) {
        this.clock = clock;
    }

    Void write(Tx tx, MappedBatch mapped) {
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
        Writer writer = new Writer(tx, position.campaignId(), campaign.edition(), batch.list(), campaign.contacts().sameNumber(), now);
        for (Enrolling.Mapped row : mapped.rows()) {
            // rows up to there were committed before: the list was read again after a doubt
            if (row.row() > position.rowsRead()) {
                writer.add(row);
            }
        }
        writer.finish();
        tx.update("""
                UPDATE list SET rows_read = ?, state = ?, changes = changes + 1, changed_at = COALESCE(changed_at, ?) WHERE id = ?""",
                Math.max(position.rowsRead(), batch.lastRow()), batch.isLast() ? "read" : "reading", now, batch.list());
        return null;
    }

    private static final class Writer {
        private static final String INSERT = """
                INSERT INTO contact (campaign_id, edition, key, list_id, row_number, line_number, phone, zones, variables, state, due)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)""";

        private final Tx tx;
        private final long campaignId;
        private final int edition;
        private final long list;
        private final boolean sameNumber;
        private final Instant now;
        private final boolean isAnyoneSuppressed;
        private final List<Object[]> contacts = new ArrayList<>();
        private final List<Object[]> rejects = new ArrayList<>();
        private final Map<String, Enrolling.Mapped> byKey = new HashMap<>();
        private final Map<String, Enrolling.Mapped> byPhone = new HashMap<>();

        Writer(Tx tx, long campaignId, int edition, long list, boolean sameNumber, Instant now) {
            this.tx = tx;
            this.campaignId = campaignId;
            this.edition = edition;
            this.list = list;
            this.sameNumber = sameNumber;
            this.now = now;
            this.isAnyoneSuppressed = tx.first("SELECT 1 FROM suppression LIMIT 1", row -> 1).isPresent();
        }

        void add(Enrolling.Mapped row) {
            if (row.enrolment() instanceof Enrolment.Rejected rejected) {
                reject(row, rejected.reason());
                return;
            }
            Enrolment.Accepted accepted = (Enrolment.Accepted) row.enrolment();
            if (byKey.containsKey(accepted.key()) || !sameNumber && byPhone.containsKey(accepted.phone())) {
                // its predecessor in this batch must be in the ledger before it can be compared
                flush();
            }
            Optional<String> refusal = refusal(accepted);
            if (refusal.isPresent()) {
                reject(row, refusal.get());
                return;
            }
            byKey.put(accepted.key(), row);
            byPhone.put(accepted.phone(), row);
            contacts.add(new Object[] {campaignId, edition, accepted.key(), list, row.row(), row.line(), accepted.phone(), accepted.zones(),
                VariablesJson.write(accepted.variables()), now});
        }

        private Optional<String> refusal(Enrolment.Accepted accepted) {
            record Known(long id, String list, long line, String state) {
            }
            Optional<Known> same = tx.first("""
                    SELECT c.id, l.name, c.line_number, c.state FROM contact c JOIN list l ON l.id = c.list_id
                    WHERE c.campaign_id = ? AND c.edition = ? AND c.key = ?""",
                    row -> new Known(row.number(1), row.text(2), row.number(3), row.text(4)), campaignId, edition, accepted.key());
            if (same.isPresent()) {
                String where = "already enrolled from list " + same.get().list() + ", line " + same.get().line();
                if (!same.get().state().equals("waiting")) {
                    return Optional.of(where);
                }
                Optional<String> other = sameNumber ? Optional.empty() : holder(accepted.phone(), same.get().id());
                return Optional.of(where + (other.isPresent() ? "; it was not updated: " + other.get()
                        : updated(same.get().id(), accepted) ? "; that contact still waits, and its number and variables were updated" : ""));
            }
            if (isAnyoneSuppressed && tx.first("SELECT 1 FROM suppression WHERE phone = ?", row -> 1, accepted.phone()).isPresent()) {
                return Optional.of("the number has opted out");
            }
            return sameNumber ? Optional.empty() : holder(accepted.phone(), 0);
        }

        /** Says that a contact other than this one has the number. */
        private Optional<String> holder(String phone, long contact) {
            return tx.first("""
                    SELECT l.name, c.line_number FROM contact c JOIN list l ON l.id = c.list_id
                    WHERE c.phone = ? AND c.campaign_id = ? AND c.edition = ? AND c.id <> ?""",
                    row -> "the same number is enrolled under another key from list " + row.text(1) + ", line " + row.number(2)
                            + " (same-number: allow would call it under both)", phone, campaignId, edition, contact);
        }

        private boolean updated(long contact, Enrolment.Accepted accepted) {
            return tx.update("""
                    UPDATE contact SET phone = ?, zones = ?, variables = ?, version = version + 1
                    WHERE id = ? AND state = 'waiting'""",
                    accepted.phone(), accepted.zones(), VariablesJson.write(accepted.variables()), contact) == 1;
        }

        private void reject(Enrolling.Mapped row, String reason) {
            rejects.add(new Object[] {list, row.row(), row.line(), reason});
        }

        private void flush() {
            tx.batch(INSERT, contacts);
            contacts.clear();
            byKey.clear();
            byPhone.clear();
        }

        void finish() {
            flush();
            tx.batch("""
                    INSERT INTO reject (list_id, row_number, line_number, reason) VALUES (?, ?, ?, ?)
                    ON CONFLICT (list_id, row_number) DO NOTHING""", rejects);
        }
    }
}
