package io.voicecampaigns.crash;

import static io.voicecampaigns.RunningBundle.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.process.Service;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code mvn -B -Pupgrade verify -Dbefore=<a built copy of an earlier version>}: its jar, routes and settings work beside those of this version, on one
 * ledger that a migration changes meanwhile.
 */
@Tag("upgrade")
@EnabledIfSystemProperty(named = "before", matches = ".+")
class UpgradeIT {
    private static final int AT_ONCE = 12;
    private static final int PEOPLE = 200;

    private final Path before = Path.of(System.getProperty("before", ""));
    @TempDir
    private Path dir;

    @Test
    void replicas_are_exchanged_one_by_one_and_back_again_while_calls_are_in_flight() throws IOException {
        Path older = copied(before);
        Path newer = copied(Path.of(""));
        Path later = Files.createDirectories(dir.resolve("later/db/migration"));
        Files.writeString(later.resolve("V999__later.sql"), "${alone};\nALTER TABLE attempt ADD COLUMN later TEXT NOT NULL DEFAULT '';\n");
        String jar = Path.of("target/voice-campaigns.jar").toAbsolutePath().toString();
        List<String> ofOlder = List.of("-jar", before.resolve("target/voice-campaigns.jar").toAbsolutePath().toString());
        List<String> ofNewer = List.of("-cp", jar + File.pathSeparator + dir.resolve("later"), "io.voicecampaigns.Application");
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(50, 1_500).withLatencyMs(30)).withEveryCall(Outcome.ANSWERED)))) {
            SharedLedger ledger = SharedLedger.empty(dir);
            Map<String, String> environment = environment(simulator, ledger);

            try (Service old = Service.java(older, environment, ofOlder).awaitStarted()) {
                drop("lista", 1);
                await().atMost(Service.PATIENCE).until(() -> simulator.counts().accepted() >= AT_ONCE);
                try (Service next = Service.java(newer, environment, ofNewer).awaitStarted()) {
                    Set<String> seen = new HashSet<>();
                    await().atMost(Service.PATIENCE).until(() -> seen.addAll(ledger.dialling()) && seen.size() == 2);
                    old.terminate();
                    assertThat(old.awaitEnd()).isEqualTo(143);
                    try (Service back = Service.java(older, environment, ofOlder).awaitStarted()) {
                        next.terminate();
                        assertThat(next.awaitEnd()).isEqualTo(143);
                        drop("segunda", PEOPLE + 1);
                        for (String list : List.of("lista", "segunda")) {
                            await().atMost(Service.PATIENCE).untilAsserted(() ->
                                    assertThat(dir.resolve("data/outbox/uno/" + list + ".summary.json")).as(back.said()).exists());
                        }
                    }
                }
            }

            assertThat(simulator.counts().accepted()).isEqualTo(2 * PEOPLE);
            assertThat(simulator.counts().mostPerNumber()).isOne();
            assertThat(ReplicasTest.mostAtOnce(simulator.calls())).isBetween(AT_ONCE / 2L, (long) AT_ONCE);
            assertThat(ledger.texts("SELECT DISTINCT state || ' ' || disposition FROM attempt")).containsExactly("reported answered");
            assertThat(ledger.number("SELECT COUNT(*) FROM contact WHERE state = 'done'")).isEqualTo(2 * PEOPLE);
            assertThat(ledger.texts("SELECT version FROM flyway_schema_history")).contains("999");
        }
    }

    private Map<String, String> environment(Simulator simulator, SharedLedger ledger) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("DIGA_BASE_URL", simulator.baseUri().toString(), "DIGA_API_KEY", RunningBundle.KEY,
                "LEDGER_URL", ledger.url(), "INSTALLATION_SECRET", "kept-by-somebody-else", "DATA_DIR", dir.resolve("data").toString()));
        // one is there before the other is gone, so the later one goes without
        environment.put("MANAGEMENT_PORT", Integer.toString(Service.freePort()));
        environment.put("OPERATE_PORT", Integer.toString(Service.freePort()));
        return environment;
    }

    private Path copied(Path bundle) throws IOException {
        Path home = Files.createTempDirectory(dir, "home");
        for (String tree : List.of("routes", "config")) {
            try (Stream<Path> all = Files.walk(bundle.resolve(tree))) {
                for (Path each : all.toList()) {
                    Files.copy(each, home.resolve(bundle.relativize(each).toString()));
                }
            }
        }
        Files.createDirectories(home.resolve("config/campaigns"));
        Files.writeString(home.resolve("config/campaigns/uno.yaml"), RunningBundle.plainCampaign("max-concurrent: " + AT_ONCE));
        return home;
    }

    private void drop(String list, int first) throws IOException {
        Path inbox = Files.createDirectories(dir.resolve("data/inbox/uno"));
        Path whole = Files.writeString(inbox.resolve("." + list), people(first, PEOPLE));
        Files.move(whole, inbox.resolve(list + ".csv"));
    }
}
