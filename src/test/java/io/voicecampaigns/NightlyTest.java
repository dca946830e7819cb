package io.voicecampaigns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hour of the copy, and nights at which nothing ran. */
class NightlyTest {
    @TempDir
    private Path dir;
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T12:00:00Z"));
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
    private RunningBundle bundle;

    @AfterEach
    void close() {
        bundle.close();
        simulator.close();
    }

    @Test
    void a_night_that_was_missed_is_caught_up_at_the_start_and_no_other() {
        startAt("2026-11-20T12:00:00Z");
        await().atMost(RunningBundle.PATIENCE).until(() -> Files.exists(bundle.data().resolve("snapshots/last-run.json")));
        assertThat(copies()).as("there was none yet").isEqualTo(1);
        bundle.stop();

        startAt("2026-11-21T00:59:00Z");
        assertThat(nightly().missed()).as("it is not yet 2:00 in Madrid").isFalse();
        bundle.stop();

        startAt("2026-11-21T01:01:00Z");
        await().atMost(RunningBundle.PATIENCE).until(() -> copies() == 2);
        await().atMost(RunningBundle.PATIENCE).until(() -> !nightly().missed());
    }

    @Test
    void the_hour_is_that_of_the_zone_in_the_settings() {
        startAt("2026-11-20T12:00:00Z");

        QuartzEndpoint schedule = bundle.bundle().context().getEndpoints().stream().filter(QuartzEndpoint.class::isInstance)
                .map(QuartzEndpoint.class::cast).findFirst().orElseThrow();

        assertThat(schedule.getCron()).isEqualTo("0 0 2 * * ?");
        assertThat(schedule.getTriggerParameters()).containsEntry("timeZone", "Europe/Madrid");
    }

    private void startAt(String time) {
        clock.set(Instant.parse(time));
        bundle = new RunningBundle(dir, simulator).withClock(clock).set("snapshot.catch-up", true).set("snapshot.zone", "Europe/Madrid").start();
    }

    private Nightly nightly() {
        return bundle.bundle().bean("nightly", Nightly.class);
    }

    private long copies() {
        return simulator.counts().of(RequestKind.AGENTS, 200);
    }
}
