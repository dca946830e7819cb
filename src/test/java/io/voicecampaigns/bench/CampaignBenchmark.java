package io.voicecampaigns.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.salesforce.CampaignOrg;
import io.voicecampaigns.simulator.salesforce.SalesforceFault;
import io.voicecampaigns.simulator.salesforce.SalesforceStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product beside programs that do the same work with nothing to guarantee, in one run on one machine: the ratios hold on any.
 * Run by {@code mvn -Pbench verify}; {@code -Dbench.scale=0.05} makes the lists shorter, {@code -Dbench.repetitions=1} fewer.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CampaignBenchmark {
    private static final double SCALE = Double.parseDouble(System.getProperty("bench.scale", "1"));
    private static final int REPETITIONS = Integer.getInteger("bench.repetitions", 5);
    private static final String[] NO_LIMITS = {"window: always"};
    private static final ReportTable TABLE = new ReportTable();

    @TempDir
    private Path dir;

    @AfterAll
    static void print() throws IOException {
        TABLE.write(Path.of("target/bench.md"));
    }

    @Test
    @Order(1)
    void start_time_and_idle_memory_are_told() {
        double[] seconds = new double[REPETITIONS];
        long mebibytes = 0;
        try (SimulatorJvm simulator = SimulatorJvm.start(dir, 0, "500", 60)) {
            for (int i = 0; i < REPETITIONS; i++) {
                long begun = System.nanoTime();
                try (BundleJvm bundle = BundleJvm.start(dir.resolve("start-" + i), simulator.uri(), "256m", PeopleList.campaign(NO_LIMITS))) {
                    seconds[i] = (System.nanoTime() - begun) / 1e9;
                    mebibytes = i < REPETITIONS - 1 ? 0 : bundle.idleMebibytes(Duration.ofSeconds(15));
                }
            }
        }
        TABLE.note(String.format(Locale.ROOT, "Start: %.1f s from the JVM's start until routes run. Idle memory: %d MiB resident at `-Xmx256m`.",
                Measure.median(seconds), mebibytes));
    }

    @Test
    @Order(2)
    void contacts_a_second() {
        dialling(Measure.THROUGHPUT, 0, 32);
    }

    @Test
    @Order(3)
    void contacts_a_second_when_every_answer_takes_50_ms() {
        dialling(Measure.THROUGHPUT_AT_LATENCY, 50, 64);
    }

    private void dialling(Measure measure, int latencyMs, int inFlight) {
        int warmUp = scaled(20_000);
        int count = scaled(100_000);
        try (SimulatorJvm simulator = SimulatorJvm.start(dir, latencyMs, "500", 60);
                BundleJvm bundle = BundleJvm.start(dir.resolve("bundle"), simulator.uri(), "512m", PeopleList.campaign(NO_LIMITS),
                        "dial.max-parallel=" + inFlight, "dial.threads=" + 2 * inFlight);
                Child bare = Child.start(BareDialler.class, "512m", dir.resolve("bare.log"),
                        List.of(simulator.uri().toString(), String.valueOf(inFlight)))) {
            bundle.call("warm-up", 1, warmUp);
            bare.ask(PeopleList.write(dir.resolve("warm-up.csv"), 1, warmUp).toString());
            double[] product = new double[REPETITIONS];
            double[] baseline = new double[REPETITIONS];
            double productBusy = -bundle.processorSeconds();
            double baselineBusy = -bare.processorSeconds();
            for (int i = 0; i < REPETITIONS; i++) {
                int first = 1 + warmUp + i * count;
                simulator.reset();
                product[i] = rate(count, bundle.call("list-" + i, first, count));
                assertThat(simulator.count("accepted")).isEqualTo(count);
                simulator.reset();
                baseline[i] = rate(count, milliseconds(bare.ask(PeopleList.write(dir.resolve("bare.csv"), first, count).toString())));
            }
            productBusy += bundle.processorSeconds();
            baselineBusy += bare.processorSeconds();
            check(measure, ratios(product, baseline), String.format(Locale.ROOT,
                    "%,.0f/s over %,.0f/s; processor time of a contact %.2f ms over %.2f ms", Measure.median(product), Measure.median(baseline),
                    productBusy * 1_000 / count / REPETITIONS, baselineBusy * 1_000 / count / REPETITIONS));
        }
    }

    /** Real calls of a minute; the repetitions run beside each other, for they do next to nothing. */
    @Test
    @Order(4)
    void slots_are_in_use_while_contacts_wait() {
        int slots = 15;
        int rounds = Math.max(2, (int) Math.round(5 * SCALE));
        double[] shares = IntStream.range(0, REPETITIONS).parallel().mapToDouble(i -> slotUse(dir.resolve("slots-" + i), slots, rounds)).toArray();
        check(Measure.SLOT_USE, shares, slots * rounds + " calls each");
    }

    private static double slotUse(Path place, int slots, int rounds) {
        try (SimulatorJvm simulator = SimulatorJvm.start(place, 0, "55000-65000", 1);
                BundleJvm bundle = BundleJvm.start(place, simulator.uri(), "256m", PeopleList.campaign("window: always",
                        "max-concurrent: " + slots))) {
            bundle.call("list", 1, slots * rounds);
            List<SimulatorJvm.Call> calls = simulator.calls();
            Instant begin = calls.get(0).created();
            Instant end = calls.get(calls.size() - 1).created();
            double used = calls.stream().mapToLong(call -> Duration.between(call.created(), earlier(call.ends(), end)).toMillis()).sum();
            return used / slots / Duration.between(begin, end).toMillis();
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    @Test
    @Order(5)
    void enrolling() {
        int count = scaled(1_000_000);
        Path list = PeopleList.write(dir.resolve("people.csv"), 1, count);
        double[] product = new double[REPETITIONS];
        double[] baseline = new double[REPETITIONS];
        for (int i = 0; i < REPETITIONS; i++) {
            // a campaign without a window calls nobody
            try (SimulatorJvm simulator = SimulatorJvm.start(dir, 0, "500", 60);
                    BundleJvm bundle = BundleJvm.start(dir.resolve("enrol-" + i), simulator.uri(), "256m", PeopleList.campaign())) {
                product[i] = rate(count, bundle.enroll("people", 1, count));
            }
            try (Child bare = Child.start(BareEnroller.class, "256m", dir.resolve("bare.log"), List.of(dir.resolve("bare.db").toString()))) {
                baseline[i] = rate(count, milliseconds(bare.ask(list.toString())));
            }
        }
        check(Measure.ENROLLING, ratios(product, baseline), String.format(Locale.ROOT, "%,.0f rows/s over %,.0f",
                Measure.median(product), Measure.median(baseline)));
    }

    @Test
    @Order(6)
    void requests_for_a_finished_call() {
        int atOnce = scaled(10_000);
        repeat(Measure.POLLING, "calls of 15 to 45 s", i -> {
            try (SimulatorJvm simulator = SimulatorJvm.start(dir, 0, "15000-45000", 1);
                    BundleJvm bundle = BundleJvm.start(dir.resolve("polling-" + i), simulator.uri(), "512m", PeopleList.campaign(
                            "window: always", "max-concurrent: " + atOnce))) {
                bundle.call("list", 1, 3 * atOnce);
                assertThat(simulator.count("mostAtOnce")).isGreaterThan(atOnce * 9L / 10);
                return (double) (simulator.count("lists") + simulator.count("gets")) / simulator.count("accepted");
            }
        });
    }

    @Test
    @Order(7)
    void contacts_a_second_beside_many_finished_ones() {
        int warmUp = scaled(20_000);
        int count = scaled(50_000);
        Path large = dir.resolve("large");
        double[] full = new double[REPETITIONS];
        double[] empty = new double[REPETITIONS];
        try (SimulatorJvm simulator = SimulatorJvm.start(dir, 0, "500", 60)) {
            BundleJvm.start(large, simulator.uri(), "512m", PeopleList.campaign(NO_LIMITS)).close();
            FinishedContacts.add(large.resolve("data/ledger.db"), scaled(1_000_000));
            for (int i = 0; i < REPETITIONS; i++) {
                int first = 10_000_000 + i * (warmUp + count);
                full[i] = beside(simulator, large, i, first, warmUp, count);
                empty[i] = beside(simulator, dir.resolve("empty-" + i), i, first, warmUp, count);
            }
        }
        check(Measure.LARGE_LEDGER, ratios(full, empty), String.format(Locale.ROOT, "%,.0f/s over %,.0f/s",
                Measure.median(full), Measure.median(empty)));
    }

    @Test
    @Order(8)
    void contacts_a_second_while_routes_are_edited() {
        int warmUp = scaled(20_000);
        int count = scaled(100_000);
        Path routes = RouteEditor.copyOfTheRoutes(dir.resolve("routes"));
        double[] edited = new double[REPETITIONS];
        double[] left = new double[REPETITIONS];
        int edits = 0;
        try (SimulatorJvm simulator = SimulatorJvm.start(dir, 0, "500", 60);
                BundleJvm bundle = BundleJvm.start(dir.resolve("edited"), simulator.uri(), "512m", PeopleList.campaign(NO_LIMITS), "routes.dir=" + routes)) {
            bundle.call("warm-up", 1, warmUp);
            for (int i = 0; i < REPETITIONS; i++) {
                int first = 1 + warmUp + 2 * i * count;
                simulator.reset();
                left[i] = rate(count, bundle.call("left-" + i, first, count));
                simulator.reset();
                try (RouteEditor editor = RouteEditor.start(routes)) {
                    edited[i] = rate(count, bundle.call("edited-" + i, first + count, count));
                    edits += editor.edits();
                }
                assertThat(simulator.count("accepted")).isEqualTo(count);
                assertThat(simulator.count("mostPerNumber")).isEqualTo(1);
            }
        }
        check(Measure.EDITING, ratios(edited, left), String.format(Locale.ROOT, "%,.0f/s over %,.0f/s, %d edits",
                Measure.median(edited), Measure.median(left), edits));
    }

    /** As many requests in flight as a slow provider keeps one replica busy with: what is measured is what they cost each other. */
    @Test
    @Order(9)
    void contacts_a_second_by_replicas() throws IOException {
        int count = scaled(10_000);
        double[] two = new double[REPETITIONS];
        double[] four = new double[REPETITIONS];
        StringBuilder details = new StringBuilder();
        for (int i = 0; i < REPETITIONS; i++) {
            double one = byReplicas(dir.resolve("one-" + i), 1, count, "window: always");
            two[i] = byReplicas(dir.resolve("two-" + i), 2, count, "window: always") / one;
            four[i] = byReplicas(dir.resolve("four-" + i), 4, count, "window: always") / one;
            details.append(String.format(Locale.ROOT, "%s%,.0f/s alone", i == 0 ? "" : ", ", one));
        }
        check(Measure.TWO_REPLICAS, two, details.toString());
        check(Measure.FOUR_REPLICAS, four, details.toString());
    }

    @Test
    @Order(10)
    void limits_of_several_replicas() {
        int limit = 20;
        repeat(Measure.VIOLATIONS, "calls of 500 ms", i -> {
            try (ReplicasJvms replicas = ReplicasJvms.start(dir.resolve("limits-" + i), 4, 0, 1, "window: always", "max-concurrent: " + limit)) {
                replicas.call("warm-up", 1, 40);
                replicas.call("list", 1_001, scaled(2_000));
                assertThat(replicas.simulator().count("mostAtOnce")).as("the limit is reached").isGreaterThan(limit * 3L / 4);
                return Math.max(0, replicas.simulator().count("mostAtOnce") - limit);
            }
        });
    }

    private static double byReplicas(Path place, int number, int count, String... calling) {
        try (ReplicasJvms replicas = ReplicasJvms.start(place, number, 50, 60, calling)) {
            replicas.call("warm-up", 1, count / 5);
            double rate = rate(count, replicas.call("list", 1 + count, count));
            assertThat(replicas.simulator().count("mostPerNumber")).isEqualTo(1);
            assertThat(replicas.simulator().count("accepted")).isEqualTo(count + count / 5);
            TABLE.note(String.format(Locale.ROOT, "%d replicas: %,.0f contacts/s; %s.", number, rate, replicas.waits()));
            return rate;
        }
    }

    @Test
    @Order(11)
    void requests_to_salesforce() {
        int members = scaled(20_000);
        try (CampaignOrg org = new CampaignOrg().members(1, members); SimulatorJvm simulator = SimulatorJvm.start(dir, 0, "500", 60);
                BundleJvm bundle = BundleJvm.start(dir.resolve("salesforce"), simulator.uri(), "512m", salesforce(org, "''"),
                        "salesforce.login-url=" + org.org.baseUri(), "salesforce.client-id=" + SalesforceStandIn.CLIENT_ID,
                        "salesforce.client-secret=" + SalesforceStandIn.CLIENT_SECRET)) {
            bundle.enrolled("salesforce");
            double read = org.org.requests(SalesforceFault.On.QUERY) * 1_000.0 / members;
            bundle.campaign(salesforce(org, "always"));
            bundle.reported("salesforce");
            assertThat(org.tasks()).hasSize(members);
            check(Measure.SALESFORCE_READING, new double[] {read}, String.format(Locale.ROOT, "%,d members", members));
            check(Measure.SALESFORCE_WRITING, new double[] {org.org.requests(SalesforceFault.On.WRITE) * 1_000.0 / members},
                    String.format(Locale.ROOT, "%,d Tasks, and as many members' status", members));
        }
    }

    /** Read once, and written in full batches. */
    private static String salesforce(CampaignOrg org, String window) {
        return org.campaignFile().replace("every: 1s", "every: 12h").replace("window: always", "window: " + window);
    }

    private static double beside(SimulatorJvm simulator, Path place, int number, int first, int warmUp, int count) {
        simulator.reset();
        try (BundleJvm bundle = BundleJvm.start(place, simulator.uri(), "512m", PeopleList.campaign(NO_LIMITS))) {
            bundle.call("warm-up-" + number, first, warmUp);
            return rate(count, bundle.call("list-" + number, first + warmUp, count));
        }
    }

    private static void repeat(Measure measure, String detail, IntToDoubleFunction repetition) {
        check(measure, IntStream.range(0, REPETITIONS).mapToDouble(repetition).toArray(), detail);
    }

    private static void check(Measure measure, double[] values, String detail) {
        TABLE.add(measure.row(values, detail));
        assertThat(Measure.median(values)).as(measure.title()).satisfies(median -> assertThat(measure.isMet(median)).isTrue());
    }

    private static double[] ratios(double[] over, double[] under) {
        return IntStream.range(0, over.length).mapToDouble(i -> over[i] / under[i]).toArray();
    }

    private static double rate(int count, Duration time) {
        return count * 1_000.0 / time.toMillis();
    }

    private static Duration milliseconds(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    private static int scaled(int count) {
        return Math.max(100, (int) Math.round(count * SCALE));
    }
}
