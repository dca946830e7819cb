package io.voicecampaigns.erase;

import io.voicecampaigns.call.Withdrawals;
import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.campaign.Clearance;
import io.voicecampaigns.contact.MaskedNumber;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.erase.ArchiveSearch.Archived;
import io.voicecampaigns.erase.ArchiveSearch.Found;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.ledger.ForgottenPeople;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Erases people: from archived lists, from the ledger, and so from results, which are written from both. What is asked for is in the ledger
 * before anything is erased, under a keyed hash of the number, so that it goes on after a restart. Thread-safe.
 */
public final class Erasing {
    private final Ledger ledger;
    private final Clock clock;
    private final Campaigns campaigns;
    private final ForgottenPeople people;
    private final Withdrawals withdrawals;
    private final ArchiveSearch archive;
    private final Installation installation;
    private final PendingErasures pending;

    public Erasing(Ledger ledger, Clock clock, Campaigns campaigns, Installation installation, Withdrawals withdrawals, PhoneNumbers numbers,
            DataDir data, Turn turn) {
        this.ledger = ledger;
        this.clock = clock;
        this.campaigns = campaigns;
        this.installation = installation;
        this.people = new ForgottenPeople(installation);
        this.withdrawals = withdrawals;
        this.archive = new ArchiveSearch(ledger, campaigns, numbers, data, installation);
        this.pending = new PendingErasures(ledger, clock, installation, withdrawals, archive, turn);
    }

    /**
     * What became of a request.
     *
     * @param state    {@code erased}, {@code erasing}: its last files are being written, or {@code pending}
     * @param waitsFor what it waits for, where that is more than a moment
     * @param held     what other systems hold, as far as it is known
     * @param left     what was not erased here, in a sentence each
     */
    public record Answer(String state, Optional<String> waitsFor, int contacts, int rows, Held held, List<String> left) {
    }

    /** What is written of a request before anything is erased. */
    private record Noted(String person, int contacts, Set<String> numbers, Set<String> shared) {
    }

    /**
     * Forgets the owner of a number, with other numbers that they had, once nothing of theirs is under way. To ask again changes nothing, and
     * tells how far it has come.
     *
     * @param who    asks, for the audit
     * @param number in E.164, or as {@link io.voicecampaigns.enroll.RowNumbers#written}; it is nowhere kept
     */
    public Answer forget(String who, String number) {
        List<Archived> lists = archive.lists();
        Found ofNumber = archive.search(lists, archive.sought(Set.of(number)));
        Set<String> numbers = ledger.read(tx -> PersonNumbers.of(tx, number, ofNumber.rows()).numbers());
        Found found = numbers.size() == 1 ? ofNumber : archive.search(lists, archive.sought(numbers));
        Noted noted = ledger.write(tx -> note(tx, who, number, ofNumber, found));
        // what came while the archive was looked through
        Set<Long> settled = lists.stream().filter(list -> !list.state().equals("reading")).map(Archived::list).collect(Collectors.toSet());
        Found late = archive.search(archive.lists().stream().filter(list -> list.list() != 0 && !settled.contains(list.list())).toList(),
                archive.sought(noted.numbers()));
        ledger.write(tx -> PendingErasures.rows(tx, noted.person(), late));
        Held held = ledger.read(tx -> Held.of(tx, noted.person(), doNotCallLists(noted.numbers())));
        pending.advance();
        return ledger.read(tx -> answer(tx, noted, count(found) + count(late), held, left(found, noted)));
    }

    private Answer answer(Tx tx, Noted noted, int rows, Held held, List<String> left) {
        String person = noted.person();
        Optional<String> underWay = withdrawals.underWay(tx, person, clock.instant().plus(PendingErasures.PATIENCE));
        boolean erased = tx.first("SELECT 1 FROM forgotten WHERE fingerprint = ? AND erased_at IS NOT NULL", row -> true, person).isPresent();
        return new Answer(erased ? "erased" : underWay.isPresent() ? "pending" : "erasing", erased ? Optional.empty() : underWay.or(() -> elsewhere(tx, person)),
                noted.contacts(), rows, held, left);
    }

    private static List<String> left(Found found, Noted noted) {
        List<String> left = new ArrayList<>(found.left());
        if (!noted.shared().isEmpty()) {
            left.add("contacts with this number have or had other numbers, too, and are known under several keys, so these may be other people's: "
                    + noted.shared().stream().map(MaskedNumber::of).collect(Collectors.joining(", ")) + ". Forget each by itself if it is theirs");
        }
        return left;
    }

    private static int count(Found found) {
        return found.rows().values().stream().mapToInt(Set::size).sum() + found.strays().values().stream().mapToInt(Set::size).sum();
    }

    private List<String> doNotCallLists(Set<String> numbers) {
        Set<String> callable = numbers.stream().filter(number -> number.startsWith("+")).collect(Collectors.toSet());
        return campaigns.all().stream().map(Campaign::name)
                .filter(name -> campaigns.callable(name) instanceof Clearance.Ok ok && callable.stream().anyMatch(ok.doNotCall()::contains)).toList();
    }

    private Noted note(Tx tx, String who, String number, Found ofNumber, Found found) {
        Instant now = clock.instant();
        PersonNumbers known = PersonNumbers.of(tx, number, ofNumber.rows());
        String person = Stream.concat(Stream.of(number), known.numbers().stream()).flatMap(each -> people.person(tx, each).stream()).findFirst()
                .orElseGet(() -> people.fingerprint(number));
        boolean isUnfinished = tx.first("SELECT 1 FROM forgotten WHERE fingerprint = ? AND erased_at IS NULL", row -> true, person).isPresent();
        boolean isErased = !isUnfinished && tx.first("SELECT 1 FROM forgotten WHERE fingerprint = ?", row -> true, person).isPresent();
        // whoever shares a row or a contact with somebody who waits to be erased is that person: otherwise one of them were erased under a call of the other
        PendingErasures.owners(tx, known.contacts(), found).forEach(other -> ForgottenPeople.addNumber(tx, other, person, now));
        known.contacts().forEach(contact -> tx.update("UPDATE contact SET forgotten = ? WHERE id = ?", person, contact));
        if (!isUnfinished && (!isErased || !known.contacts().isEmpty() || !found.rows().isEmpty() || !found.strays().isEmpty())) {
            ForgottenPeople.add(tx, person, now);
            lookElsewhere(tx, person, !found.strays().isEmpty());
            AuditTrail.append(tx, now, who, "forget", PendingErasures.subject(person), "asked for");
        }
        for (String each : known.numbers()) {
            ForgottenPeople.addNumber(tx, people.fingerprint(each), person, now);
            tx.update("DELETE FROM suppression WHERE phone = ?", each);
        }
        PendingErasures.rows(tx, person, found);
        withdrawals.withdraw(tx, person);
        int contacts = (int) tx.number("SELECT COUNT(*) FROM contact WHERE forgotten = ? AND phone <> ''", person);
        return new Noted(person, contacts, known.numbers(), known.shared());
    }

    /** Other data directories are searched by whoever has them; files that no list came from, by whoever writes files here. */
    private void lookElsewhere(Tx tx, String person, boolean isAlsoHere) {
        if (ledger.isShared()) {
            tx.update("""
                    INSERT INTO archive_search (fingerprint, place) SELECT DISTINCT ?, place FROM list WHERE original <> '' AND place NOT IN ('', ?)
                    ON CONFLICT (fingerprint, place) DO NOTHING""", person, installation.place());
        }
        if (isAlsoHere) {
            tx.update("INSERT INTO archive_search (fingerprint, place) VALUES (?, ?) ON CONFLICT (fingerprint, place) DO NOTHING", person, installation.place());
        }
    }

    private Optional<String> elsewhere(Tx tx, String person) {
        return tx.first("""
                SELECT 1 FROM archive_search WHERE fingerprint = ? AND place <> ?
                UNION SELECT 1 FROM erasable_row r JOIN list l ON l.id = r.list_id WHERE r.fingerprint = ? AND l.place NOT IN ('', ?)""",
                row -> "another replica looks through the lists in its data directory, once it runs", person, installation.place(), person,
                installation.place());
    }

    /** Goes on with whatever was asked for. To be called every few seconds. */
    public void advance() {
        pending.advance();
    }
}
