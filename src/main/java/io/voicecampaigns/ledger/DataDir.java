package io.voicecampaigns.ledger;

import java.nio.file.Path;

/** The directory of one installation: what is dropped in, what comes out, and what is kept. */
public record DataDir(Path path) {
    public static DataDir of(String path) {
        return new DataDir(Path.of(path));
    }

    /** Lists to pick up, a folder for each campaign. */
    public Path inbox() {
        return path.resolve("inbox");
    }

    /** Lists as they were picked up. */
    public Path archive() {
        return path.resolve("archive");
    }

    /** What came of lists. */
    public Path outbox() {
        return path.resolve("outbox");
    }

    /** Copies of agents. */
    public Path snapshots() {
        return path.resolve("snapshots");
    }

    /** Releases of agents. */
    public Path agents() {
        return path.resolve("agents");
    }

    Path ledger() {
        return path.resolve("ledger.db");
    }
}
