package io.voicecampaigns.call;

import io.voicecampaigns.contact.MaskedNumber;
import io.voicecampaigns.ledger.AuditTrail;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.provider.ProviderMappings;
import io.voicecampaigns.provider.ProviderTimings;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Attempts that nothing but a person can decide: their start was not answered, and the provider lists no call for them. Thread-safe; of two
 * who decide on one at once, the first does.
 */
public final class Reviews {
    private static final int MOST = 1_000;

    private final Ledger ledger;
    private final Clock clock;
    private final CampaignRecords records;
    private final Lines lines;
    private final ProviderMappings mappings;
    private final Endings endings;

    public Reviews(Ledger ledger, Clock clock, CampaignRecords records, Lines lines, ProviderMappings mappings) {
        this.ledger = ledger;
        this.clock = clock;
        this.records = records;
        this.lines = lines;
        this.mappings = mappings;
        this.endings = new Endings(clock, records);
    }

    /**
     * One of them.
     *
     * @param number of the attempt at its contact, from 1
     * @param phone  masked
     * @param intent when it was about to be dialled
     * @param since  when the provider's list was found not to show it
     * @param why    it is not known what became of it
     */
    public record Review(UUID attempt, String campaign, int number, String phone, Instant intent, Instant since, String why) {
    }

    /** The oldest thousand, of one campaign or of all. */
    public List<Review> list(Optional<String> campaign) {
        return ledger.read(tx -> tx.list("""
                SELECT a.uuid, p.name, a.number, a.phone, a.intent, COALESCE(a.review_at, a.intent), a.error FROM attempt a JOIN campaign p ON p.id = a.campaign_id
                WHERE a.state = 'review' AND (? = '' OR p.name = ?) ORDER BY a.intent LIMIT\s""" + MOST,
                row -> new Review(UUID.fromString(row.text(1)), row.text(2), row.integer(3), MaskedNumber.of(row.text(4)), row.instant(5),
                        row.instant(6), row.optionalText(7).orElse("its start was not answered")), campaign.orElse(""), campaign.orElse("")));
    }

    /**
     * The attempt is given up, and its contact gets another one: only where the provider's list was read to its end since the request may
     * have left, and did not show it.
     *
     * @return empty if there is no such attempt
     */
    public Optional<Steered> redial(UUID uuid, String who) {
        return decide(uuid, (tx, attempt) -> redial(tx, attempt, who));
    }

    /** The attempt is given up: its outcome is told as unknown, and its contact is not called again. */
    public Optional<Steered> close(UUID uuid, String who) {
        return decide(uuid, (tx, attempt) -> {
            endings.close(tx, attempt, "no call was found; closed by " + who);
            AuditTrail.append(tx, clock.instant(), who, "close", "attempt " + uuid, "no call was found");
            return new Steered.Done("attempt " + uuid + " is closed: its outcome is unknown, and its contact is not called again", 1);
        });
    }

    private interface Decision {
        Steered of(Tx tx, Attempt attempt);
    }

    private Optional<Steered> decide(UUID uuid, Decision decision) {
        return ledger.write(tx -> tx.first(Attempt.SELECT + "WHERE a.uuid = ?" + tx.forUpdate(), Attempt::read, uuid.toString()).map(attempt ->
                attempt.state() == AttemptState.REVIEW ? decision.of(tx, attempt)
                        : new Steered.Refused("attempt " + uuid + " is not in review any more: it is " + attempt.state().word(),
                                "look at the reviews again: somebody, or the provider's list, has decided")));
    }

    private Steered redial(Tx tx, Attempt attempt, String who) {
        Optional<Steered.Refused> refusal = missingEvidence(tx, attempt).or(() -> mayNotBeCalled(tx, attempt));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        endings.redial(tx, attempt);
        AuditTrail.append(tx, clock.instant(), who, "redial", "attempt " + attempt.uuid(), "no call was found");
        return new Steered.Done("attempt " + attempt.uuid() + " is given up, and its contact is called once more", 1);
    }

    private Optional<Steered.Refused> missingEvidence(Tx tx, Attempt attempt) {
        ProviderTimings timings = mappings.of(attempt.provider()).timings();
        Instant sure = attempt.intent().plus(timings.settle()).minus(timings.listLag());
        Instant swept = Instant.ofEpochMilli(tx.number("SELECT sweep_begun FROM account WHERE provider = ?", attempt.provider()));
        return lines.isSweptSinceStart(attempt.provider()) && !swept.isBefore(sure) ? Optional.empty()
                : Optional.of(new Steered.Refused("the list of calls at " + attempt.provider() + " has not been read to its end since: there may be a call",
                        "try again once it has been read; health tells whether " + attempt.provider() + " answers"));
    }

    private Optional<Steered.Refused> mayNotBeCalled(Tx tx, Attempt attempt) {
        CampaignRecords.Entry campaign = records.read(tx, attempt.campaignId());
        if (campaign.isCancelled()) {
            return Optional.of(Steering.cancelled(campaign));
        }
        if (tx.number("SELECT edition FROM contact WHERE id = ?", attempt.contactId()) < campaign.edition()) {
            return Optional.of(new Steered.Refused("edition " + campaign.edition() + " of campaign " + campaign.name() + " has begun, and it is of an earlier one",
                    "close it"));
        }
        return tx.first("SELECT 1 FROM suppression WHERE phone = ?", row -> 1, attempt.phone()).map(found ->
                new Steered.Refused("its number must not be called any more", "close it"));
    }
}
