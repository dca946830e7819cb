package io.voicecampaigns.preflight;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.ledger.LedgerView;
import io.voicecampaigns.ledger.Tx;
import io.voicecampaigns.privacy.Shown;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a person or a fault has brought a campaign to a stand, as the ledger has it: whoever is enrolled then is not called. */
final class StandstillChecks {
    /** It came with persons' decisions: a ledger of an earlier release knows of faults alone. */
    private static final String OF_PERSONS = "audit";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

    private record Event(Optional<Instant> at, Optional<String> by, Optional<String> reason) {
        static Event of(Tx.Row row) throws java.sql.SQLException {
            return new Event(row.optionalInstant(1), row.optionalText(2), row.optionalText(3));
        }

        String said(Campaign campaign) {
            ZoneId zone = campaign.calling().zone().orElse(ZoneOffset.UTC);
            return by.map(who -> " by " + Shown.name(who)).orElse("")
                    + at.map(since -> " since " + TIME.format(since.atZone(zone)) + " " + (zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId())).orElse("")
                    + reason.filter(why -> !why.isBlank()).map(why -> ": " + Shown.name(why)).orElse("");
        }
    }

    private StandstillChecks() {
    }

    /** What is wrong; empty: nothing. */
    static List<Check> of(LedgerView ledger, Campaign campaign) {
        boolean knowsPersons = ledger.has(OF_PERSONS);
        return ledger.read(tx -> {
            List<Check> checks = new ArrayList<>();
            tx.first("SELECT paused_at, NULL, paused FROM campaign WHERE name = ? AND paused IS NOT NULL", Event::of, campaign.name())
                    .ifPresent(fault -> checks.add(Check.wrong("pause", "the campaign is paused" + fault.said(campaign),
                            "correct what was refused; any edit of its file ends the pause")));
            if (knowsPersons) {
                tx.first("SELECT held_at, held_by, held_reason FROM campaign WHERE name = ? AND held_at IS NOT NULL", Event::of, campaign.name())
                        .ifPresent(pause -> checks.add(Check.wrong("pause", "the campaign is paused" + pause.said(campaign),
                                "end the pause with: voice-campaigns resume " + campaign.name())));
                tx.first("SELECT cancelled_at, cancelled_by, cancelled_reason FROM campaign WHERE name = ? AND cancelled_edition >= ?", Event::of,
                        campaign.name(), campaign.edition()).ifPresent(end -> checks.add(Check.wrong("edition", "edition " + campaign.edition()
                        + " of the campaign is cancelled" + end.said(campaign), "to call again, set edition: " + (campaign.edition() + 1) + " in its file")));
            }
            return checks;
        });
    }
}
