package io.voicecampaigns.erase;

import io.voicecampaigns.ledger.Tx;
import java.util.List;

/**
 * What other systems hold of a person, by the ids that they know it by.
 *
 * @param calls     at providers, with recording and transcript where there was one
 * @param outcomes  that sinks took: they wrote them under the attempt's id
 * @param records   that sources gave, by their ids there
 * @param doNotCall campaigns whose do-not-call list has the number: nobody writes into that file but its owner
 */
public record Held(List<Call> calls, List<Told> outcomes, List<SourceRecord> records, List<String> doNotCall) {
    public record Call(String provider, String call) {
    }

    /** @param record of the source, where it is still known */
    public record Told(String sink, String attempt, String record) {
    }

    public record SourceRecord(String list, String record) {
    }

    static Held of(Tx tx, String person, List<String> doNotCall) {
        return new Held(
                tx.list("""
                        SELECT a.provider, a.call_id FROM contact c JOIN attempt a ON a.contact_id = c.id
                        WHERE c.forgotten = ? AND a.call_id IS NOT NULL ORDER BY a.id""", row -> new Call(row.text(1), row.text(2)), person),
                tx.list("""
                        SELECT d.sink, a.uuid, COALESCE(c.ref, '') FROM contact c JOIN attempt a ON a.contact_id = c.id
                        JOIN delivery d ON d.attempt_id = a.id WHERE c.forgotten = ? AND d.sink <> 'file' AND d.revision > 0 ORDER BY d.sink, a.id""",
                        row -> new Told(row.text(1), row.text(2), row.text(3)), person),
                tx.list("""
                        SELECT l.name, c.ref FROM contact c JOIN list l ON l.id = c.list_id
                        WHERE c.forgotten = ? AND c.ref IS NOT NULL ORDER BY c.id""", row -> new SourceRecord(row.text(1), row.text(2)), person),
                doNotCall);
    }

    boolean isNothing() {
        return calls.isEmpty() && outcomes.isEmpty() && records.isEmpty() && doNotCall.isEmpty();
    }
}
