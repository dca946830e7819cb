package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedStartIT {
    @TempDir
    private Path dir;

    @Test
    void without_routes_and_settings_it_says_where_to_start_it() throws IOException {
        try (Service service = Service.start(dir, Map.of())) {
            assertThat(service.awaitEnd()).isEqualTo(2);
            assertThat(service.said()).contains("routes/", "config/application.properties", "start from the directory that does");
        }
    }

    @Test
    void without_a_provider_it_says_how_to_set_one_or_to_simulate() throws IOException {
        Service.installed(dir);

        try (Service service = Service.start(dir, Map.of())) {
            assertThat(service.awaitEnd()).isEqualTo(2);
            assertThat(service.said()).contains("DIGA_BASE_URL", "DIGA_API_KEY", "FEATHER_BASE_URL", "FEATHER_API_KEY", "providers.<name>.base-url", "--simulate").doesNotContain("\tat ");
        }
        assertThat(dir.resolve("data")).doesNotExist();
    }

    @Test
    void a_key_is_sent_in_plain_text_to_no_other_machine() throws IOException {
        Service.installed(dir);

        try (Service service = Service.start(dir, Map.of("DIGA_BASE_URL", "http://api.example.com", "DIGA_API_KEY", "the-secret-key"))) {
            assertThat(service.awaitEnd()).isEqualTo(2);
            assertThat(service.said()).contains("providers.diga.base-url", "must be https").doesNotContain("the-secret-key").doesNotContain("\tat ");
        }
    }

    @Test
    void a_ledger_that_cannot_be_reached_is_told_of() throws IOException {
        Service.installed(dir);

        try (TrapServer trap = new TrapServer(); Service service = Service.start(dir, trap.production())) {
            assertThat(service.awaitEnd()).isEqualTo(1);
            assertThat(service.said()).contains("the ledger at jdbc:postgresql://127.0.0.1:1/production cannot be opened", "LEDGER_URL")
                    .doesNotContain("\tat ").doesNotContain("production-secret");
            assertThat(trap.requests()).isZero();
        }
        assertThat(Files.exists(dir.resolve("data/ledger.db"))).isFalse();
    }
}
