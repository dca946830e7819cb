package io.voicecampaigns.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot of more than fits into memory. */
class ManyAgentsTest {
    private static final int AGENTS = 190;
    private static final int VERSIONS = 20;
    private static final int PROMPT = 60_000;
    private static final int HEAP_MIB = 128;

    @TempDir
    private Path dir;

    @Test
    void a_snapshot_holds_a_page_at_a_time_and_asks_for_each_page_once() throws Exception {
        assertThat((long) AGENTS * VERSIONS * PROMPT).as("all prompts together, a byte a letter").isGreaterThan(HEAP_MIB * 1_300_000L);
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY))) {
            for (int i = 1; i < AGENTS; i++) {
                simulator.agents().add("Agent " + i, VERSIONS, "Say it again. ".repeat(PROMPT / 14));
            }
            Properties settings = new Properties();
            settings.putAll(new RunningBundle(dir, simulator).settings());
            Path file = dir.resolve("settings.properties");
            try (OutputStream out = Files.newOutputStream(file)) {
                settings.store(out, null);
            }
            Path log = dir.resolve("log");
            ProcessBuilder java = BundleProcess.java(List.of("-Xmx" + HEAP_MIB + "m", "-XX:+ExitOnOutOfMemoryError", SnapshotMain.class.getName(), file.toString()))
                    .redirectErrorStream(true).redirectOutput(log.toFile());

            Process process = java.start();
            boolean ended = process.waitFor(BundleProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            process.destroyForcibly();

            String said = Files.readString(log);
            assertThat(ended).as(said).isTrue();
            assertThat(said).contains("snapshot: " + AGENTS + " agents, " + ((AGENTS - 1) * VERSIONS + 1) + " versions").doesNotContain("missing");
            assertThat(simulator.counts().of(RequestKind.AGENTS, 200)).as("pages of 100 agents").isEqualTo(2);
            assertThat(simulator.counts().of(RequestKind.VERSIONS, 200)).as("pages of 100 versions").isEqualTo(AGENTS);
        }
    }
}
