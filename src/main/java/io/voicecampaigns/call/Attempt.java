package io.voicecampaigns.call;

import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.outcome.Disposition;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An attempt as the ledger holds it, with what is needed to decide on it.
 *
 * @param intent  when the intent to dial was committed
 * @param version counts the changes of the row: who changes it must have seen the last one
 */
record Attempt(long id, UUID uuid, long contactId, long campaignId, int number, String provider, String phone,
        AttemptState state, int version, Instant intent, Optional<String> callId, Optional<Disposition> disposition,
        Optional<String> recordingUrl, Optional<Instant> watchUntil, Optional<String> owner, Optional<String> agentVersion) {

    /**
     * True of all attempts that are not over, to be ANDed with what is asked of them. SQLite takes the index that holds these alone,
     * instead of reading every attempt ever made, only where a query says exactly this.
     */
    static final String IS_OPEN = "state IN ('due', 'dialing', 'in_call', 'uncertain', 'review')";

    /** Ends with a space; what follows may name the row's columns {@code a.…}. */
    static final String SELECT = """
            SELECT a.id, a.uuid, a.contact_id, a.campaign_id, a.number, a.provider, a.phone, a.state, a.version, a.intent, a.call_id, \
            a.disposition, a.recording_url, a.watch_until, a.owner, a.agent_version FROM attempt a\s""";

    static Attempt read(Tx.Row row) throws SQLException {
        return new Attempt(row.number(1), UUID.fromString(row.text(2)), row.number(3), row.number(4), row.integer(5), row.text(6),
                row.text(7), AttemptState.ofWord(row.text(8)), row.integer(9), row.instant(10), row.optionalText(11),
                row.optionalText(12).flatMap(Disposition::ofWord), row.optionalText(13), row.optionalInstant(14),
                row.optionalText(15), row.optionalText(16));
    }

    /** Whether its person was forgotten: nothing more is learnt of it. */
    boolean isErased() {
        return phone.isEmpty();
    }

    @Override
    public String toString() {
        return "attempt " + uuid + " (" + state.word() + ")";
    }
}
