package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.contact.VariablesJson;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        // rows up to there were committed before: the list was read again after a doubt
        List<Enrolling.Mapped> news = mapped.rows().stream().filter(row -> row.row() > position.rowsRead()).toList();
        writer.meet(news);
        news.forEach(writer::add);
        writer.finish();
        tx.update("""
                UPDATE list SET rows_read = ?, state = ?, changes = changes + 1, changed_at = COALESCE(changed_at, ?) WHERE id = ?""",
                Math.max(position.rowsRead(), batch.lastRow()), batch.isLast() ? "read" : "reading", now, batch.list());
        return null;
    }

    private static final class Writer {
        private static final int AT_ONCE = 200;
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
        private final Set<String> pendingKeys = new HashSet<>();
        private final Set<String> pendingPhones = new HashSet<>();
        /** Keys and numbers that the ledger has: only rows with one of them need a look of their own. */
        private final Set<String> knownKeys = new HashSet<>();
        private final Set<String> knownPhones = new HashSet<>();

        Writer(Tx tx, long campaignId, int edition, long list, boolean sameNumber, Instant now) {
            this.tx = tx;
            this.campaignId = campaignId;
            this.edition = edition;
            this.list = list;
            this.sameNumber = sameNumber;
            this.now = now;
            this.isAnyoneSuppressed = tx.first("SELECT 1 FROM suppression LIMIT 1", row -> 1).isPresent();
        }

        /** Asks for all rows at once what almost none of them has: a look for each would cost as much as its insertion. */
        void meet(List<Enrolling.Mapped> rows) {
            List<Enrolment.Accepted> accepted = rows.stream().map(Enrolling.Mapped::enrolment).filter(Enrolment.Accepted.class::isInstance)
                    .map(Enrolment.Accepted.class::cast).toList();
            meet("campaign_id = ? AND edition = ? AND key", accepted.stream().map(Enrolment.Accepted::key).toList(), knownKeys);
            if (!sameNumber) {
                // the pluses keep SQLite from reading all the campaign's contacts instead of the index of numbers
                meet("+campaign_id = ? AND +edition = ? AND phone", accepted.stream().map(Enrolment.Accepted::phone).toList(), knownPhones);
            }
        }

        private void meet(String condition, List<String> values, Set<String> known) {
            String column = condition.substring(condition.lastIndexOf(' ') + 1);
            String sql = "SELECT " + column + " FROM contact WHERE " + condition + " IN (?" + ", ?".repeat(AT_ONCE - 1) + ")";
            for (int start = 0; start < values.size(); start += AT_ONCE) {
                Object[] arguments = new Object[AT_ONCE + 2];
                arguments[0] = campaignId;
                arguments[1] = edition;
                for (int i = 0; i < AT_ONCE; i++) {
                    // one statement for every length: a short rest asks for its last value again
                    arguments[i + 2] = values.get(Math.min(start + i, values.size() - 1));
                }
                tx.each(sql, row -> known.add(row.text(1)), arguments);
            }
        }

        void add(Enrolling.Mapped row) {
            if (row.enrolment() instanceof Enrolment.Rejected rejected) {
                reject(row, rejected.reason());
                return;
            }
            Enrolment.Accepted accepted = (Enrolment.Accepted) row.enrolment();
            if (pendingKeys.contains(accepted.key()) || !sameNumber && pendingPhones.contains(accepted.phone())) {
                // its predecessor in this batch must be in the ledger before it can be compared
                flush();
            }
            Optional<String> refusal = refusal(accepted);
            if (refusal.isPresent()) {
                reject(row, refusal.get());
                return;
            }
            pendingKeys.add(accepted.key());
            pendingPhones.add(accepted.phone());
            contacts.add(new Object[] {campaignId, edition, accepted.key(), list, row.row(), row.line(), accepted.phone(), accepted.zones(),
                VariablesJson.write(accepted.variables()), now});
        }

        private Optional<String> refusal(Enrolment.Accepted accepted) {
            record Known(long id, String list, long line, String state) {
            }
            Optional<Known> same = !knownKeys.contains(accepted.key()) ? Optional.empty() : tx.first("""
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
            return sameNumber || !knownPhones.contains(accepted.phone()) ? Optional.empty() : holder(accepted.phone(), 0);
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
            knownPhones.add(accepted.phone());
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
            knownKeys.addAll(pendingKeys);
            knownPhones.addAll(pendingPhones);
            pendingKeys.clear();
            pendingPhones.clear();
        }

        void finish() {
            flush();
            tx.batch("""
                    INSERT INTO reject (list_id, row_number, line_number, reason) VALUES (?, ?, ?, ?)
                    ON CONFLICT (list_id, row_number) DO NOTHING""", rejects);
        }
    }
}
