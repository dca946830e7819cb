package io.voicecampaigns.preflight;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.operate.ServiceClient;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.NumberScript;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One number that somebody names is called once, by all rules, and leaves no trace in results. */
class TestCallTest {
    @TempDir
    private static Path dir;
    private static final MovableClock CLOCK = new MovableClock();
    private static Simulator simulator;
    private static RunningBundle bundle;
    private static ServiceClient service;

    @BeforeAll
    static void start() throws IOException {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(CLOCK)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 60).withDurationScale(60)).withEveryCall(Outcome.ANSWERED)));
        LocalDate today = LocalDate.now(ZoneId.of("Europe/Madrid"));
        bundle = new RunningBundle(dir, simulator).withClock(CLOCK).operable()
                .campaign("open", plainCampaign("attempts: 3", "retry: {no_answer: 1s}", "do-not-call: " + Files.writeString(dir.resolve("no.txt"), "600000077\n")))
                .campaign("closed", plainCampaign("holidays: [" + today + ", " + today.plusDays(1) + ", " + today.plusDays(2) + ", " + today.plusDays(3) + "]"))
                .campaign("once", plainCampaign().replace("max-per-number-per-day: 9", "max-per-number-per-day: 1"))
                .start();
        service = new ServiceClient(bundle.operated(), Optional.empty(), "ann");
        awaitDialling();
    }

    private static void awaitDialling() {
        await().atMost(PATIENCE).until(() -> bundle.bundle().bean("dialing", Dialing.class).holds().isEmpty());
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @AfterEach
    void mend() {
        simulator.faults(List.of());
        awaitDialling();
    }

    @Test
    void a_number_is_called_with_what_the_agent_is_told_and_its_end_and_recording_are_told() {
        JsonNode over = called("open", number(1), Map.of("customer_name", "Ana"));

        assertThat(over.path("state").asText()).isEqualTo("ended");
        assertThat(over.path("disposition").asText()).isEqualTo("answered");
        assertThat(over.path("duration_seconds").asInt()).isPositive();
        await().atMost(PATIENCE).until(() -> look(over.path("attempt").asText()).has("recording_url"));
        assertThat(callsTo(1)).singleElement().satisfies(call -> {
            assertThat(call.attemptId()).contains(over.path("attempt").asText());
            assertThat(call.variables()).containsEntry("customer_name", "Ana");
        });
        assertThat(audited("test call")).anySatisfy(entry -> assertThat(entry).contains("ann", "campaign open", "+34 6** *** *01").doesNotContain(number(1)));
    }

    @Test
    void nothing_of_it_is_in_results_or_sinks_and_nobody_is_tried_again() {
        simulator.behave(usual -> usual.withScript(number(2), NumberScript.ending(Outcome.NO_ANSWER)));
        JsonNode over = called("open", number(2), Map.of("customer_name", "Bea"));
        bundle.drop("open", "list.csv", people(20, 2));
        bundle.awaitSummary("open", "list");

        assertThat(over.path("disposition").asText()).isEqualTo("no_answer");
        assertThat(callsTo(2)).as("although the campaign would try again after a second").hasSize(1);
        assertThat(bundle.rows("open", "list.results.csv")).extracting(row -> row.get("id")).containsExactly("K20", "K21");
        assertThat(bundle.progress("open").enrolled()).isEqualTo(2);
        assertThat(deliveriesOf(over.path("attempt").asText())).isZero();
        try (var files = Files.list(bundle.outbox("open", "list.results.csv").getParent())) {
            assertThat(files.map(file -> file.getFileName().toString())).allMatch(name -> name.startsWith("list."));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whoever_must_not_be_called_is_not_and_it_is_said_why() {
        bundle.ledger().write(tx -> tx.update("INSERT INTO suppression (phone, reason, since) VALUES (?, 'asked for it', 0)", number(3)));

        assertThat(refusal("open", number(3), Map.of("customer_name", "C"))).hasMessageContaining("opted out");
        assertThat(refusal("open", number(77), Map.of("customer_name", "C"))).hasMessageContaining("do-not-call list");
        assertThat(refusal("closed", number(4), Map.of("customer_name", "C"))).hasMessageContaining("window is closed")
                .satisfies(refused -> assertThat(((RefusedException) refused).todo()).contains("it opens"));
        assertThat(refusal("open", "+4915123456789", Map.of("customer_name", "C"))).hasMessageContaining("calls numbers of ES only");
        assertThat(refusal("open", "12", Map.of("customer_name", "C"))).hasMessageContaining("the number");
        assertThat(refusal("open", number(5), Map.of())).hasMessageContaining("customer_name");
        assertThat(refusal("nobody", number(5), Map.of())).hasMessageContaining("no such campaign");
        assertThat(simulator.calls()).noneMatch(call -> List.of(number(3), number(77), number(4), number(5)).contains(call.number()));
    }

    @Test
    void a_service_that_simulates_and_one_that_does_not_are_not_taken_for_each_other() {
        Map<String, Object> body = new HashMap<>(Map.of("campaign", "open", "to", number(6), "variables", Map.of("customer_name", "D")));

        assertThatThrownBy(() -> service.post("/api/v1/test-calls", body)).isInstanceOf(RefusedException.class).hasMessageContaining("this service simulates");
        assertThat(callsTo(6)).isEmpty();
    }

    @Test
    void a_number_that_was_called_as_often_as_it_may_be_is_not_called_and_not_tomorrow_either() {
        called("once", number(7), Map.of("customer_name", "E"));

        JsonNode second = called("once", number(7), Map.of("customer_name", "E"));
        CLOCK.advance(Duration.ofHours(25));

        assertThat(second.path("state").asText()).isEqualTo("not_dialled");
        assertThat(second.path("note").asText()).contains("max-per-number-per-day");
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> callsTo(7).size() == 1);
    }

    @Test
    void a_lost_answer_is_found_and_not_dialled_again() {
        simulator.faults(FaultRule.of(RequestKind.START, FaultKind.LOSE_ANSWER).times(1));

        JsonNode over = called("open", number(8), Map.of("customer_name", "F"));

        assertThat(over.path("state").asText()).isEqualTo("ended");
        assertThat(callsTo(8)).hasSize(1);
    }

    @Test
    void whoever_waits_in_vain_is_not_called_later() {
        simulator.faults(FaultRule.answering(RequestKind.START, 429).withRetryAfter("120"));
        String attempt = start("open", number(9), Map.of("customer_name", "G"));
        await().atMost(PATIENCE).until(() -> look(attempt).path("over").asBoolean());
        simulator.faults(List.of());
        CLOCK.advance(Duration.ofMinutes(10));

        assertThat(look(attempt).path("state").asText()).isNotEqualTo("ended");
        await().during(Duration.ofMillis(500)).atMost(PATIENCE).until(() -> callsTo(9).isEmpty());
    }

    @Test
    void who_was_called_for_a_test_alone_can_be_forgotten() {
        called("open", number(10), Map.of("customer_name", "Zacarias"));

        await().atMost(PATIENCE).until(() -> service.post("/api/v1/forget", Map.of("phone", number(10))).path("state").asText().equals("erased"));

        assertThat(bundle.ledger().<Long>read(tx -> tx.number("SELECT COUNT(*) FROM contact WHERE phone = ? OR variables LIKE '%Zacarias%'", number(10)))).isZero();
        assertThat(bundle.ledger().<Long>read(tx -> tx.number("SELECT COUNT(*) FROM attempt WHERE phone = ?", number(10)))).isZero();
    }

    private static String start(String campaign, String to, Map<String, String> variables) {
        return service.post("/api/v1/test-calls", Map.of("campaign", campaign, "to", to, "variables", variables, "simulated", true)).path("attempt").asText();
    }

    private static JsonNode called(String campaign, String to, Map<String, String> variables) {
        String attempt = start(campaign, to, variables);
        await().atMost(PATIENCE).until(() -> look(attempt).path("over").asBoolean());
        return look(attempt);
    }

    private static Throwable refusal(String campaign, String to, Map<String, String> variables) {
        try {
            start(campaign, to, variables);
        } catch (RefusedException e) {
            return e;
        }
        throw new AssertionError("it was not refused");
    }

    private static JsonNode look(String attempt) {
        return service.get("/api/v1/test-calls/" + attempt);
    }

    private static List<SimulatedCall> callsTo(int person) {
        return simulator.calls().stream().filter(call -> call.number().equals(number(person))).toList();
    }

    private static long deliveriesOf(String attempt) {
        return bundle.ledger().read(tx -> tx.number("SELECT COUNT(*) FROM delivery WHERE attempt_id = (SELECT id FROM attempt WHERE uuid = ?)", attempt));
    }

    private static List<String> audited(String what) {
        List<String> entries = new java.util.ArrayList<>();
        service.get("/api/v1/audit").path("entries").forEach(entry -> {
            if (entry.path("what").asText().equals(what)) {
                entries.add(entry.toString());
            }
        });
        return entries;
    }
}
