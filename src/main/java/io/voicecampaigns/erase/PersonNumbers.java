package io.voicecampaigns.erase;

import io.voicecampaigns.call.TestContacts;
import io.voicecampaigns.ledger.Tx;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All that the ledger has of the owner of one number, whose number may have changed at its source after a call: contacts that have the number,
 * or had it when they were called, and the other numbers of these contacts. Contacts under two keys of one campaign are two people who share a
 * number, or had it one after the other: their other numbers are not taken for one person's. One thread at a time.
 */
final class PersonNumbers {
    private final Tx tx;
    private final Map<Long, Contact> contacts = new LinkedHashMap<>();
    private final Set<String> numbers = new LinkedHashSet<>();
    private final Set<String> shared = new TreeSet<>();

    /** @param isTelling whether its key tells it from other people of its campaign */
    private record Contact(long id, long campaign, String key, String phone, boolean isTelling) {
        /** A key that is a number says no more than the number. */
        static boolean isNumber(String key) {
            return key.matches("\\+\\d{6,15}");
        }
    }

    private PersonNumbers(Tx tx) {
        this.tx = tx;
    }

    /**
     * @param number in E.164
     * @param rows   of lists, by the ledger's id, that have the number: contacts of these rows are the person's as well
     */
    static PersonNumbers of(Tx tx, String number, Map<Long, Set<Long>> rows) {
        PersonNumbers person = new PersonNumbers(tx);
        person.numbers.add(number);
        person.add(person.having(number));
        rows.forEach((list, places) -> places.forEach(row -> person.add(tx.list(SELECT + "WHERE c.list_id = ? AND c.row_number = ? AND c.phone <> ''",
                PersonNumbers::read, list, row))));
        person.follow();
        return person;
    }

    /** The ledger's ids. */
    Collection<Long> contacts() {
        return contacts.keySet();
    }

    /** In E.164, the one that was asked for among them. */
    Set<String> numbers() {
        return numbers;
    }

    /** Numbers of these contacts that may be somebody else's, in E.164. */
    Set<String> shared() {
        return shared;
    }

    private void follow() {
        Queue<String> open = new ArrayDeque<>(others(contacts.values()));
        while (!open.isEmpty()) {
            String number = open.remove();
            List<Contact> more = having(number);
            if (areTwo(more)) {
                shared.add(number);
            } else if (numbers.add(number)) {
                add(more);
                open.addAll(others(more));
            }
        }
    }

    /** Whether these and those found so far are more than one person. */
    private boolean areTwo(List<Contact> more) {
        Map<Long, String> keys = new HashMap<>();
        return Stream.concat(contacts.values().stream(), more.stream()).filter(Contact::isTelling)
                .anyMatch(contact -> !contact.key().equals(keys.computeIfAbsent(contact.campaign(), campaign -> contact.key())));
    }

    private void add(List<Contact> more) {
        more.forEach(contact -> contacts.put(contact.id(), contact));
    }

    private Set<String> others(Collection<Contact> some) {
        Set<String> others = new LinkedHashSet<>();
        for (Contact contact : some) {
            others.add(contact.phone());
            others.addAll(tx.list("SELECT DISTINCT phone FROM attempt WHERE contact_id = ? AND phone <> ''", row -> row.text(1), contact.id()));
            if (Contact.isNumber(contact.key())) {
                others.add(contact.key());
            }
        }
        others.removeAll(numbers);
        return others;
    }

    private static final String SELECT = "SELECT c.id, c.campaign_id, c.key, c.phone, c.edition FROM contact c ";

    private List<Contact> having(String number) {
        // where no column tells people apart the key is the number, also after that has changed
        return tx.list(SELECT + "WHERE c.phone = ? UNION " + SELECT + "JOIN attempt a ON a.contact_id = c.id WHERE a.phone = ? UNION " + SELECT
                + "JOIN (SELECT DISTINCT campaign_id, edition FROM list) l ON c.campaign_id = l.campaign_id AND c.edition = l.edition WHERE c.key = ?",
                PersonNumbers::read, number, number, number);
    }

    private static Contact read(Tx.Row row) throws java.sql.SQLException {
        String key = row.text(3);
        return new Contact(row.number(1), row.number(2), key, row.text(4), row.integer(5) != TestContacts.EDITION && !Contact.isNumber(key));
    }
}
