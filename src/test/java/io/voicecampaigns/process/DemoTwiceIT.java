package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTwiceIT {
    @TempDir
    private Path dir;

    @Test
    void the_demo_works_twice_in_a_row_with_production_settings_exported() throws IOException {
        Service.installed(dir);
        try (TrapServer trap = new TrapServer()) {
            for (int time = 1; time <= 2; time++) {
                try (Service demo = Service.java(dir, trap.production(),
                        List.of("-cp", Path.of("target/voice-campaigns.jar").toAbsolutePath().toString(), "io.voicecampaigns.Demo"))) {
                    assertThat(demo.awaitEnd()).as(demo.said()).isZero();
                }
                assertThat(dir.resolve("data/demo/outbox/demo/clientes-demo.summary.json")).isNotEmptyFile();
                assertThat(dir.resolve("data/demo/outbox/demo/clientes-demo-2.summary.json")).doesNotExist();
            }

            assertThat(trap.requests()).isZero();
            assertThat(Files.list(dir.resolve("data")).map(Path::getFileName).map(Path::toString)).containsExactly("demo");
        }
    }

    @Test
    void the_demo_plays_through_the_other_provider_too_and_says_so() throws IOException {
        Service.installed(dir);
        try (TrapServer trap = new TrapServer();
                Service demo = Service.java(dir, trap.production(), List.of("-Dcampaign=feather", "-cp",
                        Path.of("target/voice-campaigns.jar").toAbsolutePath().toString(), "io.voicecampaigns.Demo"))) {
            assertThat(demo.awaitEnd()).as(demo.said()).isZero();

            assertThat(demo.said()).contains("Simulated provider Feather: nobody is called.", "feather: finished after");
            assertThat(dir.resolve("data/demo/outbox/feather/customers-demo.summary.json")).isNotEmptyFile();
            assertThat(trap.requests()).isZero();
        }
    }
}
