package io.voicecampaigns.source;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.ledger.Installation;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Tx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The ledger's rows of sources: whose run it is, and where the next one goes on. */
final class SourceRecords {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 20;

    private final Ledger ledger;
    private final Clock clock;
    private final Installation installation;
    private final String owner;
    private final Connectors connectors;
    private final Duration lease;

    SourceRecords(Ledger ledger, Clock clock, Installation installation, String owner, Connectors connectors, Duration lease) {
        this.ledger = ledger;
        this.clock = clock;
        this.installation = installation;
        this.owner = owner;
        this.connectors = connectors;
        this.lease = lease;
    }

    private record Entry(long id, long list, String properties, String cursor, long run, Optional<String> owner, Instant leaseUntil, Instant nextRun) {
    }

    /** Begins a run if one is due and nobody else has one; commits the claim. */
    Optional<SourceRun> claim(Campaign campaign, long campaignId) {
        if (!ledger.read(tx -> isDue(tx, entry(tx, campaign, campaignId, ""), campaign))) {
            return Optional.empty();
        }
        return ledger.write(tx -> {
            Optional<Entry> known = entry(tx, campaign, campaignId, tx.forUpdate());
            if (!isDue(tx, known, campaign)) {
                return Optional.empty();
            }
            Entry entry = known.orElseGet(() -> entered(tx, campaign, campaignId));
            // other properties may mean other people: whoever is known is not taken again
            String cursor = entry.properties().equals(fingerprint(campaign)) ? entry.cursor() : "";
            // known before anybody of this run can be claimed
            boolean hasCheck = connectors.kamelets().find(Connectors.checkOf(campaign.source().system())).isPresent();
            tx.update("UPDATE source SET run = run + 1, owner = ?, lease_until = ?, properties = ?, cursor = ?, has_check = ? WHERE id = ?", owner,
                    installation.databaseTime(tx).plus(lease), fingerprint(campaign), cursor, hasCheck, entry.id());
            String listName = tx.first("SELECT name FROM list WHERE id = ?", row -> row.text(1), entry.list()).orElseThrow();
            return Optional.of(new SourceRun(entry.id(), entry.run() + 1, entry.list(), listName, campaign.name(), campaign.edition(),
                    campaign.source(), cursor, clock.instant()));
        });
    }

    private boolean isDue(Tx tx, Optional<Entry> known, Campaign campaign) {
        if (known.isEmpty()) {
            return true;
        }
        Entry entry = known.get();
        boolean isAnothers = ledger.isShared() && entry.owner().filter(other -> !other.equals(owner)).isPresent()
                && entry.leaseUntil().isAfter(installation.databaseTime(tx));
        boolean wasLeft = entry.owner().isPresent();
        return !isAnothers && (wasLeft || !entry.nextRun().isAfter(clock.instant()) || !entry.properties().equals(fingerprint(campaign)));
    }

    private Optional<Entry> entry(Tx tx, Campaign campaign, long campaignId, String forUpdate) {
        return tx.first("""
                SELECT id, list_id, properties, cursor, run, owner, lease_until, next_run FROM source
                WHERE campaign_id = ? AND edition = ? AND system = ?""" + forUpdate,
                row -> new Entry(row.number(1), row.number(2), row.text(3), row.text(4), row.number(5), row.optionalText(6), row.instant(7),
                        row.instant(8)), campaignId, campaign.edition(), campaign.source().system());
    }

    private Entry entered(Tx tx, Campaign campaign, long campaignId) {
        Instant now = clock.instant();
        String system = campaign.source().system();
        long list = 0;
        for (int number = 1; list == 0; number++) {
            list = tx.first("""
                    INSERT INTO list (campaign_id, edition, name, original, state, taken_at, changed_at) VALUES (?, ?, ?, '', 'arriving', ?, ?)
                    ON CONFLICT (campaign_id, name) DO NOTHING RETURNING id""", row -> row.number(1), campaignId, campaign.edition(),
                    number == 1 ? system : system + "-" + number, now, now).orElse(0L);
        }
        long id = tx.first("INSERT INTO source (campaign_id, edition, system, list_id, properties, next_run) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                row -> row.number(1), campaignId, campaign.edition(), system, list, fingerprint(campaign), now).orElseThrow();
        return new Entry(id, list, fingerprint(campaign), "", 0, Optional.empty(), Instant.EPOCH, now);
    }

    /** Tells one set of properties from another without showing them. */
    private String fingerprint(Campaign campaign) {
        return installation.fingerprint(campaign.source().system() + campaign.source().properties());
    }

    /** Whether the run is still this process's. */
    boolean renew(SourceRun run) {
        return ledger.write(tx -> tx.update("UPDATE source SET lease_until = ? WHERE id = ? AND run = ? AND owner = ?",
                installation.databaseTime(tx).plus(lease), run.source(), run.number(), owner)) == 1;
    }

    /** Gives a run back that did not come to its end. How long until the next one. */
    Duration failed(SourceRun run) {
        return ledger.write(tx -> {
            long failures = tx.number("SELECT failures FROM source WHERE id = ?", run.source());
            Duration pause = pause(run.settings().every(), failures);
            tx.update("UPDATE source SET owner = NULL, lease_until = NULL, failures = failures + 1, next_run = ? WHERE id = ? AND run = ? AND owner = ?",
                    clock.instant().plus(pause), run.source(), run.number(), owner);
            return pause;
        });
    }

    /** Gives a run back that nobody wants any more, or that goes on after the usual pause. */
    void released(SourceRun run, Instant nextRun) {
        ledger.write(tx -> tx.update("UPDATE source SET owner = NULL, lease_until = NULL, next_run = ? WHERE id = ? AND run = ? AND owner = ?",
                nextRun, run.source(), run.number(), owner));
    }

    static Duration pause(Duration every, long failuresBefore) {
        Duration first = every.compareTo(FIRST_PAUSE) < 0 ? every : FIRST_PAUSE;
        Duration longest = every.compareTo(LONGEST_PAUSE) > 0 ? every : LONGEST_PAUSE;
        Duration pause = first.multipliedBy(1L << Math.min(failuresBefore, MOST_DOUBLINGS));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
