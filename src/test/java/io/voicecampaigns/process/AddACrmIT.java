package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.standin.Acme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what README's chapter "Add a CRM" says, to the letter, with a service that is running already. */
class AddACrmIT {
    private static final Pattern FILE = Pattern.compile("`((?:routes/kamelets|config/campaigns)/[\\w.-]+\\.yaml)`:\\n\\n```yaml\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path dir;

    @Test
    void contacts_flow_from_a_new_crm_and_outcomes_return_to_it() throws IOException {
        Map<String, String> files = filesOfTheChapter();
        Service.installed(dir);
        Files.createDirectories(dir.resolve("config/campaigns"));
        try (Acme acme = new Acme();
                Service service = Service.start(dir, Map.of("ACME_URL", acme.url(), "ACME_TOKEN", Acme.TOKEN,
                        "MANAGEMENT_PORT", Integer.toString(Service.freePort())), "--simulate").awaitStarted()) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(dir.resolve(file.getKey()), file.getValue());
            }

            await().atMost(Service.PATIENCE).untilAsserted(() -> assertThat(acme.calls()).as(service.said()).hasSize(5));

            assertThat(files.keySet()).containsExactlyInAnyOrder("routes/kamelets/acme-contacts-source.kamelet.yaml",
                    "routes/kamelets/acme-outcomes-sink.kamelet.yaml", "config/campaigns/acme-renewals.yaml");
            assertThat(acme.calls().values()).allSatisfy(call -> {
                assertThat(call.path("result").asText()).isNotBlank();
                assertThat(call.path("call").path("at").asText()).endsWith("Z");
            });
            assertThat(service.said()).doesNotContain(Acme.TOKEN, "Persona 1", "600 000 001", "600000001");
            await().atMost(Service.PATIENCE).until(() -> Files.exists(dir.resolve("data/simulated/outbox/acme-renewals/acme.results.csv")));
        }
    }

    private static Map<String, String> filesOfTheChapter() throws IOException {
        String chapter = Files.readString(Path.of("README.md")).replaceFirst("(?s).*\\n## Add a CRM\\n(.*?)\\n## .*", "$1");
        Map<String, String> files = new TreeMap<>();
        FILE.matcher(chapter).results().forEach(file -> files.put(file.group(1), file.group(2)));
        return files;
    }
}
