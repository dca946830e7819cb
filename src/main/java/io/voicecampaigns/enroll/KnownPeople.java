package io.voicecampaigns.enroll;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.ledger.LedgerView;
import io.voicecampaigns.ledger.Tx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries over from one ledger into another what enrolling some contacts asks it: who of them is enrolled already, and whose number has opted
 * out. Used by one thread at a time.
 */
final class KnownPeople {
    private static final String PERSON = """
            SELECT c.key, c.phone, c.state, c.line_number, l.name FROM contact c JOIN list l ON l.id = c.list_id
            WHERE c.campaign_id = ? AND c.edition = ? AND c.""";
    private static final int AT_ONCE = 200;

    private final LedgerView from;
    private final Campaign campaign;
    private final long campaignThere;
    private final long campaignHere;
    private final Map<String, Long> lists = new HashMap<>();

    private record Person(String key, String phone, String state, long line, String list) {
    }

    /** @param campaignHere the row of the campaign in the ledger that is written to */
    KnownPeople(LedgerView from, Campaign campaign, long campaignHere) {
        this.from = from;
        this.campaign = campaign;
        this.campaignHere = campaignHere;
        this.campaignThere = from.read(tx -> tx.number("SELECT id FROM campaign WHERE name = ?", campaign.name()));
    }

    /** What is carried over for these contacts; whoever is there already stays as he is. */
    void carryOver(Tx to, List<Enrolment.Accepted> contacts) {
        List<String> phones = contacts.stream().map(Enrolment.Accepted::phone).distinct().toList();
        Set<Person> people = new HashSet<>();
        Set<String> optedOut = new HashSet<>();
        from.read(tx -> {
            each(tx, "SELECT phone FROM suppression WHERE phone", List.of(), phones, row -> optedOut.add(row.text(1)));
            if (campaignThere > 0) {
                List<Object> first = List.of(campaignThere, campaign.edition());
                each(tx, PERSON + "key", first, contacts.stream().map(Enrolment.Accepted::key).distinct().toList(), row -> people.add(person(row)));
                each(tx, PERSON.replace("c.campaign_id", "+c.campaign_id").replace("c.edition", "+c.edition") + "phone", first, phones,
                        row -> people.add(person(row)));
            }
            return null;
        });
        to.batch("INSERT INTO suppression (phone, reason, since) VALUES (?, '', 0) ON CONFLICT (phone) DO NOTHING",
                optedOut.stream().map(phone -> new Object[] {phone}).toList());
        List<Object[]> rows = new ArrayList<>();
        for (Person person : people) {
            rows.add(new Object[] {campaignHere, campaign.edition(), person.key(), list(to, person.list()), person.line(), person.line(), person.phone(),
                "", "{}", person.state(), 0});
        }
        to.batch("""
                INSERT INTO contact (campaign_id, edition, key, list_id, row_number, line_number, phone, zones, variables, state, due)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (campaign_id, edition, key) DO NOTHING""", rows);
    }

    private static Person person(Tx.Row row) throws java.sql.SQLException {
        return new Person(row.text(1), row.text(2), row.text(3), row.number(4), row.text(5));
    }

    private long list(Tx to, String name) {
        return lists.computeIfAbsent(name, missing -> to.first("""
                INSERT INTO list (campaign_id, edition, name, original, state, taken_at) VALUES (?, ?, ?, '', 'read', 0) RETURNING id""",
                row -> row.number(1), campaignHere, campaign.edition(), missing).orElseThrow());
    }

    private static void each(Tx tx, String sql, List<Object> first, List<String> values, Tx.RowVisitor visitor) {
        String all = sql + " IN (?" + ", ?".repeat(AT_ONCE - 1) + ")";
        for (int start = 0; start < values.size(); start += AT_ONCE) {
            List<Object> arguments = new ArrayList<>(first);
            for (int i = 0; i < AT_ONCE; i++) {
                arguments.add(values.get(Math.min(start + i, values.size() - 1)));
            }
            tx.each(all, visitor, arguments.toArray());
        }
    }
}
