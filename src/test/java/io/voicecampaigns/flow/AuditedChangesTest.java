package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.operate.Audit;
import io.voicecampaigns.operate.Operator;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit tells who or what changed campaigns, and all of it can be taken elsewhere. */
class AuditedChangesTest {
    /** More than two pages of the ledger's, and more than a request without lines is answered with. */
    private static final int MANY = 2_345;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;
    private Simulator simulator;
    private RunningBundle bundle;
    private Operator ann;

    @BeforeEach
    void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
        bundle = new RunningBundle(dir, simulator).operable().campaign("uno", plainCampaign()).start();
        ann = new Operator(bundle.operated());
    }

    @AfterEach
    void stop() {
        bundle.close();
        simulator.close();
    }

    private List<String> changes(String campaign) {
        return exported("").stream().filter(entry -> entry.path("subject").asText().equals("campaign " + campaign))
                .map(entry -> entry.path("who").asText() + " " + entry.path("what").asText() + ": " + entry.path("detail").asText()).toList();
    }

    private List<JsonNode> exported(String query) {
        return ann.get("/api/v1/audit" + query, "Accept", "application/x-ndjson").body().lines().map(AuditedChangesTest::json).toList();
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void files_that_come_change_and_go_are_told_as_edits_of_files() throws IOException {
        bundle.campaign("dos", plainCampaign());
        await().atMost(PATIENCE).until(() -> changes("dos").equals(List.of("file edit: its file is there: edition 1")));
        bundle.campaign("dos", plainCampaign() + "edition: 2\n");
        await().atMost(PATIENCE).until(() -> changes("dos").size() == 2);
        bundle.campaign("dos", "provider: [\n");
        ann.post("/api/v1/campaigns/dos/pause", "{\"reason\": \"call " + number(1) + " first\"}");
        Files.delete(dir.resolve("campaigns/dos.yaml"));
        await().atMost(PATIENCE).until(() -> changes("dos").size() == 4);

        assertThat(changes("dos")).containsExactly("file edit: its file is there: edition 1", "file edit: its file has changed and is used: edition 2",
                "ann pause: call [number] first", "file edit: its file is gone");
        assertThat(changes("uno")).isEmpty();
    }

    @Test
    void what_is_edited_while_nobody_looks_is_told_at_the_next_start_and_once() throws IOException {
        bundle.stop();
        bundle.campaign("uno", plainCampaign("max-per-day: 9")).campaign("dos", plainCampaign()).start();
        ann = new Operator(bundle.operated());
        assertThat(changes("uno")).containsExactly("file edit: its file has changed and is used: edition 1");
        assertThat(changes("dos")).containsExactly("file edit: its file is there: edition 1");

        bundle.stop();
        Files.delete(dir.resolve("campaigns/dos.yaml"));
        bundle.start();
        ann = new Operator(bundle.operated());

        assertThat(changes("uno")).hasSize(1);
        assertThat(changes("dos")).hasSize(2).last().isEqualTo("file edit: its file is gone");
    }

    @Test
    void an_export_holds_every_entry_once_in_the_order_they_were_made() {
        Audit audit = bundle.bundle().bean("audit", Audit.class);
        bundle.ledger().write(tx -> {
            IntStream.range(0, MANY).forEach(i -> audit.record(tx, "bob", "pause", "campaign uno", "entry " + i));
            return null;
        });

        List<JsonNode> all = exported("");

        assertThat(all).hasSize(MANY);
        assertThat(all).extracting(entry -> entry.path("detail").asText()).containsExactlyElementsOf(IntStream.range(0, MANY).mapToObj(i -> "entry " + i).toList());
        assertThat(exported("?limit=10")).as("a limit says nothing about an export").hasSize(MANY);
        assertThat(exported("?since=2999-01-01T00:00:00Z")).isEmpty();
        assertThat(ann.get("/api/v1/audit?limit=1000").json().path("entries")).hasSize(1_000).last()
                .satisfies(last -> assertThat(((JsonNode) last).path("detail").asText()).isEqualTo("entry " + (MANY - 1)));
    }
}
