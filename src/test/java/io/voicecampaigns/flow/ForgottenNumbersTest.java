package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.call.Dialing;
import io.voicecampaigns.erase.Forgetting;
import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.ledger.OnBothDatabases;
import io.voicecampaigns.operate.RefusedException;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.NumberScript;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.SimulatedCall;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.source.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever has had several numbers is forgotten under each of them, and whoever has none that can be called is forgotten as well. */
@OnBothDatabases
class ForgottenNumbersTest {
    /** Numbers that LeakWatch looks for in the logs. */
    private static final String OLD = "+34600345678";
    private static final String NEW = "+34600999888";
    private static final String REASON = "this person asked to be forgotten";

    private final Database database;
    @TempDir
    private Path dir;
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
            .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED).withScript(OLD, NumberScript.ending(Outcome.NO_ANSWER))));
    private RunningBundle bundle;
    private Forgetting forgetting;

    ForgottenNumbersTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void prepare() {
        bundle = new RunningBundle(dir, simulator).operable().set("ledger.url", database.anEmptyOne(dir.resolve("data")).url())
                .campaign("renovar", plainCampaign("attempts: 3", "retry: {no_answer: 2h}")).campaign("citas", plainCampaign());
        forgetting = new Forgetting(bundle.data());
        dir.resolve("data").toFile().mkdirs();
    }

    @AfterEach
    void stop() {
        bundle.close();
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void a_number_that_changed_after_a_call_leads_to_the_whole_person_and_so_does_the_new_one(String asked) {
        bundle.start();
        bundle.drop("renovar", "primera.csv", "id,telefono,nombre\nA1,600111111,Ana\nZKEY1,600345678,Zebedea\n");
        awaitRetry();
        bundle.drop("renovar", "segunda.csv", "id,telefono,nombre\nZKEY1,600999888,Zebedea\n");
        bundle.drop("citas", "nuevo.csv", "id,telefono,nombre\nB1,600999888,Zebedea\nB2,600222222,Eva\n,600345678,Zebedea\n");
        bundle.awaitSummary("citas", "nuevo");
        await().atMost(PATIENCE).until(() -> bundle.rows("renovar", "segunda.rejected.csv").size() == 1);
        assertThat(count("contact WHERE key = 'ZKEY1' AND phone = '" + NEW + "'")).as("its number has changed").isOne();

        JsonNode answer = forgetting.forget(asked);
        forgetting.awaitErased(asked);

        assertThat(answer.path("changed").asInt()).isEqualTo(2);
        assertThat(answer.path("rows").asInt()).isEqualTo(4);
        assertThat(answer.path("left")).isEmpty();
        assertThat(answer.path("held_elsewhere").path("calls")).hasSize(2);
        assertNothingIsLeft("Zebedea", "ZKEY1");
        for (String number : List.of(OLD, NEW)) {
            assertThat(forgetting.forget(number).path("state").asText()).isEqualTo("erased");
        }
        assertThat(count("contact WHERE phone <> ''")).as("Ana and Eva stay").isEqualTo(2);

        bundle.drop("citas", "otra.csv", "id,telefono,nombre\nC1,600345678,Zebedea\nC2,600999888,Zebedea\n");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bundle.rows("citas", "otra.rejected.csv")).hasSize(2)
                .allSatisfy(row -> assertThat(row).containsEntry("rejected_reason", REASON).containsEntry("telefono", "")));
        forgetting.awaitErased(asked);
        assertNothingIsLeft("Zebedea");
        assertThat(count("forgotten WHERE person IS NULL")).as("one person").isOne();
    }

    @Test
    void a_number_that_changed_at_its_source_is_forgotten_with_the_one_before() {
        try (Shop shop = new Shop().customer(1).customer(3, Map.of("id", "ZKEY1", "telefono", OLD, "nombre", "Zebedea"))) {
            shop.answering(query -> shop.page("after=0"));
            Shop.kamelets(bundle).campaign("renovar", shop.campaign("1s") + plainCampaign("attempts: 3", "retry: {no_answer: 2h}").replace(", key: id", "")).start();
            awaitRetry();
            shop.customer(3, Map.of("id", "ZKEY1", "telefono", NEW, "nombre", "Zebedea"));
            await().atMost(PATIENCE).until(() -> count("contact WHERE phone = '" + NEW + "'") == 1);

            JsonNode answer = forgetting.forget(OLD);
            forgetting.awaitErased(OLD);

            assertThat(answer.path("changed").asInt()).isOne();
            int runs = shop.queries().size();
            await().atMost(PATIENCE).until(() -> shop.queries().size() > runs + 1);
            assertNothingIsLeft("Zebedea");
            assertThat(simulator.calls()).extracting(SimulatedCall::number).doesNotContain(NEW);
            assertThat(count("contact WHERE phone <> ''")).isOne();
        }
    }

    @Test
    void a_number_that_has_become_somebody_else_s_does_not_lead_to_them() {
        bundle.start();
        bundle.drop("renovar", "primera.csv", "id,telefono,nombre\nZKEY1,600345678,Zebedea\n");
        awaitRetry();
        bundle.drop("renovar", "segunda.csv", "id,telefono,nombre\nZKEY1,600999888,Zebedea\n");
        await().atMost(PATIENCE).until(() -> count("contact WHERE phone = '" + NEW + "'") == 1);
        bundle.drop("renovar", "tercera.csv", "id,telefono,nombre\nA2,600345678,Ana\n");
        await().atMost(PATIENCE).until(() -> count("attempt WHERE state = 'reported'") == 2);

        JsonNode answer = forgetting.forget(NEW);
        forgetting.awaitErased(NEW);

        assertThat(answer.path("changed").asInt()).isOne();
        assertThat(answer.path("left").toString()).contains("+34 6** *** *78", "Forget each by itself").doesNotContain("345678");
        assertThat(forgetting.found("Zebedea")).isEmpty();
        assertThat(forgetting.found("600999888")).isEmpty();
        assertThat(count("attempt a JOIN contact c ON c.id = a.contact_id WHERE c.phone = '' AND a.phone <> ''")).isZero();
        assertThat(count("contact WHERE key = 'A2' AND phone = '" + OLD + "'")).as("who has it now").isOne();
        assertThat(forgetting.found("Ana")).isNotEmpty();
    }

    @Test
    void people_who_share_a_row_are_erased_together_and_not_while_one_is_in_a_call() {
        bundle.campaign("doble", plainCampaign().replace("phone: telefono", "phone: [telefono, fijo]")).start();
        await().atMost(PATIENCE).until(() -> bundle.bundle().bean("dialing", Dialing.class).holds().isEmpty());
        simulator.faults(FaultRule.answering(RequestKind.LIST, 500), FaultRule.answering(RequestKind.GET, 500));
        bundle.drop("doble", "lista.csv", "id,telefono,fijo,nombre\nZKEY1,600345678,600999888,Zebedea\nZKEY2,600111111,600999888,Zoraida\n");
        await().atMost(PATIENCE).until(() -> count("attempt WHERE state = 'in_call'") == 2);

        assertThat(forgetting.forget(OLD).path("state").asText()).isEqualTo("pending");
        assertThat(forgetting.forget(NEW).path("waits_for").asText()).isEqualTo("a call is under way");
        assertThat(forgetting.forget(OLD).path("waits_for").asText()).isEqualTo("a call is under way");
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> count("attempt WHERE phone = '" + OLD + "'") == 1);
        simulator.faults(List.of());

        forgetting.awaitErased(NEW);
        forgetting.awaitErased(OLD);
        assertNothingIsLeft("Zebedea", "Zoraida", "ZKEY");
        assertThat(count("attempt WHERE state = 'reported' AND disposition = 'no_answer' AND phone = ''")).isOne();
        assertThat(count("forgotten WHERE person IS NULL")).as("one person").isOne();
    }

    @Test
    void what_is_no_number_at_all_is_forgotten_as_it_is_written() throws IOException {
        bundle.start();
        Path stray = Files.createDirectories(bundle.data().resolve("archive/renovar")).resolve("suelta.csv");
        Files.writeString(stray, "id,telefono,nombre\nS1,600111112,Sara\nS2,99999999999,Zebedea\n");
        bundle.drop("renovar", "lista.csv", "id,telefono,nombre\nA1,600111111,Ana\nZ1,+99 999-999.999,Zebedea\nZ2,0099999999999.0,Zebedea\nA4,99999,Eva\n"
                + "A5,\"6,12345678E+08\",Luz\n");
        bundle.awaitSummary("renovar", "lista");
        assertThat(bundle.rows("renovar", "lista.rejected.csv")).hasSize(4);

        assertThatThrownBy(() -> forgetting.forget("+99999999999")).isInstanceOf(RefusedException.class)
                .extracting(e -> ((RefusedException) e).todo()).asString().contains("as_written");
        assertThatThrownBy(() -> forgetting.forgetAsWritten("99999")).isInstanceOf(RefusedException.class).hasMessageContaining("fewer than 6 digits");
        assertThatThrownBy(() -> forgetting.forgetAsWritten("6,12345678E+08")).isInstanceOf(RefusedException.class).hasMessageContaining("many people");
        assertThat(forgetting.forgetAsWritten("+99999999999").path("rows").asInt()).isEqualTo(3);

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(forgetting.forgetAsWritten("+99999999999").path("state").asText()).isEqualTo("erased"));
        assertThat(forgetting.found("Zebedea")).isEmpty();
        assertThat(forgetting.found("99999999")).isEmpty();
        assertThat(bundle.rows("renovar", "lista.rejected.csv")).extracting(row -> row.get("nombre")).containsExactly("", "", "Eva", "Luz");
        assertThat(Files.readString(stray)).isEqualTo("id,telefono,nombre\nS1,600111112,Sara\n\"\",,\n");
        bundle.drop("citas", "otra.csv", "id,telefono,nombre\nC1,+99999999999,Zebedea\n");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bundle.rows("citas", "otra.rejected.csv")).singleElement()
                .satisfies(row -> assertThat(row).containsEntry("rejected_reason", REASON).containsEntry("nombre", "")));
    }

    private void awaitRetry() {
        await().atMost(PATIENCE).until(() -> count("contact WHERE state = 'waiting' AND next_number = 2") == 1 && count("delivery WHERE state = 'due'") == 0);
    }

    private void assertNothingIsLeft(String... traces) {
        for (String trace : traces) {
            assertThat(forgetting.found(trace)).as("traces of " + trace).isEmpty();
        }
        for (String number : List.of("600345678", "600999888")) {
            assertThat(forgetting.found(number)).as("traces of " + number).isEmpty();
            assertThat(count("contact WHERE phone LIKE '%" + number + "' OR key LIKE '%" + number + "' OR variables LIKE '%Zebedea%'")
                    + count("attempt WHERE phone LIKE '%" + number + "'") + count("suppression WHERE phone LIKE '%" + number + "'")).isZero();
        }
    }

    private long count(String table) {
        return bundle.ledger().<Long>read(tx -> tx.number("SELECT COUNT(*) FROM " + table));
    }
}
