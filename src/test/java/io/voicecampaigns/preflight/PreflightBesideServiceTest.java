package io.voicecampaigns.preflight;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.Bundle;
import io.voicecampaigns.PreflightJob;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.operate.Operator;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A preflight sees what the service beside it has done and been told, in whichever database its ledger is. */
class PreflightBesideServiceTest {
    @TempDir
    private Path dir;
    private Simulator simulator;

    @BeforeEach
    void simulate() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED)));
    }

    @AfterEach
    void end() {
        simulator.close();
    }

    private RunningBundle bundle(Database database) {
        return new RunningBundle(dir, simulator).operable().set("ledger.url", database.anEmptyOne(dir).url()).campaign("uno", plainCampaign());
    }

    @ParameterizedTest
    @EnumSource
    void without_a_service_nothing_is_known_and_nothing_is_made(Database database) throws IOException {
        JsonNode said = look(bundle(database), people(1, 3));

        assertThat(said.path("accepted").asInt()).as(said.toPrettyString()).isEqualTo(3);
        assertThat(said.path("workable").asBoolean()).isTrue();
        assertThat(dir.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void it_knows_who_is_enrolled_and_how_calls_have_gone(Database database) throws IOException {
        try (RunningBundle service = bundle(database).start()) {
            service.drop("uno", "lista.csv", people(1, 30));
            service.awaitSummary("uno", "lista");
            service.ledger().write(tx -> tx.update("INSERT INTO suppression (phone, reason, since) VALUES ('+34600000031', 'asked for it', 0)"));
            long starts = simulator.counts().starts();

            JsonNode said = look(service, people(21, 20));

            assertThat(List.of("read", "accepted", "already_enrolled", "do_not_call")).extracting(field -> said.path(field).asInt()).containsExactly(20, 9, 10, 1);
            assertThat(said.path("estimate").path("assumed").path("from_calls").asInt()).isEqualTo(30);
            assertThat(simulator.counts().starts()).isEqualTo(starts);
            assertThat(service.progress("uno").enrolled()).isEqualTo(30);
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_tells_who_paused_or_cancelled_the_campaign_and_since_when(Database database) throws IOException {
        try (RunningBundle service = bundle(database).start()) {
            Operator ann = new Operator(service.operated());
            assertThat(wrong(look(service, people(1, 1)))).isEmpty();
            assertThat(ann.post("/api/v1/campaigns/uno/pause", "{\"reason\": \"wrong prices\"}").status()).isEqualTo(200);

            JsonNode paused = look(service, people(1, 1));

            assertThat(wrong(paused)).singleElement().satisfies(check -> {
                assertThat(check.path("check").asText()).isEqualTo("pause");
                assertThat(check.path("said").asText()).matches("the campaign is paused by ann since \\w{3} \\d{1,2} \\w{3} \\d\\d:\\d\\d Europe/Madrid: wrong prices");
                assertThat(check.path("todo").asText()).isEqualTo("end the pause with: voice-campaigns resume uno");
            });
            ann.post("/api/v1/campaigns/uno/resume", "{}");
            assertThat(wrong(look(service, people(1, 1)))).isEmpty();

            ann.post("/api/v1/campaigns/uno/cancel", "{}");
            assertThat(wrong(look(service, people(1, 1)))).singleElement().satisfies(check -> {
                assertThat(check.path("said").asText()).startsWith("edition 1 of the campaign is cancelled by ann since ");
                assertThat(check.path("todo").asText()).contains("edition: 2");
            });
            service.campaign("uno", "edition: 2\n" + plainCampaign());
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(wrong(look(service, people(1, 1)))).isEmpty());
        }
    }

    private JsonNode look(RunningBundle of, String rows) throws IOException {
        Path list = Files.writeString(dir.resolve("looked.csv"), rows);
        Bundle.Options options = new Bundle.Options().ignoringEnvironment();
        of.settings().forEach(options::set);
        try (PreflightJob job = new PreflightJob(options, false)) {
            return new ObjectMapper().readTree(ReportJson.of(job.look(job.campaigns().find("uno").orElseThrow(), list)));
        }
    }

    private static List<JsonNode> wrong(JsonNode said) {
        return StreamSupport.stream(said.path("checks").spliterator(), false).filter(check -> !check.path("ok").asBoolean()).toList();
    }
}
