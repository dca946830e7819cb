package io.voicecampaigns.monitor;

import io.voicecampaigns.agent.Releases;
import io.voicecampaigns.agent.Snapshots;
import io.voicecampaigns.call.Lines;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.Providers;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How this process stands with providers, the ledger and agents. Asks no database. Thread-safe. */
final class ServiceGauges {
    private final Ledger ledger;
    private final Lines lines;
    private final Providers providers;
    private final Snapshots snapshots;
    private final Releases releases;
    private final Clock clock;

    ServiceGauges(Ledger ledger, Lines lines, Providers providers, Snapshots snapshots, Releases releases, Clock clock) {
        this.ledger = ledger;
        this.lines = lines;
        this.providers = providers;
        this.snapshots = snapshots;
        this.releases = releases;
        this.clock = clock;
    }

    List<Gauge> read() {
        Gauge stopped = new Gauge("voice_campaigns_provider_stopped", "1 while nothing is dialled at a provider, because it does not answer sensibly or asked for a pause", "provider");
        for (ProviderAccount account : providers.all()) {
            stopped.add(lines.breaker(account.name()).reason().isPresent() ? 1 : 0, account.name());
        }
        List<Gauge> gauges = new ArrayList<>(List.of(stopped,
                new Gauge("voice_campaigns_ledger_up", "1 while the ledger takes commits; 0: nobody is dialled").add(ledger.trouble().isEmpty() ? 1 : 0),
                new Gauge("voice_campaigns_releases_waiting", "Releases of agents that have not come to their end").add(releases.waiting().size())));
        snapshots.last().ifPresent(run -> gauges.addAll(of(run)));
        return gauges;
    }

    private List<Gauge> of(Snapshots.Last run) {
        Gauge changes = new Gauge("voice_campaigns_snapshot_changes", "What the last snapshot of agents found, whichever process made it: versions new, changed or gone, and agents whose live version is another one",
                "change");
        run.changes().forEach((change, many) -> changes.add(many, change));
        List<Gauge> gauges = new ArrayList<>(List.of(changes,
                new Gauge("voice_campaigns_snapshot_missing", "Agents and accounts that the last snapshot could not copy").add(run.missing()),
                new Gauge("voice_campaigns_snapshot_warnings", "Warnings of the last snapshot, such as a version that no release made live").add(run.warnings())));
        run.complete().ifPresent(at -> gauges.add(new Gauge("voice_campaigns_snapshot_age_seconds", "Time since the last snapshot that copied everything")
                .add(Math.max(0, Duration.between(at, clock.instant()).toSeconds()))));
        return gauges;
    }
}
