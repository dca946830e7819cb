package io.voicecampaigns.call;

import io.voicecampaigns.contact.MaskedNumber;
import io.voicecampaigns.contact.PhoneNumbers;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Keeps a number from being called again by any campaign, because a person says so. Thread-safe. */
public final class Suppressing {
    private final Ledger ledger;
    private final Clock clock;
    private final PhoneNumbers numbers;

    public Suppressing(Ledger ledger, Clock clock, PhoneNumbers numbers) {
        this.ledger = ledger;
        this.clock = clock;
        this.numbers = numbers;
    }

    private record Waiting(long id, long list) {
    }

    /**
     * Contacts of that number who wait are blocked at once, in all campaigns; a call in flight goes on and is the last.
     *
     * @param phone with its country, such as {@code +34 612 34 56 78}
     */
    public Steered suppress(String phone, Optional<String> reason, String who) {
        if (!phone.startsWith("+") || !(numbers.normalise(phone, "ES") instanceof PhoneNumbers.Valid valid)) {
            return new Steered.Refused("that is no phone number", "write it with its country, such as +34612345678");
        }
        return ledger.write(tx -> suppress(tx, valid.e164(), reason, who));
    }

    private Steered suppress(Tx tx, String e164, Optional<String> reason, String who) {
        Instant now = clock.instant();
        String masked = MaskedNumber.of(e164);
        int added = tx.update("INSERT INTO suppression (phone, reason, since) VALUES (?, ?, ?) ON CONFLICT (phone) DO NOTHING",
                e164, reason.orElse("suppressed by " + who), now);
        int blocked = 0;
        Set<Long> lists = new TreeSet<>();
        for (Waiting contact : waiting(tx, e164)) {
            if (Contacts.giveUp(tx, contact.id(), ContactTransition.WAS_BLOCKED, "the number was suppressed")) {
                blocked++;
                lists.add(contact.list());
            }
        }
        Contacts.listsChanged(tx, lists, now);
        if (added + blocked == 0) {
            return new Steered.Done(masked + " is suppressed already", 0);
        }
        AuditTrail.append(tx, now, who, "suppress", "number " + masked, blocked + " contacts who waited are not called");
        return new Steered.Done(masked + " is not called any more by any campaign; " + blocked + " contacts who waited are blocked", 1);
    }

    private static List<Waiting> waiting(Tx tx, String e164) {
        return tx.list("SELECT id, list_id FROM contact WHERE phone = ? AND state = 'waiting'", row -> new Waiting(row.number(1), row.number(2)), e164);
    }
}
