package io.voicecampaigns.preflight;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.featherCampaign;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicecampaigns.Bundle;
import io.voicecampaigns.PreflightJob;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.simulator.salesforce.SalesforceStandIn;
import io.voicecampaigns.standin.PlainCrm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said before a list is called is what becomes of it, and saying it changes nothing. */
class PreflightTest {
    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    private static final LocalDate TODAY = ZonedDateTime.now(MADRID).toLocalDate();
    private static final String CLOSED = "holidays: [" + TODAY + ", " + TODAY.plusDays(1) + "]";
    private static final String MIXED = """
            id,telefono,nombre
            K1,600000001,Ana
            K2,600 00 00 02,Bea
            K2,600000003,Bea otra vez
            K4,600000003,Carla
            K5,61234,Dora
            K6,"6,12E+08",Eva
            K7,+49 1512 3456789,Fritz
            ,600000008,Gil
            K9,600000009,
            K10,600000010,Hugo
            K11,600000011,Iris
            K90,600000090,Juan
            K91,600000091,Karla
            K12,600000012,"Luz ""y"" Mar"
            K13,600000013
            """;

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static RunningBundle service;
    private static PlainCrm crm;
    private static PreflightJob job;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED)));
        crm = new PlainCrm(10);
        Path doNotCall = Files.writeString(dir.resolve("do-not-call.txt"), "600 000 010\n");
        service = new RunningBundle(dir, simulator).withFeather(simulator)
                .campaign("mixed", plainCampaign(CLOSED, "do-not-call: " + doNotCall))
                .campaign("calling", plainCampaign("max-concurrent: 5"))
                .campaign("gaps", plainCampaign().replace("customer_name", "name"))
                .campaign("american", featherCampaign().replace("customer_name", "name"))
                .campaign("never", plainCampaign().replace("window: always", "window: \"\""))
                .campaign("stranger", plainCampaign().replace("+34910000999", "+34910000555"))
                .campaign("shop", shop())
                .campaign("org", "report: [{to: salesforce}]\n" + plainCampaign())
                .campaign("listless", plainCampaign("do-not-call: " + dir.resolve("nowhere.txt")))
                .start();
        job = new PreflightJob(options(service, Map.of()), false);
    }

    private static String shop() {
        return "report: [{to: http, url: \"" + crm.url() + "/calls/{ref}\", record: '{\"outcome\": \"{disposition}\"}'}]\n" + plainCampaign();
    }

    @AfterAll
    static void stop() {
        job.close();
        service.close();
        crm.close();
        simulator.close();
    }

    @AfterEach
    void mend() {
        simulator.faults(List.of());
    }

    @Test
    void what_is_said_of_a_list_is_what_becomes_of_it() throws IOException {
        service.ledger().write(tx -> tx.update("INSERT INTO suppression (phone, reason, since) VALUES ('+34600000011', 'asked for it', 0)"));
        service.drop("mixed", "before.csv", people(90, 1)).drop("mixed", "earlier.csv", "id,telefono,nombre\nX1,600000091,Xenia\n");
        await().atMost(PATIENCE).until(() -> service.progress("mixed").enrolled() == 2);

        JsonNode said = look("mixed", write("mixed.csv", MIXED));
        service.drop("mixed", "mixed.csv", MIXED);
        await().atMost(PATIENCE).until(() -> service.rows("mixed", "mixed.results.csv").size() + service.rows("mixed", "mixed.rejected.csv").size() == 15);

        assertThat(said.path("read").asInt()).isEqualTo(15);
        assertThat(said.path("accepted").asInt()).isEqualTo(service.rows("mixed", "mixed.results.csv").size());
        Map<String, Integer> reasons = new TreeMap<>();
        said.path("rejected").fields().forEachRemaining(each -> reasons.put(each.getKey(), each.getValue().asInt()));
        assertThat(reasons).isEqualTo(service.rows("mixed", "mixed.rejected.csv").stream().map(row -> inGeneral(row.get("rejected_reason")))
                .collect(Collectors.toMap(reason -> reason, reason -> 1, Integer::sum, TreeMap::new)));
        assertThat(said.path("duplicates").asInt()).as("K2 again, and the number that it has got by then").isEqualTo(2);
        assertThat(said.path("already_enrolled").asInt()).as("K90, and the number of K91").isEqualTo(2);
        assertThat(said.path("do_not_call").asInt()).as("K10 and K11").isEqualTo(2);
        assertThat(said.path("outside_window").asInt()).isEqualTo(said.path("accepted").asInt());
    }

    /** The lists and lines that a reason names differ, and a preflight counts those that do not. */
    private static String inGeneral(String reason) {
        String from = reason.contains("from list mixed,") ? " from an earlier row of this list" : " from another list";
        return reason.startsWith("already enrolled") ? "already enrolled" + from
                : reason.startsWith("the same number is enrolled") ? "the same number is enrolled under another key" + from : reason;
    }

    @Test
    void samples_have_the_variables_that_the_agent_would_get_and_masked_numbers() throws IOException {
        JsonNode said = look("calling", write("samples.csv", people(500, 5)));

        assertThat(said.path("workable").asBoolean()).as(said.toPrettyString()).isTrue();
        assertThat(said.path("samples")).hasSize(3);
        assertThat(said.path("samples").get(0)).isEqualTo(new ObjectMapper().readTree("""
                {"line": 2, "phone": "+34 6** *** *00", "variables": {"customer_name": "Persona 500"}}"""));
        assertThat(said.toString()).doesNotContain("600000500").doesNotContain("600 000 500");
        assertThat(said.path("estimate").path("calls").asInt()).isEqualTo(5);
        assertThat(said.path("estimate").path("talk_minutes").asInt()).as("half of them talk for a minute").isEqualTo(3);
        assertThat(said.path("estimate").path("assumed").path("mean_talk_seconds").asInt()).isEqualTo(60);
        assertThat(said.path("missing_variables")).isEmpty();
    }

    @Test
    void rejected_numbers_are_shown_masked_and_with_their_lines() throws IOException {
        JsonNode said = look("calling", write("examples.csv", "id,telefono,nombre\nA,61234,Ana\nB,llamar a Bea 600123456,Bea\n"));

        assertThat(said.path("examples").findValuesAsText("shown")).containsExactlyInAnyOrder("61***", "xxxxxx x xxx 60*******");
        assertThat(said.path("examples").findValuesAsText("line")).containsExactlyInAnyOrder("2", "3");
        assertThat(said.path("workable").asBoolean()).as("nobody is left to call").isFalse();
    }

    @Test
    void looking_changes_no_file_and_dials_nobody() throws IOException {
        Path other = Files.createDirectories(dir.resolve("other"));
        RunningBundle ended = new RunningBundle(other, simulator).campaign("calm", plainCampaign()).start();
        ended.drop("calm", "list.csv", people(700, 3));
        ended.awaitSummary("calm", "list");
        ended.stop();
        Map<String, String> before = content(other);
        long starts = simulator.counts().starts();

        JsonNode said = look(ended, "calm", write("calm.csv", people(700, 4)));

        assertThat(said.path("already_enrolled").asInt()).isEqualTo(3);
        assertThat(said.path("accepted").asInt()).isEqualTo(1);
        assertThat(content(other)).isEqualTo(before);
        assertThat(simulator.counts().starts()).isEqualTo(starts);
    }

    @Test
    void without_a_ledger_everybody_is_new_and_none_is_made() throws IOException {
        Path fresh = Files.createDirectories(dir.resolve("fresh"));
        RunningBundle never = new RunningBundle(fresh, simulator).campaign("first", plainCampaign());

        JsonNode said = look(never, "first", write("first.csv", people(800, 2)));

        assertThat(said.path("accepted").asInt()).isEqualTo(2);
        assertThat(fresh.resolve("data")).doesNotExist();
    }

    @Test
    void what_the_provider_refuses_is_told_with_what_to_do() throws IOException {
        Path list = write("provider.csv", people(810, 1));

        simulator.faults(FaultRule.answering(RequestKind.ANY, 401));
        assertThat(wrong(look("calling", list))).containsOnlyKeys("key").hasEntrySatisfying("key", said -> assertThat(said).contains("401", "providers.diga.api-key"));
        simulator.faults(FaultRule.answering(RequestKind.LIST, 500));
        assertThat(wrong(look("calling", list))).containsOnlyKeys("provider");
        simulator.faults(List.of());
        assertThat(wrong(look("stranger", list))).containsOnlyKeys("from-number");
        assertThat(wrong(look("calling", list))).isEmpty();
    }

    @Test
    void variables_that_the_agent_wants_and_nobody_gives_are_named() throws IOException {
        JsonNode plain = look("gaps", write("gaps.csv", people(820, 1)));
        JsonNode american = look("american", write("american.csv", RunningBundle.americans(820, 1)));

        assertThat(plain.path("missing_variables")).extracting(JsonNode::asText).containsExactly("customer_name");
        assertThat(american.path("missing_variables")).extracting(JsonNode::asText).containsExactly("customer_name");
        assertThat(wrong(plain)).containsKey("variables");
        assertThat(wrong(american)).containsKey("variables");
    }

    @Test
    void a_campaign_that_cannot_call_is_not_workable() throws IOException {
        Path list = write("cannot.csv", people(830, 1));

        assertThat(wrong(look("never", list))).containsOnlyKeys("window");
        assertThat(wrong(look("listless", list))).containsKey("do-not-call");
        assertThat(wrong(look("calling", write("sheet.xlsx", "PK"))).get("list")).contains("CSV");
        assertThat(wrong(look("calling", write("empty.csv", ""))).get("list")).contains("empty");
        assertThat(wrong(look("calling", write("truncated.json", "[{\"id\": \"1\"}, {\"id\"")))).containsKey("list");
    }

    @Test
    void sinks_are_asked_whether_they_would_take_outcomes_and_nothing_is_written_there() throws IOException {
        Path list = write("sinks.csv", people(840, 1));

        JsonNode said = look("shop", list);

        assertThat(wrong(said)).isEmpty();
        assertThat(told(said, "sink http")).contains(crm.url() + " answers");
        assertThat(crm.asked()).extracting(asked -> asked.method()).containsOnly("HEAD");
        crm.close();
        assertThat(wrong(look("shop", list)).get("sink http")).contains("no connection");
    }

    @Test
    void salesforce_is_logged_in_to_and_tells_what_is_left_of_its_requests() throws IOException {
        Path list = write("salesforce.csv", people(850, 1));
        try (SalesforceStandIn org = SalesforceStandIn.start(java.time.Clock.systemUTC(), 0)) {
            Map<String, String> good = Map.of("salesforce.login-url", org.baseUri().toString(), "salesforce.client-id", SalesforceStandIn.CLIENT_ID,
                    "salesforce.client-secret", SalesforceStandIn.CLIENT_SECRET);
            JsonNode said = look(service, "org", list, good);
            Map<String, String> bad = new TreeMap<>(good);
            bad.put("salesforce.client-secret", "another-client-secret");

            assertThat(wrong(said)).isEmpty();
            assertThat(told(said, "sink salesforce")).contains("lets us in", "daily requests are left");
            assertThat(wrong(look(service, "org", list, bad))).containsKey("sink salesforce");
        }
        assertThat(wrong(look("org", list)).get("sink salesforce")).contains("salesforce.login-url");
    }

    private static JsonNode look(String campaign, Path list) throws IOException {
        return look(job, campaign, list);
    }

    private static JsonNode look(RunningBundle of, String campaign, Path list) throws IOException {
        return look(of, campaign, list, Map.of());
    }

    /** As another process beside the service. */
    private static JsonNode look(RunningBundle of, String campaign, Path list, Map<String, String> more) throws IOException {
        try (PreflightJob other = new PreflightJob(options(of, more), false)) {
            return look(other, campaign, list);
        }
    }

    private static JsonNode look(PreflightJob by, String campaign, Path list) throws IOException {
        Report report = by.look(by.campaigns().find(campaign).orElseThrow(), list);
        assertThat(ReportText.of(report)).contains(report.isWorkable() ? "Workable." : "Not workable: ");
        return new ObjectMapper().readTree(ReportJson.of(report));
    }

    private static Bundle.Options options(RunningBundle of, Map<String, String> more) {
        Bundle.Options options = new Bundle.Options().ignoringEnvironment();
        of.settings().forEach(options::set);
        more.forEach(options::set);
        return options;
    }

    private static Map<String, String> wrong(JsonNode said) {
        Map<String, String> wrong = new TreeMap<>();
        said.path("checks").forEach(check -> {
            if (!check.path("ok").asBoolean()) {
                assertThat(check.path("todo").asText()).isNotBlank();
                wrong.put(check.path("check").asText(), check.path("said").asText() + " " + check.path("todo").asText());
            }
        });
        assertThat(said.path("workable").asBoolean()).isEqualTo(wrong.isEmpty() && said.path("accepted").asInt() > 0);
        return wrong;
    }

    private static String told(JsonNode said, String name) {
        for (JsonNode check : said.path("checks")) {
            if (check.path("check").asText().equals(name)) {
                return check.path("said").asText();
            }
        }
        return "";
    }

    private static Path write(String name, String content) throws IOException {
        return Files.writeString(Files.createDirectories(dir.resolve("lists")).resolve(name), content);
    }

    private static Map<String, String> content(Path of) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(of)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(of.relativize(file).toString(), java.util.Arrays.hashCode(Files.readAllBytes(file)) + " bytes " + Files.size(file));
            }
        }
        return content;
    }
}
