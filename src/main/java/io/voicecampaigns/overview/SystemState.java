package io.voicecampaigns.overview;

import io.voicecampaigns.agent.Snapshots;
import io.voicecampaigns.connector.Connectors;
import io.voicecampaigns.edit.Edits;
import io.voicecampaigns.health.Troubles;
import io.voicecampaigns.overview.SystemView.EditView;
import io.voicecampaigns.overview.SystemView.EditsView;
import io.voicecampaigns.overview.SystemView.Provider;
import io.voicecampaigns.overview.SystemView.SnapshotView;
import io.voicecampaigns.privacy.Shown;
import java.util.Optional;

/** What there is to see of the installation as a whole. Asks no database. Thread-safe. */
public final class SystemState {
    private final Troubles troubles;
    private final Edits edits;
    private final Snapshots snapshots;
    private final Connectors connectors;

    public SystemState(Troubles troubles, Edits edits, Snapshots snapshots, Connectors connectors) {
        this.troubles = troubles;
        this.edits = edits;
        this.snapshots = snapshots;
        this.connectors = connectors;
    }

    SystemView now() {
        return new SystemView(Optional.ofNullable(SystemState.class.getPackage().getImplementationVersion()).orElse("(unpackaged)"), connectors.isSimulated(), "UTC",
                troubles.providers().entrySet().stream().map(each -> new Provider(each.getKey(), each.getValue().isPresent() ? "open" : "closed",
                        each.getValue().map(Shown::name))).toList(),
                new EditsView(edits.lastAccepted().map(SystemState::edit), edits.lastRefused().map(SystemState::edit)),
                snapshots.last().map(last -> new SnapshotView(last.finished(), last.isComplete(), last.found(), last.report())));
    }

    private static EditView edit(Edits.Edit edit) {
        return new EditView(edit.at(), Shown.name(edit.what()));
    }
}
