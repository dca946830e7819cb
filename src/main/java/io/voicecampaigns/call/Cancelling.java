package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes the contacts of cancelled editions out, however many there are, wherever they come from: those who waited, those whose attempt
 * was put back, those of lists that came later. What was not reached before a kill is, after the next start. Thread-safe.
 */
public final class Cancelling {
    static final int BATCH = 1_000;

    private final Ledger ledger;
    private final Clock clock;

    public Cancelling(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    private record Order(long campaign, int edition, String note) {
    }

    private record Waiting(long id, long list) {
    }

    /** To be called every second; returns when nobody is left. Gives way to whatever dialling waits for. */
    public void cancel() {
        for (Order order : ledger.read(Cancelling::orders)) {
            int cancelled;
            do {
                cancelled = Ledger.join(ledger.writeBulk(tx -> cancel(tx, order)));
            } while (cancelled == BATCH);
        }
    }

    private static List<Order> orders(Tx tx) {
        return tx.list("""
                SELECT p.id, p.cancelled_edition, p.cancelled_by, p.cancelled_reason FROM campaign p WHERE p.cancelled_edition > 0
                AND EXISTS (SELECT 1 FROM contact c WHERE c.campaign_id = p.id AND c.edition <= p.cancelled_edition AND c.state = 'waiting')""",
                row -> new Order(row.number(1), row.integer(2), CampaignRecords.Entry.by("cancelled", row.text(3), row.optionalText(4))));
    }

    private int cancel(Tx tx, Order order) {
        List<Waiting> waiting = tx.list("""
                SELECT id, list_id FROM contact WHERE campaign_id = ? AND edition <= ? AND state = 'waiting' LIMIT\s""" + BATCH,
                row -> new Waiting(row.number(1), row.number(2)), order.campaign(), order.edition());
        Set<Long> lists = new TreeSet<>();
        for (Waiting contact : waiting) {
            if (Contacts.giveUp(tx, contact.id(), ContactTransition.WAS_CANCELLED, order.note())) {
                lists.add(contact.list());
            }
        }
        Contacts.listsChanged(tx, lists, clock.instant());
        return waiting.size();
    }
}
