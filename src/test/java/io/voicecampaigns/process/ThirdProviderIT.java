package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider is a family of kamelets and a mapping: YAML beside the packaged program, and no Java. */
class ThirdProviderIT {
    private static final Path ITS_FILES = Path.of("src/test/resources/third-provider");
    private static final int PEOPLE = 120;

    @TempDir
    private Path dir;

    @Test
    void a_provider_that_is_yaml_alone_runs_a_campaign() throws IOException {
        Service.installed(dir);
        add(ITS_FILES);
        try (ThirdProvider heron = new ThirdProvider()) {
            Path settings = dir.resolve("config/application.properties");
            Files.writeString(settings, Files.readString(settings) + """

                    # where Heron is reached
                    providers.heron.base-url=%s
                    # its key
                    providers.heron.api-key=%s
                    """.formatted(heron.url(), ThirdProvider.KEY));
            Path inbox = Files.createDirectories(dir.resolve("data/inbox/encuesta"));
            Files.writeString(inbox.resolve("lista.csv"), RunningBundle.people(1, PEOPLE));
            Path outbox = dir.resolve("data/outbox/encuesta");

            try (Service service = Service.start(dir, Map.of("MANAGEMENT_PORT", Integer.toString(Service.freePort())))) {
                service.awaitStarted();
                await().atMost(Service.PATIENCE).until(() -> Files.exists(outbox.resolve("lista.summary.json")));
                assertThat(service.said()).doesNotContain(ThirdProvider.KEY);
            }

            assertThat(heron.callsByNumber()).hasSize(PEOPLE).allSatisfy((number, calls) -> assertThat(calls).isOne());
            assertThat(heron.mostPages()).as("pages").isGreaterThan(1);
            List<String> results = Files.readAllLines(outbox.resolve("lista.results.csv"));
            assertThat(results).hasSize(PEOPLE + 1);
            assertThat(results.stream().filter(line -> line.contains(",ended,no_answer,"))).hasSize(PEOPLE / 10);
            assertThat(results.stream().filter(line -> line.contains(",ended,answered,31,https://sounds.heron.example/h-")))
                    .hasSize(PEOPLE - PEOPLE / 10);
        }
    }

    private void add(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                assertThat(file.toString()).endsWith(".yaml");
                Path target = dir.resolve(tree.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
