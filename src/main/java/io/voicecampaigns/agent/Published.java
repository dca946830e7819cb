package io.voicecampaigns.agent;

import io.voicecampaigns.ledger.DataDir;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Which version of each agent a release published last, so that others can be told from it: a file for each agent. */
public final class Published {
    private final Path folder;

    public Published(DataDir data) {
        this.folder = data.agents().resolve("published");
    }

    Optional<String> last(String provider, String agentId) {
        return WholeFile.read(file(provider, agentId)).map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
    }

    void record(String provider, String agentId, String versionId) {
        WholeFile.write(file(provider, agentId), (versionId + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private Path file(String provider, String agentId) {
        return folder.resolve(provider).resolve(agentId);
    }
}
