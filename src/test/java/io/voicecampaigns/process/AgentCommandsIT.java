package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with agents from the command line, beside the service and without its ledger. */
class AgentCommandsIT {
    private static final String RELEASE = """
            provider: diga
            agent: a9e20000-0000-4000-8000-000000000001
            version-name: spring
            publish: true
            change: {greeting: Buenos días}
            """;

    @TempDir
    private Path dir;

    @Test
    void agents_are_copied_released_and_restored() throws IOException {
        Service.installed(dir);
        Path settings = dir.resolve("config/application.properties");
        Files.writeString(settings, Files.readString(settings).replace("snapshot.retry-delay=5000", "snapshot.retry-delay=10"));
        Path file = Files.writeString(dir.resolve("spring.yaml"), RELEASE);
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY))) {
            Map<String, String> environment = Map.of("DIGA_BASE_URL", simulator.baseUri().toString(), "DIGA_API_KEY", RunningBundle.KEY,
                    "LEDGER_URL", "jdbc:postgresql://127.0.0.1:1/nobody");

            assertThat(said(0, environment, "snapshot")).contains("1 agents, 1 versions: 1 new");
            String preview = said(0, environment, "release", "--dry-run", "spring.yaml");
            assertThat(said(1, environment, "release", "spring.yaml")).contains("not released:", "run release --dry-run");
            Files.writeString(file, RELEASE + "reviewed: " + preview.lines().filter(line -> line.startsWith("reviewed: ")).findFirst().orElseThrow().substring(10));
            assertThat(said(0, environment, "release", "spring.yaml")).contains("v2 “spring” was launched and is live");
            assertThat(said(0, environment, "restore", copy().toString())).contains("v3 “restore of v1", "was launched and is not live");
            assertThat(said(2, environment, "restore", "spring.yaml")).contains("this is no copy of a version", "What to do: ");
            assertThat(told(0, environment, "snapshot", "--json").path("changes").path("new").asInt()).isEqualTo(2);
            assertThat(told(0, environment, "release", "--json", "spring.yaml").path("result").asText()).isEqualTo("released");
            assertThat(told(0, environment, "restore", "--json", "--dry-run", copy().toString()).path("preview").asText()).contains("reviewed: ");
            assertThat(told(2, environment, "restore", "--json", "spring.yaml").path("reasons").get(0).asText()).contains("this is no copy of a version");

            simulator.faults(FaultRule.answering(RequestKind.VERSIONS, 500));
            assertThat(said(3, environment, "snapshot")).contains("missing: diga agent");
            assertThat(simulator.counts().of(RequestKind.LAUNCH, 201)).isEqualTo(2);
        }
        assertThat(said(2, Map.of(), "snapshot")).contains("No provider is set up");
        for (Map<String, String> how : List.of(Map.of("SIMULATE", "true"), Map.<String, String>of())) {
            assertThat(how.isEmpty() ? said(0, how, "snapshot", "--simulate") : said(0, how, "snapshot")).contains("2 agents, 2 versions");
        }
        assertThat(dir.resolve("data/simulated/snapshots/diga")).exists();
        assertThat(told(2, Map.of(), "snapshot", "--json").path("error").asText()).contains("No provider is set up");
        assertThat(dir.resolve("data/ledger.db")).doesNotExist();
        assertThat(dir.resolve("data/installation-secret")).doesNotExist();
    }

    @Test
    void each_command_says_what_it_does() throws IOException {
        for (String command : new String[] {"snapshot", "release", "restore"}) {
            assertThat(said(0, Map.of(), command, "--help")).contains("Usage: voice-campaigns " + command, "Exit codes:", "3   ");
        }
    }

    private Path copy() throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve("data/snapshots"))) {
            return dir.relativize(files.filter(file -> file.getFileName().toString().startsWith("v1-")).findFirst().orElseThrow());
        }
    }

    /** The document on standard output; what is logged stands elsewhere. */
    private JsonNode told(int code, Map<String, String> environment, String... arguments) throws IOException {
        String said = said(code, environment, arguments);
        return new ObjectMapper().readTree(said.substring(said.indexOf("\n{\n") + 1));
    }

    private String said(int code, Map<String, String> environment, String... arguments) throws IOException {
        try (Service service = Service.start(dir, environment, arguments)) {
            assertThat(service.awaitEnd()).as(String.join(" ", arguments)).isEqualTo(code);
            return service.said();
        }
    }
}
