package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.PATIENCE;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.MovableClock;
import io.voicecampaigns.RunningBundle;
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
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** Who asks to be forgotten is found nowhere any more, and comes back on no way. Each test has a person of its own, and all share a bundle. */
@OnBothDatabases
class ForgottenPersonTest {
    /** Numbers that LeakWatch looks for in the logs. */
    private static final String NUMBER = "+34600345678";
    private static final String OTHER = "+34600888777";
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private static Path dir;
    private static final MovableClock CLOCK = new MovableClock();
    private static Simulator simulator;
    private static RunningBundle bundle;
    private static Forgetting forgetting;

    ForgottenPersonTest(Database database) {
        // each invocation has a bundle of its own
    }

    @BeforeParameterizedClassInvocation
    static void start(Database database) throws IOException {
        Path own = Files.createDirectories(dir.resolve(database.name()));
        Files.createDirectories(own.resolve("data"));
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY).withClock(CLOCK)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50).withDurationScale(60)).withEveryCall(Outcome.ANSWERED)));
        bundle = Shop.kamelets(new RunningBundle(own, simulator).withClock(CLOCK).operable().set("ledger.url", database.anEmptyOne(own.resolve("data")).url()))
                .campaign("renovar", plainCampaign().replace("phone: telefono", "phone: [telefono, fijo]") + "report: {transcript: true, summary: true}\n")
                .campaign("citas", plainCampaign())
                .campaign("luego", plainCampaign().replace("window: always", "window: \"\""))
                .campaign("varias", plainCampaign("attempts: 3", "retry: {voicemail: 1h}")).start();
        forgetting = new Forgetting(bundle.data());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @Test
    void a_person_is_erased_everywhere_and_everybody_else_stays() throws IOException {
        byte[] list = ("id;telefono;fijo;nombre\r\nA1;600 11 11 11;;Begoña\r\nZKEY1;600345678;600999888;Zebedea\r\nA3;600333333;;Íñigo\r\n"
                + "ZKEY1;600345678;;Zebedea otra vez\r\nA5;600555555;+34 600 34 56 78;Zebedea casada\r\nA6;no;;Nadie\r\n").getBytes(Charset.forName("windows-1252"));
        drop("renovar", "lista.csv", list);
        summary("renovar", "lista");
        // a number is in one call at a time
        drop("citas", "citas.json", "[{\"id\":\"B1\",\"telefono\":\"600222222\",\"nombre\":\"Ana\"},\n{\"id\":\"B2\",\"telefono\":600345678,\"nombre\":\"Zebedea\"}]"
                .getBytes(StandardCharsets.UTF_8));
        summary("citas", "citas");
        await().atMost(LONG).until(() -> windows("renovar", "lista.results.csv").stream().noneMatch(row -> row.get("call_transcript").isEmpty()));
        List<String> recordings = windows("renovar", "lista.results.csv").stream().filter(row -> row.get("id").startsWith("Z"))
                .map(row -> row.get("call_recording_url")).toList();
        assertThat(recordings).hasSize(1).noneMatch(String::isEmpty);
        assertThat(found("Zebedea")).as("where the person is").isNotEmpty();
        String call = simulator.calls().stream().filter(each -> each.number().equals(NUMBER)).findFirst().map(SimulatedCall::id).orElseThrow();

        JsonNode answer = forget(NUMBER);
        assertThat(answer.path("held_elsewhere").toString()).contains(call);
        awaitErased(NUMBER);

        for (String trace : List.of("600345678", "600 34 56 78", "Zebedea", "ZKEY1", recordings.get(0))) {
            assertThat(found(trace)).as("traces of " + trace).isEmpty();
        }
        assertThat(found("600999888")).as("the number beside it").isEmpty();
        assertThat(bundle.ledger().<Long>read(tx -> tx.number("SELECT COUNT(*) FROM contact WHERE phone = ? OR variables LIKE ?", NUMBER, "%Zebedea%")
                + tx.number("SELECT COUNT(*) FROM attempt WHERE phone = ?", NUMBER)
                + tx.number("SELECT COUNT(*) FROM audit WHERE subject LIKE ? OR detail LIKE ?", "%345678%", "%345678%"))).isZero();
        assertThat(bundle.ledger().<List<String>>read(tx -> tx.list("SELECT detail FROM audit WHERE what = 'forget' ORDER BY id DESC LIMIT 2", row -> row.text(1))))
                .containsExactly("erased", "asked for");
        List<Map<String, String>> results = windows("renovar", "lista.results.csv");
        assertThat(results).extracting(row -> row.get("id") + row.get("call_state") + row.get("nombre"))
                .containsExactly("A1endedBegoña", "ended", "A3endedÍñigo", "ended");
        assertThat(results.get(1)).containsEntry("call_recording_url", "").containsEntry("call_transcript", "").containsEntry("call_id", call)
                .containsEntry("call_disposition", "answered").containsEntry("call_error", "this person asked to be forgotten");
        assertThat(results.get(0).get("call_recording_url")).isNotEmpty();
        assertThat(results.get(0).get("call_transcript")).isNotEmpty();
        assertThat(windows("renovar", "lista.rejected.csv")).extracting(row -> row.get("nombre")).containsExactly("", "Nadie");
        assertThat(Files.readString(bundle.outbox("citas", "citas.results.json"))).contains("\"Ana\"").contains("\"id\":\"\"");
        assertThat(Files.readAllBytes(bundle.data().resolve("archive/renovar/lista.csv"))).isEqualTo(
                new String(list, Charset.forName("windows-1252")).replaceAll("(?m)^.*Zebedea.*$", "\"\";;;").getBytes(Charset.forName("windows-1252")));
    }

    @Test
    void a_forgotten_person_comes_back_on_no_list_and_is_dialled_by_no_campaign() throws IOException {
        String number = "+34600456789";
        bundle.drop("luego", "antes.csv", "id,telefono,nombre\nZ9,600456789,Zoraida\nA1,600111211,Ana\n");
        await().atMost(PATIENCE).until(() -> bundle.progress("luego").waiting() == 2);
        bundle.ledger().write(tx -> tx.update("INSERT INTO suppression (phone, reason, since) VALUES (?, 'test', 0)", number));
        forget(number);
        awaitErased(number);
        assertThat(forget(OTHER).path("changed").asInt()).as("nobody we know").isZero();
        awaitErased(OTHER);

        bundle.campaign("luego", plainCampaign());
        bundle.drop("renovar", "nueva.csv", "id,telefono,fijo,nombre\nC1,600444444,,Eva\nC2,600777777,600456789,Zoraida\nC3,,600888777,Otra\n"
                + ",600456789,,Zoraida sin clave\n");
        summary("renovar", "nueva");
        summary("luego", "antes");
        await().atMost(LONG).until(() -> found("Zoraida").isEmpty());

        assertThat(simulator.calls()).extracting(SimulatedCall::number).contains("+34600444444", "+34600111211").doesNotContain(number, "+34600777777", OTHER);
        assertThat(bundle.rows("renovar", "nueva.rejected.csv")).hasSize(3).allSatisfy(row -> assertThat(row)
                .containsEntry("rejected_reason", "this person asked to be forgotten"));
        await().atMost(LONG).untilAsserted(() -> assertThat(bundle.rows("renovar", "nueva.rejected.csv")).hasSize(3)
                .allSatisfy(row -> assertThat(row).containsEntry("nombre", "").containsEntry("telefono", "").containsEntry("fijo", "")));
        assertThat(found("600456789")).isEmpty();
        assertThat(bundle.rows("luego", "antes.results.csv")).extracting(row -> row.get("call_state")).containsExactly("cancelled", "ended");
        awaitErased(number);
        awaitErased(OTHER);
    }

    @Test
    void a_call_is_finished_and_reported_first_also_over_a_restart() {
        String number = "+34600567890";
        simulator.behave(usual -> usual.withScript(number, NumberScript.ending(Outcome.VOICEMAIL)));
        bundle.drop("varias", "primera.csv", "id,telefono,nombre\nA1,600111311,Ana\n");
        summary("varias", "primera");
        simulator.faults(FaultRule.answering(RequestKind.LIST, 500), FaultRule.answering(RequestKind.GET, 500));
        bundle.drop("varias", "lista.csv", "id,telefono,nombre\nA2,600222322,Ana\nZ1,600567890,Zenobia\n");
        await().atMost(PATIENCE).until(() -> bundle.ledger().<Long>read(tx -> tx.number("SELECT COUNT(*) FROM attempt WHERE state = 'in_call'")) == 2);

        JsonNode answer = forget(number);
        assertThat(answer.path("state").asText()).isEqualTo("pending");
        assertThat(answer.path("waits_for").asText()).isEqualTo("a call is under way");
        bundle.stop();
        bundle.start();
        assertThat(forget(number).path("state").asText()).isEqualTo("pending");
        assertThat(found("Zenobia")).isNotEmpty();
        simulator.faults(List.of());
        // a list that could not be read is left alone for a while
        CLOCK.advance(Duration.ofSeconds(10));

        await().atMost(LONG).until(() -> found("Zenobia").isEmpty());
        awaitErased(number);
        summary("varias", "lista");
        assertThat(bundle.rows("varias", "lista.results.csv")).extracting(row -> row.get("call_disposition")).containsExactly("answered", "voicemail");
        assertThat(callsTo(number)).isOne();
        assertThat(found("600567890")).isEmpty();
    }

    @Test
    void a_source_that_lists_the_person_at_every_run_is_not_believed() throws IOException {
        String number = "+34600678901";
        try (Shop shop = new Shop().customers(1, 2).customer(3, Map.of("id", "ZKEY4", "telefono", number, "nombre", "Zulema"))) {
            // it lists all of them at each run
            shop.answering(query -> shop.page("after=0"));
            bundle.campaign("tienda", shop.campaign("1s") + plainCampaign());
            await().atMost(LONG).until(() -> shop.outcomes().size() == 3);
            summary("tienda", "shop");

            JsonNode held = forget(number).path("held_elsewhere");
            assertThat(held.path("outcomes").toString()).contains("\"sink\":\"shop\"");
            assertThat(held.path("records").toString()).contains("\"record\":\"3\"");
            awaitErased(number);
            int runs = shop.queries().size();
            // the one that had begun, and one that began since
            await().atMost(LONG).until(() -> shop.queries().size() > runs + 1);
            awaitErased(number);

            assertThat(found("600678901")).isEmpty();
            assertThat(found("ZKEY4")).isEmpty();
            assertThat(callsTo(number)).isOne();
            assertThat(bundle.rows("tienda", "shop.results.csv")).extracting(row -> row.get("key").replaceAll("\\d+", "")).containsExactly("K", "K", "forgotten-");
        }
    }

    @Test
    void a_request_without_a_number_is_refused_and_shows_nothing() {
        for (String phone : List.of("600345678", "+34", "Zebedea", "")) {
            assertThatThrownBy(() -> forget(phone)).isInstanceOfSatisfying(RefusedException.class, refused -> {
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.todo()).isNotEmpty();
                assertThat(refused.getMessage() + refused.todo()).doesNotContain("600345").doesNotContain("Zebedea");
            });
        }
    }

    private static JsonNode forget(String phone) {
        return forgetting.forget(phone);
    }

    private static void awaitErased(String phone) {
        forgetting.awaitErased(phone);
    }

    private static List<String> found(String text) {
        return forgetting.found(text);
    }

    private static long callsTo(String number) {
        return simulator.calls().stream().filter(call -> call.number().equals(number)).count();
    }

    private static void summary(String campaign, String list) {
        await().atMost(LONG).until(() -> Files.exists(bundle.outbox(campaign, list + ".summary.json")));
    }

    private static void drop(String campaign, String file, byte[] content) throws IOException {
        Path inbox = Files.createDirectories(bundle.data().resolve("inbox").resolve(campaign));
        Path part = Files.write(inbox.resolve("." + file + ".part"), content);
        Files.move(part, inbox.resolve(file));
    }

    private static List<Map<String, String>> windows(String campaign, String file) throws IOException {
        Path path = bundle.outbox(campaign, file);
        String text = Files.readString(path, Charset.forName("windows-1252"));
        try (var csv = de.siegmar.fastcsv.reader.CsvReader.builder().fieldSeparator(';').ofNamedCsvRecord(text)) {
            return csv.stream().map(de.siegmar.fastcsv.reader.NamedCsvRecord::getFieldsAsMap).toList();
        }
    }
}
