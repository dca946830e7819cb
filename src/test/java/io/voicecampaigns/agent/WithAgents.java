package io.voicecampaigns.agent;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of agents begin with: a provider and a bundle of their own, of which nothing runs yet. */
abstract class WithAgents {
    @TempDir
    private Path dir;
    AgentBundle agents;

    @BeforeEach
    void open() {
        agents = new AgentBundle(dir);
    }

    @AfterEach
    void close() {
        agents.close();
    }
}
