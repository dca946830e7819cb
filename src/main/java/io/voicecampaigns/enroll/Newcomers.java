package io.voicecampaigns.enroll;

import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.contact.VariablesJson;
import io.voicecampaigns.ledger.ForgottenPeople;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes contacts into one list within one transaction, unless the campaign has their key or number already. */
final class Newcomers {
    private static final int AT_ONCE = 200;
    private static final String SAME_NUMBER = "the same number is enrolled under another key";
    private static final String INSERT = """
            INSERT INTO contact (campaign_id, edition, key, list_id, row_number, line_number, phone, zones, variables, state, due, ref, cleared_until)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?, ?)""";

    /**
     * Why somebody is not taken as a new contact.
     *
     * @param reason for the list's owner, with the line that has the person already
     * @param kind   the same without it, equal for all such refusals
     * @param list   the list that has the person; 0 where none has
     */
    record Refusal(String reason, String kind, long list) {
    }

    private static final Refusal OPTED_OUT = new Refusal("the number has opted out", "the number has opted out", 0);
    private static final Refusal FORGOTTEN = new Refusal(ForgottenPeople.REASON, ForgottenPeople.REASON, 0);
    static final String WAS_PRUNED = "already enrolled in this edition, from a list that was pruned since";
    private static final Refusal PRUNED = new Refusal(WAS_PRUNED, WAS_PRUNED, 0);

    private final Tx tx;
    private final long campaignId;
    private final int edition;
    private final long list;
    private final boolean sameNumber;
    private final boolean hasRefs;
    private final Instant now;
    private final boolean isAnyoneSuppressed;
    private final boolean isAnyoneForgotten;
    private final boolean isAnyonePruned;
    private final Installation installation;
    private final ForgottenPeople forgotten;
    private final List<Object[]> contacts = new ArrayList<>();
    private final Set<String> pendingKeys = new HashSet<>();
    private final Set<String> pendingPhones = new HashSet<>();
    /** Keys and numbers that the ledger has: only rows with one of them need a look of their own. */
    private final Set<String> knownKeys = new HashSet<>();
    private final Set<String> knownPhones = new HashSet<>();

    /** @param hasRefs whether the list's source tells records apart: one never brings another one up to date */
    Newcomers(Tx tx, long campaignId, int edition, long list, boolean sameNumber, boolean hasRefs, Instant now,
            Installation installation) {
        this.tx = tx;
        this.campaignId = campaignId;
        this.edition = edition;
        this.list = list;
        this.sameNumber = sameNumber;
        this.hasRefs = hasRefs;
        this.now = now;
        this.installation = installation;
        this.forgotten = new ForgottenPeople(installation);
        this.isAnyoneSuppressed = tx.first("SELECT 1 FROM suppression LIMIT 1", row -> 1).isPresent();
        this.isAnyoneForgotten = ForgottenPeople.isAnybody(tx);
        this.isAnyonePruned = tx.first("SELECT 1 FROM pruned WHERE campaign_id = ? AND edition = ? LIMIT 1", row -> 1, campaignId, edition).isPresent();
    }

    /** Asks for all rows at once what almost none of them has: a look for each would cost as much as its insertion. */
    void meet(List<Enrolling.Mapped> rows) {
        List<Enrolment.Accepted> accepted = rows.stream().map(Enrolling.Mapped::enrolment).filter(Enrolment.Accepted.class::isInstance)
                .map(Enrolment.Accepted.class::cast).toList();
        meet(tx, "contact WHERE campaign_id = ? AND edition = ? AND key", List.of(campaignId, edition),
                accepted.stream().map(Enrolment.Accepted::key).toList(), knownKeys);
        if (!sameNumber) {
            // the pluses keep SQLite from reading all the campaign's contacts instead of the index of numbers
            meet(tx, "contact WHERE +campaign_id = ? AND +edition = ? AND phone", List.of(campaignId, edition),
                    accepted.stream().map(Enrolment.Accepted::phone).toList(), knownPhones);
        }
    }

    /** Which of these values a table's last-named column has. */
    static void meet(Tx tx, String condition, List<?> first, List<String> values, Set<String> known) {
        String column = condition.substring(condition.lastIndexOf(' ') + 1);
        String sql = "SELECT " + column + " FROM " + condition + " IN (?" + ", ?".repeat(AT_ONCE - 1) + ")";
        for (int start = 0; start < values.size(); start += AT_ONCE) {
            List<Object> arguments = new ArrayList<>(first);
            for (int i = 0; i < AT_ONCE; i++) {
                // one statement for every length: a short rest asks for its last value again
                arguments.add(values.get(Math.min(start + i, values.size() - 1)));
            }
            tx.each(sql, row -> known.add(row.text(1)), arguments.toArray());
        }
    }

    /** Why a contact is not taken as a new one, if so. One of the same key that still waits is brought up to date. */
    Optional<Refusal> refusal(Enrolment.Accepted accepted) {
        if (isAnyoneForgotten && forgotten.has(tx, accepted.phone())) {
            return Optional.of(FORGOTTEN);
        }
        if (pendingKeys.contains(accepted.key()) || !sameNumber && pendingPhones.contains(accepted.phone())) {
            // its predecessor in this batch must be in the ledger before it can be compared
            flush();
        }
        record Known(long id, long listId, String list, long line, String state) {
        }
        Optional<Known> same = !knownKeys.contains(accepted.key()) ? Optional.empty() : tx.first("""
                SELECT c.id, c.list_id, l.name, c.line_number, c.state FROM contact c JOIN list l ON l.id = c.list_id
                WHERE c.campaign_id = ? AND c.edition = ? AND c.key = ?""",
                row -> new Known(row.number(1), row.number(2), row.text(3), row.number(4), row.text(5)), campaignId, edition, accepted.key());
        if (same.isPresent()) {
            String where = "already enrolled from list " + same.get().list() + ", line " + same.get().line();
            if (!same.get().state().equals("waiting") || hasRefs && same.get().listId() == list) {
                return Optional.of(new Refusal(where, "already enrolled", same.get().listId()));
            }
            Optional<Refusal> other = holder(accepted, same.get().id());
            return Optional.of(new Refusal(where + (other.isPresent() ? "; it was not updated: " + other.get().reason()
                    : updated(same.get().id(), accepted) ? "; that contact still waits, and its number and variables were updated" : ""),
                    "already enrolled", same.get().listId()));
        }
        if (isAnyonePruned && tx.first("SELECT 1 FROM pruned WHERE campaign_id = ? AND edition = ? AND key_hash = ?", row -> 1,
                campaignId, edition, installation.fingerprint(accepted.key())).isPresent()) {
            return Optional.of(PRUNED);
        }
        if (isAnyoneSuppressed && tx.first("SELECT 1 FROM suppression WHERE phone = ?", row -> 1, accepted.phone()).isPresent()) {
            return Optional.of(OPTED_OUT);
        }
        return knownPhones.contains(accepted.phone()) ? holder(accepted, 0) : Optional.empty();
    }

    /** Whom a row is about, where that person asked to be forgotten. */
    Optional<String> forgotten(Enrolling.Mapped row) {
        return row.forgotten().or(() -> isAnyoneForgotten && row.enrolment() instanceof Enrolment.Accepted accepted
                ? forgotten.person(tx, accepted.phone()) : Optional.empty());
    }

    /** Says that a contact other than this one has the number, where that matters. */
    Optional<Refusal> holder(Enrolment.Accepted accepted, long contact) {
        return sameNumber ? Optional.empty() : tx.first("""
                SELECT l.name, c.line_number, c.list_id FROM contact c JOIN list l ON l.id = c.list_id
                WHERE c.phone = ? AND c.campaign_id = ? AND c.edition = ? AND c.id <> ?""",
                row -> new Refusal(SAME_NUMBER + " from list " + row.text(1) + ", line " + row.number(2)
                        + " (same-number: allow would call it under both)", SAME_NUMBER, row.number(3)), accepted.phone(), campaignId, edition, contact);
    }

    /** Whether the contact still waits; its number and variables are then these. */
    boolean updated(long contact, Enrolment.Accepted accepted) {
        knownPhones.add(accepted.phone());
        return tx.update("""
                UPDATE contact SET phone = ?, zones = ?, variables = ?, version = version + 1
                WHERE id = ? AND state = 'waiting'""",
                accepted.phone(), accepted.zones(), VariablesJson.write(accepted.variables()), contact) == 1;
    }

    /** To be called only where there is no {@link #refusal}. */
    void enroll(Enrolment.Accepted accepted, long row, long line, Optional<String> ref) {
        pendingKeys.add(accepted.key());
        pendingPhones.add(accepted.phone());
        contacts.add(new Object[] {campaignId, edition, accepted.key(), list, row, line, accepted.phone(), accepted.zones(),
            VariablesJson.write(accepted.variables()), now, ref.orElse(null), ref.isPresent() ? 0 : null});
    }

    void flush() {
        tx.batch(INSERT, contacts);
        contacts.clear();
        knownKeys.addAll(pendingKeys);
        knownPhones.addAll(pendingPhones);
        pendingKeys.clear();
        pendingPhones.clear();
    }
}
