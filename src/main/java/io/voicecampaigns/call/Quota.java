package io.voicecampaigns.call;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.ledger.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalInt;

/**
 * How many more calls the limits allow, counted in the ledger, so that they hold across crashes and replicas. To be asked in the
 * transaction that claims, behind the lock that every claim takes.
 */
final class Quota {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Quota() {
    }

    /** What is left of {@code wanted} under the campaign's own limits. */
    static int ofCampaign(Tx tx, Campaign campaign, long campaignId, int wanted, Instant now) {
        int left = wanted;
        if (campaign.calling().maxConcurrent().isPresent()) {
            left = Math.min(left, campaign.calling().maxConcurrent().getAsInt() - count(tx, """
                    SELECT COUNT(*) FROM attempt WHERE provider = ? AND campaign_id = ? AND state IN ('dialing', 'in_call', 'uncertain')""",
                    campaign.provider(), campaignId));
        }
        if (left > 0 && campaign.calling().maxPerMinute().isPresent()) {
            left = Math.min(left, campaign.calling().maxPerMinute().getAsInt() - since(tx, campaignId, now.minus(MINUTE).plusMillis(1)));
        }
        if (left > 0 && campaign.calling().maxPerDay().isPresent()) {
            ZoneId zone = campaign.calling().zone().orElse(ZoneOffset.UTC);
            Instant midnight = now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
            left = Math.min(left, campaign.calling().maxPerDay().getAsInt() - since(tx, campaignId, midnight));
        }
        return Math.max(0, left);
    }

    /** What is left of {@code wanted} under the limit of the provider account, which all campaigns share. */
    static int ofAccount(Tx tx, String provider, OptionalInt maxConcurrent, int wanted) {
        if (maxConcurrent.isEmpty()) {
            return wanted;
        }
        return Math.max(0, Math.min(wanted, maxConcurrent.getAsInt() - count(tx,
                "SELECT COUNT(*) FROM attempt WHERE provider = ? AND state IN ('dialing', 'in_call', 'uncertain')", provider)));
    }

    private static int since(Tx tx, long campaignId, Instant begin) {
        // by indexes alone: to ask every attempt of a day for its state would make each claim of the day slower than the one before.
        // The plus keeps SQLite from counting the few that are due among all of the campaign's
        return count(tx, "SELECT COUNT(*) FROM attempt WHERE campaign_id = ? AND intent >= ?", campaignId, begin)
                - count(tx, "SELECT COUNT(*) FROM attempt WHERE +campaign_id = ? AND intent >= ? AND state = 'due' AND " + Attempt.IS_OPEN,
                        campaignId, begin);
    }

    private static int count(Tx tx, String sql, Object... arguments) {
        return (int) tx.number(sql, arguments);
    }
}
