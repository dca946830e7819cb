package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.operate.Operator;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person operates campaigns over HTTP while they run. */
class OperateCampaignTest {
    @TempDir
    private static Path dir;
    private static final MovableClock CLOCK = new MovableClock();
    private static Simulator simulator;
    private static RunningBundle bundle;
    private static Operator ann;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(CLOCK)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 30)).withEveryCall(Outcome.ANSWERED)));
        bundle = new RunningBundle(dir, simulator).withClock(CLOCK).operable();
        List.of("parada", "anulada", "repetida", "dudosa", "callada").forEach(name -> bundle.campaign(name, plainCampaign()));
        bundle.start();
        ann = new Operator(bundle.operated());
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @AfterEach
    void behave_again() {
        simulator.faults(List.of());
        assertThat(simulator.counts().mostPerAttempt()).isEqualTo(1);
    }

    private static Operator.Answer post(String path, String json) {
        return ann.post("/api/v1/" + path, json);
    }

    @Test
    void a_paused_campaign_takes_its_list_in_and_calls_nobody_until_it_is_resumed() {
        assertThat(post("campaigns/parada/pause", "{\"reason\": \"wrong prices\"}").done()).startsWith("campaign parada is paused");
        bundle.drop("parada", "lista.csv", people(100, 5));
        await().atMost(PATIENCE).until(() -> bundle.progress("parada").waiting() == 5);
        await().atMost(PATIENCE).until(() -> bundle.bundle().bean("dialing", io.voicecampaigns.call.Dialing.class).holds()
                .getOrDefault("parada", "").equals("paused by ann: wrong prices"));
        assertThat(simulator.calls()).noneMatch(call -> call.number().equals(number(100)));
        assertThat(bundle.progress("parada").paused()).contains("paused by ann: wrong prices");

        assertThat(post("campaigns/parada/resume", "").done()).isEqualTo("campaign parada goes on; it was paused by ann: wrong prices");

        bundle.awaitSummary("parada", "lista");
        assertThat(bundle.rows("parada", "lista.results.csv")).hasSize(5).allSatisfy(row -> assertThat(row).containsEntry("call_disposition", "answered"));
    }

    @Test
    void a_cancelled_campaign_says_so_in_the_results_of_everybody_who_was_not_called() {
        post("campaigns/anulada/pause", "{}");
        bundle.drop("anulada", "lista.csv", people(200, 4));
        await().atMost(PATIENCE).until(() -> bundle.progress("anulada").waiting() == 4);

        Operator.Answer cancelled = post("campaigns/anulada/cancel", "{\"reason\": \"offer withdrawn\"}");
        bundle.awaitSummary("anulada", "lista");
        bundle.drop("anulada", "tarde.csv", people(210, 2));
        bundle.awaitSummary("anulada", "tarde");

        assertThat(cancelled.done()).isEqualTo("edition 1 of campaign anulada is cancelled: 4 contacts who wait are not called, and 0 calls in flight end and are reported");
        for (String list : List.of("lista", "tarde")) {
            assertThat(bundle.rows("anulada", list + ".results.csv")).isNotEmpty().allSatisfy(row -> assertThat(row)
                    .containsEntry("call_state", "cancelled").containsEntry("call_error", "cancelled by ann: offer withdrawn"));
        }
        assertThat(post("campaigns/anulada/retry", "{}").status()).isEqualTo(409);
        assertThat(post("campaigns/anulada/retry", "{}").todo()).contains("edition: 2");
    }

    @Test
    void who_failed_is_called_once_more_and_the_list_is_open_until_then() throws Exception {
        simulator.faults(FaultRule.answering(RequestKind.START, 400).toNumber(number(301)));
        bundle.drop("repetida", "lista.csv", people(300, 3));
        bundle.awaitSummary("repetida", "lista");
        String disposition = bundle.result("repetida", "lista", "K301").get("call_disposition");
        simulator.faults(List.of());

        assertThat(post("campaigns/repetida/retry", "{\"disposition\": \"" + disposition + "\"}").json().path("changed").asInt()).isEqualTo(1);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bundle.result("repetida", "lista", "K301"))
                .containsEntry("call_disposition", "answered").containsEntry("call_attempts", "2"));
        await().atMost(PATIENCE).until(() -> Files.exists(bundle.outbox("repetida", "lista.summary.json"))
                && Files.readString(bundle.outbox("repetida", "lista.summary.json")).contains("\"attempts\" : 4"));
        assertThat(post("campaigns/repetida/resend", "{\"all\": true}").done()).isEqualTo("4 outcomes of campaign repetida are handed over to file again");
        await().atMost(PATIENCE).until(() -> bundle.ledger().<Long>read(tx -> tx.number(
                "SELECT COUNT(*) FROM attempt a JOIN campaign c ON c.id = a.campaign_id WHERE c.name = 'repetida' AND a.state = 'reported'")) == 4);
    }

    @Test
    void attempts_in_review_are_listed_and_decided_on() {
        simulator.faults(List.of(FaultRule.of(RequestKind.START, FaultKind.CLOSE_BEFORE).toNumber(number(402)).times(1),
                FaultRule.of(RequestKind.START, FaultKind.CLOSE_BEFORE).toNumber(number(403)).times(1)));
        bundle.drop("dudosa", "lista.csv", people(402, 2));
        bundle.awaitSummary("dudosa", "lista");

        JsonNode reviews = ann.get("/api/v1/reviews?campaign=dudosa").json().path("reviews");
        assertThat(reviews).hasSize(2);
        assertThat(reviews.get(0).path("phone").asText()).matches("\\+34 6\\*\\* \\*\\*\\* \\*0[23]");
        assertThat(reviews.get(0).path("intent").asText()).matches("\\d{4}-.*[+]0[12]:00");
        assertThat(reviews.get(0).path("zone").asText()).isEqualTo("Europe/Madrid");
        assertThat(Instant.parse(instant(reviews.get(0), "since"))).isAfter(Instant.parse(instant(reviews.get(0), "intent")));
        JsonNode undecided = awaitState("dudosa", "waiting");
        assertThat(undecided.path("waits").findValuesAsText("reason")).contains("a person has to decide on 2 calls");
        assertThat(post("reviews/" + reviews.get(0).path("attempt").asText() + "/redial", "").status()).isEqualTo(200);
        assertThat(post("reviews/" + reviews.get(1).path("attempt").asText() + "/close", "").status()).isEqualTo(200);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bundle.rows("dudosa", "lista.results.csv")).extracting(row -> row.get("call_error"),
                row -> row.get("call_attempts")).containsExactlyInAnyOrder(org.assertj.core.groups.Tuple.tuple("", "2"),
                org.assertj.core.groups.Tuple.tuple("no call was found; closed by ann", "1")));
        awaitState("dudosa", "finished");
        assertThat(post("reviews/" + reviews.get(1).path("attempt").asText() + "/close", "").status()).isEqualTo(409);
        assertThat(post("reviews/nobody/close", "").status()).isEqualTo(404);
    }

    private static String instant(JsonNode review, String field) {
        return java.time.OffsetDateTime.parse(review.path(field).asText()).toInstant().toString();
    }

    private static JsonNode awaitState(String campaign, String state) {
        await().atMost(PATIENCE).until(() -> ann.get("/api/v1/campaigns/" + campaign).json().path("state").asText().equals(state));
        return ann.get("/api/v1/campaigns/" + campaign).json();
    }

    @Test
    void a_suppressed_number_is_blocked_and_stands_in_no_audit() {
        post("campaigns/callada/pause", "{}");
        bundle.drop("callada", "lista.csv", people(500, 2));
        await().atMost(PATIENCE).until(() -> bundle.progress("callada").waiting() == 2);

        assertThat(post("suppressions", "{\"phone\": \"" + number(500) + "\", \"reason\": \"asked by mail\"}").done()).contains("+34 6** *** *00");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bundle.result("callada", "lista", "K500"))
                .containsEntry("call_disposition", "blocked").containsEntry("call_error", "the number was suppressed"));
        Operator.Answer audit = ann.get("/api/v1/audit?limit=1000");
        assertThat(audit.body()).contains("\"what\":\"suppress\",\"subject\":\"number +34 6** *** *00\"").doesNotContain(number(500).substring(3));
        Operator.Answer lines = ann.get("/api/v1/audit", "Accept", "application/x-ndjson");
        assertThat(lines.body().lines().count()).isEqualTo(ann.get("/api/v1/audit?limit=1000").json().path("entries").size());
    }

    @Test
    void what_makes_no_sense_is_refused_with_what_to_do() {
        assertThat(post("campaigns/nadie/pause", "{}")).satisfies(answer -> {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.todo()).contains("parada", "anulada");
        });
        assertThat(post("campaigns/parada/pause", "{\"raeson\": \"x\"}").todo()).isEqualTo("the fields are reason");
        assertThat(post("campaigns/parada/pause", "[]").status()).isEqualTo(400);
        assertThat(post("campaigns/parada/pause", "{").status()).isEqualTo(400);
        assertThat(post("campaigns/parada/retry", "{\"disposition\": \"lost\"}").todo()).contains("failed", "no_answer");
        assertThat(post("campaigns/parada/retry", "{\"disposition\": \"opted_out\"}").status()).isEqualTo(409);
        assertThat(post("campaigns/parada/resend", "{\"sink\": \"fax\"}").todo()).isEqualTo("choose one of file");
        assertThat(post("suppressions", "{}").error()).isEqualTo("phone is missing");
        assertThat(post("suppressions", "{\"phone\": \"600000001\"}").todo()).contains("with its country");
        assertThat(ann.get("/api/v1/audit?since=yesterday").status()).isEqualTo(400);
        assertThat(ann.post("/api/v1/campaigns/parada/resume", "{}", "Content-Type", "application/json", "Operator", "x".repeat(65)).status()).isEqualTo(400);
    }

    @Test
    void every_route_is_described_and_everything_described_is_there() throws Exception {
        TreeSet<String> routed = new TreeSet<>();
        bundle.bundle().context().getRoutes().stream().filter(route -> route.getEndpoint().getEndpointUri().startsWith("platform-http:")).forEach(route -> {
            String uri = route.getEndpoint().getEndpointUri().replaceFirst("^platform-http:/*", "/");
            if (uri.startsWith("/api/")) {
                routed.add(uri.replaceFirst(".*httpMethodRestrict=(\\w+).*", "$1") + " " + uri.replaceFirst("\\?.*", "").replace("%7B", "{").replace("%7D", "}"));
            }
        });

        TreeSet<String> described = new TreeSet<>();
        ann.get("/api/v1/openapi.json").json().path("paths").properties().forEach(path -> path.getValue().properties().forEach(method -> {
            // whoever leaves a file of routes out does without what it answers
            if (Files.exists(Path.of("routes", method.getValue().path("tags").path(0).asText() + ".camel.yaml"))) {
                described.add(method.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
            }
        }));

        assertThat(described).isNotEmpty().isEqualTo(routed);
    }
}
