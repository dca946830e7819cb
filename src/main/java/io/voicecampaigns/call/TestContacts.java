package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.contact.VariablesJson;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.outcome.Disposition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Contacts that somebody wants called once, to hear the agent. They are dialled like all others, under the same limits, and never twice;
 * but they belong to no list and to an edition that no campaign can have, so that no result, sink or next attempt comes of them.
 */
public final class TestContacts {
    /** Of no campaign: its file has a smaller one. */
    public static final int EDITION = Integer.MAX_VALUE;
    /** Whoever asks for a call waits for it: nobody's phone is to ring an hour later. */
    public static final Duration GOOD_FOR = Duration.ofMinutes(1);
    private static final long NO_LIST = 0;
    /** What nothing more comes of. Its last two parameters are both the age. */
    private static final String OVER = """
            FROM contact c WHERE c.list_id = ? AND c.edition = ? AND c.row_number < ? AND c.state NOT IN ('waiting', 'active')
            AND (c.forgotten IS NULL OR c.phone = '') AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.contact_id = c.id
              AND (a.state NOT IN ('ended', 'reported', 'due') OR COALESCE(a.ended_at, a.intent) >= ?))""";

    private TestContacts() {
    }

    /**
     * What became of a test call.
     *
     * @param contact where its contact stands
     * @param attempt where its attempt stands; empty before it was claimed
     * @param note    why it was not dialled, or what went wrong
     */
    public record Seen(String campaign, String contact, Optional<AttemptState> attempt, Optional<Disposition> disposition, OptionalInt durationSeconds,
            Optional<String> recordingUrl, Optional<String> note, boolean awaitsRecording) {

        /** Whether nothing more will come of it, a late recording apart. */
        public boolean isOver() {
            boolean isUndecided = attempt.filter(AttemptState.REVIEW::equals).isPresent();
            return isUndecided || !contact.equals("waiting") && !contact.equals("active");
        }

        /** Without the recording's address. */
        @Override
        public String toString() {
            return "Seen[" + contact + ", " + attempt.map(AttemptState::word).orElse("no attempt") + "]";
        }
    }

    /**
     * Asks for one call as soon as may be. It is up to the caller who may be called.
     *
     * @param phone in E.164
     * @param zones as {@link io.voicecampaigns.contact.Enrolment.Accepted#zones}
     * @return the id that its attempt will have
     */
    public static UUID enter(Tx tx, Installation installation, Campaign campaign, long campaignId, String phone, String zones, Map<String, String> variables,
            Instant now) {
        String key = "test " + UUID.randomUUID();
        UUID attempt = new AttemptId(installation.secret()).of(campaign.name(), EDITION, key, 1);
        tx.update("""
                INSERT INTO contact (campaign_id, edition, key, list_id, row_number, line_number, phone, zones, variables, state, due, ref)
                VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, 'waiting', ?, ?)""",
                campaignId, EDITION, key, NO_LIST, now.toEpochMilli(), phone, zones, VariablesJson.write(variables), now, attempt.toString());
        return attempt;
    }

    /** The campaign as its test calls are claimed. */
    static Campaign of(Campaign campaign) {
        return new Campaign(campaign.name(), campaign.provider(), campaign.fromNumber(), campaign.agent(), campaign.agentVersion(), EDITION,
                campaign.contacts(), campaign.variables(), campaign.calling(), campaign.source(), campaign.report(), campaign.fingerprint());
    }

    /**
     * Gives those up that could not be dialled at once: nobody waits for them any more.
     *
     * @return whether there are others, to be claimed
     */
    static boolean keepUp(Tx tx, long campaignId, Instant now) {
        record Waiting(long id, boolean isLate, boolean isPostponed) {
        }
        boolean areSome = false;
        for (Waiting waiting : tx.list("""
                SELECT id, CASE WHEN due > ? OR row_number < ? THEN 1 ELSE 0 END,
                  CASE WHEN due > ? AND NOT EXISTS (SELECT 1 FROM attempt a WHERE a.contact_id = contact.id) THEN 1 ELSE 0 END FROM contact
                WHERE campaign_id = ? AND edition = ? AND state = 'waiting'""",
                row -> new Waiting(row.number(1), row.flag(2), row.flag(3)), now.plus(GOOD_FOR), now.minus(GOOD_FOR).toEpochMilli(), now.plus(GOOD_FOR),
                campaignId, EDITION)) {
            areSome |= !waiting.isLate();
            if (waiting.isLate()) {
                Contacts.giveUp(tx, waiting.id(), ContactTransition.HAS_EXPIRED, waiting.isPostponed()
                        ? "the number was called as often today as max-per-number-per-day allows"
                        : "it could not be dialled within " + GOOD_FOR.toSeconds() + " s: the campaign waits, or all its lines were busy");
            }
        }
        return areSome;
    }

    /** How many were asked for before that instant, and are over. */
    public static long countOver(Tx tx, Instant before) {
        return tx.number("SELECT COUNT(*) " + OVER, NO_LIST, EDITION, before.toEpochMilli(), before);
    }

    /** The contacts of up to {@code most} of those that {@link #countOver} counts. */
    public static List<Long> over(Tx tx, Instant before, int most) {
        return tx.list("SELECT c.id " + OVER + " ORDER BY c.row_number LIMIT ?", row -> row.number(1), NO_LIST, EDITION, before.toEpochMilli(), before, most);
    }

    /** Empty if nobody asked for it. */
    public static Optional<Seen> look(Tx tx, UUID attempt) {
        return tx.first("""
                SELECT p.name, c.state, a.state, a.disposition, a.duration, a.recording_url, COALESCE(a.error, c.note), a.watch_until
                FROM contact c JOIN campaign p ON p.id = c.campaign_id LEFT JOIN attempt a ON a.contact_id = c.id AND a.number = 1
                WHERE c.list_id = ? AND c.ref = ?""",
                row -> new Seen(row.text(1), row.text(2), row.optionalText(3).map(AttemptState::ofWord), row.optionalText(4).flatMap(Disposition::ofWord),
                        row.optionalInteger(5), row.optionalText(6), row.optionalText(7),
                        row.optionalText(6).isEmpty() && row.optionalInteger(5).orElse(0) > 0 && row.optionalInstant(8).isPresent()), NO_LIST, attempt.toString());
    }
}
