package io.voicecampaigns.overview;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is not of one campaign. Times are in UTC. */
record SystemView(String version, boolean simulated, String zone, List<Provider> providers, EditsView edits, Optional<SnapshotView> snapshots) {

    /**
     * A provider account.
     *
     * @param breaker {@code closed}: it is called; {@code open}: it is not, and {@code reason} says why
     */
    record Provider(String name, String breaker, Optional<String> reason) {
    }

    record EditsView(Optional<EditView> lastAccepted, Optional<EditView> lastRefused) {
    }

    record EditView(Instant at, String what) {
    }

    /**
     * The last copies of agents.
     *
     * @param found   what there was, and what of it is new or other
     * @param changes the file that tells; empty where nothing has changed
     */
    record SnapshotView(Instant at, boolean complete, String found, Optional<String> changes) {
    }
}
