package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.campaign.Campaigns;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the outbox while a list is called and afterwards, in one bundle with a campaign for each question. */
class ListResultsFilesTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String HEADER = "id,telefono,nombre,call_state,call_disposition,call_duration_seconds,call_recording_url,call_id,"
            + "call_attempts,call_status,call_end_reason,call_started_at,call_ended_at,call_agent_version,call_error";

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static RunningBundle bundle;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(200, 1_500)).withEveryCall(Outcome.ANSWERED)));
        bundle = new RunningBundle(dir, simulator)
                .campaign("renovaciones", closed(plainCampaign("max-concurrent: 8")))
                .campaign("excel", plainCampaign() + "report: {excel: true, times: 'dd/MM/yyyy HH:mm'}\n")
                .campaign("atlantico", plainCampaign().replace("Europe/Madrid", "Atlantic/Canary"))
                .campaign("borrada", plainCampaign("max-concurrent: 1"))
                .campaign("atascada", plainCampaign())
                .start();
    }

    private static String closed(String campaign) {
        return campaign.replace("window: always", "window: \"\"");
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @Test
    void results_have_a_row_for_everybody_from_the_first_write_and_are_never_seen_torn() throws Exception {
        Path results = bundle.outbox("renovaciones", "lista.results.csv");
        Set<String> torn = new ConcurrentSkipListSet<>();
        AtomicInteger readings = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            reader.submit(() -> {
                while (!over.get()) {
                    look(results, torn, readings);
                }
            });
            bundle.drop("renovaciones", "lista.csv", people(0, 40) + "K40,600000040,=1+1\n");

            await().atMost(LONG).until(() -> bundle.rows("renovaciones", "lista.results.csv").size() == 41);
            assertThat(bundle.rows("renovaciones", "lista.results.csv")).allSatisfy(row -> assertThat(row).containsEntry("call_state", "waiting")
                    .containsEntry("call_attempts", "0").containsEntry("call_disposition", ""));
            assertThat(bundle.outbox("renovaciones", "lista.summary.json")).doesNotExist();

            bundle.campaign("renovaciones", plainCampaign("max-concurrent: 8"));
            await().atMost(LONG).until(() -> bundle.rows("renovaciones", "lista.results.csv").stream().anyMatch(row -> row.get("call_state").equals("in_call")));
            assertThat(bundle.outbox("renovaciones", "lista.summary.json")).as("not while contacts are open").doesNotExist();
            await().atMost(LONG).until(() -> Files.exists(bundle.outbox("renovaciones", "lista.summary.json")));
        } finally {
            over.set(true);
            reader.shutdownNow();
        }

        assertThat(readings).hasPositiveValue();
        assertThat(torn).isEmpty();
        assertThat(bundle.rows("renovaciones", "lista.results.csv")).extracting(row -> row.get("id")).startsWith("K0", "K1", "K2").endsWith("K40");
        Map<String, String> row = bundle.result("renovaciones", "lista", "K7");
        assertThat(row).containsEntry("call_state", "ended").containsEntry("call_disposition", "answered").containsEntry("call_attempts", "1")
                .containsEntry("call_error", "");
        assertThat(row.get("call_recording_url")).startsWith("http");
        assertThat(row.get("call_id")).isNotBlank();
        assertThat(row.get("call_duration_seconds")).matches("[12]");
        assertThat(row.get("call_started_at")).matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}[+]0[12]:00");
        assertThat(bundle.result("renovaciones", "lista", "K40")).containsEntry("nombre", "'=1+1");
        assertThat(bundle.rows("renovaciones", "lista.attempts.csv")).hasSize(41);
        JsonNode summary = new ObjectMapper().readTree(Files.readAllBytes(bundle.outbox("renovaciones", "lista.summary.json")));
        assertThat(summary.path("rows").asInt()).isEqualTo(41);
        assertThat(summary.path("by_disposition").path("answered").asInt()).isEqualTo(41);
    }

    private static void look(Path results, Set<String> torn, AtomicInteger readings) {
        try {
            String text = Files.readString(results);
            readings.incrementAndGet();
            boolean isWhole = text.startsWith(HEADER) && text.endsWith("\n")
                    && text.lines().allMatch(line -> line.chars().filter(c -> c == ',').count() == HEADER.chars().filter(c -> c == ',').count());
            if (!isWhole) {
                torn.add(text);
            }
        } catch (NoSuchFileException e) {
            // not yet
        } catch (IOException e) {
            torn.add(e.toString());
        }
    }

    @Test
    void results_speak_excel_and_the_campaigns_pattern_and_zone_where_asked() throws IOException {
        bundle.drop("excel", "lista.csv", people(100, 1));
        bundle.drop("atlantico", "lista.json", "[{\"id\": \"007\", \"telefono\": \"600000110\", \"nombre\": \"Ana\", \"extra\": [1, 2]}]");

        bundle.awaitSummary("excel", "lista");
        bundle.awaitSummary("atlantico", "lista");

        assertThat(bundle.outbox("excel", "lista.results.csv")).content().startsWith("\uFEFFid;telefono;nombre;call_state;")
                .containsPattern(";\\d{2}/\\d{2}/\\d{4} \\d{2}:\\d{2};");
        JsonNode row = new ObjectMapper().readTree(Files.readAllBytes(bundle.outbox("atlantico", "lista.results.json"))).get(0);
        assertThat(row.path("id").asText()).isEqualTo("007");
        assertThat(row.path("extra").toString()).isEqualTo("[1,2]");
        assertThat(row.path("call_disposition").asText()).isEqualTo("answered");
        assertThat(row.path("call_started_at").asText()).matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(Z|[+]0[01]:00)");
    }

    @Test
    void without_its_file_a_campaign_dials_no_more_and_what_is_under_way_is_followed_and_reported() throws IOException {
        bundle.drop("borrada", "lista.csv", people(1_000, 300));
        await().atMost(LONG).until(() -> callsFrom(1_000, 1_300) > 0);

        Files.delete(dir.resolve("campaigns/borrada.yaml"));
        await().atMost(LONG).until(() -> bundle.bundle().bean("campaigns", Campaigns.class).find("borrada").isEmpty());
        long before = callsFrom(1_000, 1_300);

        await().atMost(LONG).until(() -> bundle.rows("borrada", "lista.results.csv").stream()
                .filter(row -> row.get("call_disposition").equals("answered")).count() >= before);
        // one may have been on its way to the provider when the file was found gone
        assertThat(callsFrom(1_000, 1_300)).isBetween(before, before + 1).isLessThan(300);
        assertThat(bundle.rows("borrada", "lista.results.csv")).filteredOn(row -> row.get("call_state").equals("waiting")).isNotEmpty();
        assertThat(bundle.outbox("borrada", "lista.summary.json")).doesNotExist();
    }

    private static long callsFrom(int first, int end) {
        return simulator.calls().stream().map(call -> Integer.parseInt(call.number().substring(3)) - 600_000_000)
                .filter(person -> person >= first && person < end).count();
    }

    @Test
    void a_results_folder_that_cannot_be_written_delays_the_files_and_nothing_else() throws IOException {
        Path folder = Files.createDirectories(bundle.data().resolve("outbox")).resolve("atascada");
        Files.writeString(folder, "a file where the folder should be");

        bundle.drop("atascada", "lista.csv", people(300, 3));
        await().atMost(LONG).until(() -> bundle.progress("atascada").done().values().stream().mapToLong(Long::longValue).sum() == 3);

        Files.delete(folder);
        bundle.awaitSummary("atascada", "lista");
        assertThat(bundle.rows("atascada", "lista.results.csv")).hasSize(3)
                .allSatisfy(row -> assertThat(row).containsEntry("call_disposition", "answered"));
    }
}
