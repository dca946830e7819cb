package io.voicecampaigns.preflight;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.ledger.LedgerView;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.outcome.Disposition;
import java.util.Optional;
import java.util.Set;

/**
 * How a campaign's calls have gone so far.
 *
 * @param calls       how many it was taken from; 0: assumed
 * @param answerRate  the share of calls that somebody takes, 0 to 1
 * @param talkSeconds how long those last on average
 */
record History(long calls, double answerRate, double talkSeconds) {
    static final History ASSUMED = new History(0, 0.5, 60);
    private static final Set<Disposition> TAKEN = Set.of(Disposition.ANSWERED, Disposition.TRANSFERRED, Disposition.OPTED_OUT);
    private static final int MOST_CALLS = 5_000;
    /** Fewer tell nothing. */
    private static final int FEWEST_CALLS = 20;

    /** Of the campaign's last calls; {@link #ASSUMED} where there are too few of them. */
    static History of(Optional<LedgerView> ledger, Campaign campaign) {
        return ledger.map(view -> view.read(tx -> read(tx, campaign))).orElse(ASSUMED);
    }

    private static History read(Tx tx, Campaign campaign) {
        long id = tx.number("SELECT id FROM campaign WHERE name = ?", campaign.name());
        long[] sums = new long[3];
        tx.each("SELECT disposition, duration FROM attempt WHERE campaign_id = ? AND disposition IS NOT NULL ORDER BY intent DESC LIMIT " + MOST_CALLS,
                row -> {
                    sums[0]++;
                    if (Disposition.ofWord(row.text(1)).filter(TAKEN::contains).isPresent()) {
                        sums[1]++;
                        sums[2] += row.number(2);
                    }
                }, id);
        return sums[0] < FEWEST_CALLS || sums[1] == 0 ? ASSUMED : new History(sums[0], (double) sums[1] / sums[0], (double) sums[2] / sums[1]);
    }
}
