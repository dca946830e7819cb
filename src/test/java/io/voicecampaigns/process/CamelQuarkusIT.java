package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Pcamel-quarkus}: the runtime that Camel K itself builds for, with the routes as files beside it. */
@Tag("camel-quarkus")
class CamelQuarkusIT {
    @TempDir
    private Path dir;

    @Test
    void the_demo_campaign_runs_from_yaml_outside_the_application() throws IOException {
        Service.installed(dir);

        try (Service demo = Service.java(dir, Map.of(), List.of("-jar", Path.of("target/quarkus-app/quarkus-run.jar").toAbsolutePath().toString()))) {
            assertThat(demo.awaitEnd()).as(demo.said()).isZero();
            assertThat(demo.said()).contains("powered by Quarkus", "camel-yaml-dsl", "demo: finished", "Run by org.apache.camel.quarkus.");
        }

        Path outbox = dir.resolve("data/demo/outbox/demo");
        assertThat(outbox.resolve("clientes-demo.summary.json")).exists();
        assertThat(Files.readAllLines(outbox.resolve("clientes-demo.results.csv"))).hasSizeGreaterThan(190);
    }
}
