package io.voicecampaigns;

import static org.awaitility.Awaitility.await;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.voicecampaigns.ledger.CampaignProgress;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Progress;
import io.voicecampaigns.operate.ServiceFile;
import io.voicecampaigns.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The real routes with their real beans, against a simulator, in a directory of the test's own, with every pause cut to fractions of a
 * second. Restarting it keeps the directory.
 */
public final class RunningBundle implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofMinutes(2);
    public static final String KEY = "test-key-that-nobody-may-see";

    private final Path dir;
    private final Simulator simulator;
    private final Map<String, String> settings = new TreeMap<>();
    private Clock clock = Clock.systemUTC();
    private Bundle bundle;

    public RunningBundle(Path dir, Simulator simulator) {
        this.dir = dir;
        this.simulator = simulator;
        writeProvider("diga");
        set("data.dir", data());
        set("campaigns.dir", dir.resolve("campaigns"));
        set("providers.dir", dir.resolve("providers"));
        set("providers.diga.base-url", simulator.baseUri());
        set("providers.diga.api-key", KEY);
        set("pick-up.interval", "50ms");
        set("pick-up.settled", "100ms");
        set("enroll.interval", "20ms");
        set("check.interval", "50ms");
        set("dial.interval", "20ms");
        set("dial.lease", "5s");
        set("replicas.lease", "3s");
        set("poll.interval", "100ms");
        set("report.interval", "50ms");
        set("report.files-interval", "200ms");
        set("erase.interval", "100ms");
        set("snapshot.catch-up", "false");
        set("snapshot.retry-delay", "20");
        set("release.interval", "50ms");
        set("release.retry-after", "100ms");
        set("http.connect-timeout", "1000");
        set("http.response-timeout", "4000");
        set("camel.management.enabled", "false");
        set("camel.server.enabled", "false");
        set("camel.main.shutdown-timeout", "10");
    }

    public RunningBundle set(String key, Object value) {
        settings.put(key, String.valueOf(value));
        return this;
    }

    private void writeProvider(String name) {
        write("providers/" + name + ".yaml", read(Path.of("config/providers/" + name + ".yaml"))
                .replaceAll("settle: \\S+", "settle: 2s").replaceAll("list-lag: \\S+", "list-lag: 200ms")
                .replaceAll("request-timeout: \\S+", "request-timeout: 1s").replaceAll("retry-after: 30s", "retry-after: 1s"));
    }

    /** Feather has an account as well; it is simulated by {@code other}, which may be Diga's simulator. */
    public RunningBundle withFeather(Simulator other) {
        return withFeather(other.baseUri());
    }

    /** As {@link #withFeather(Simulator)}, for whoever serves that address. */
    public RunningBundle withFeather(URI address) {
        writeProvider("feather");
        set("providers.feather.base-url", address);
        set("providers.feather.api-key", KEY);
        return this;
    }

    /** Campaigns can be operated, on a port that is free; {@link #operated} tells where. */
    public RunningBundle operable() {
        return set("camel.server.enabled", "true").set("operate.port", "0");
    }

    /** Where campaigns are operated, as a command finds it. */
    public URI operated() {
        return new ServiceFile(data()).read().orElseThrow(() -> new AssertionError("it does not say where it serves")).url();
    }

    /** All settings, as another process may start with them. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** Changes one line of the provider's timings or of its list, as {@code config/providers/diga.yaml} has it. */
    public RunningBundle provider(String field, String value) {
        write("providers/diga.yaml", read(dir.resolve("providers/diga.yaml")).replaceAll("(?m)^  " + field + ": \\S+", "  " + field + ": " + value));
        return this;
    }

    public RunningBundle withClock(Clock other) {
        clock = other;
        return this;
    }

    /** Writes or edits the file of a campaign; a running bundle sees it within two looks. */
    public RunningBundle campaign(String name, String yaml) {
        write("campaigns/" + name + ".yaml", yaml);
        return this;
    }

    /** Adds or edits a kamelet beside the bundle's own. */
    public RunningBundle kamelet(String name, String yaml) {
        withOwnRoutes();
        write("routes/kamelets/" + name + ".kamelet.yaml", yaml);
        return this;
    }

    /** Adds or edits a file of routes, such as {@code 89-show-more}; before the start, or after {@link #withOwnRoutes()}. */
    public RunningBundle route(String name, String yaml) {
        withOwnRoutes();
        write("routes/" + name + ".camel.yaml", yaml);
        return this;
    }

    /** The routes are a copy, which may be edited. */
    public RunningBundle withOwnRoutes() {
        Path routes = dir.resolve("routes");
        if (!Files.exists(routes)) {
            copy(Path.of("routes"), routes);
            set("routes.dir", routes);
        }
        return this;
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A campaign whose lists have the columns {@code id, telefono, nombre}, with these lines under {@code calling:}. */
    public static String plainCampaign(String... calling) {
        StringBuilder yaml = new StringBuilder("""
                provider: diga
                from-number: "+34910000999"
                contacts: {phone: telefono, key: id, region: ES}
                variables:
                  customer_name: "{{nombre}}"
                calling:
                  zone: Europe/Madrid
                  window: always
                  max-per-number-per-day: 9
                """);
        for (String line : calling) {
            yaml.append("  ").append(line).append('\n');
        }
        return yaml.toString();
    }

    /** As {@link #plainCampaign}, with numbers of the United States, at Feather. */
    public static String featherCampaign(String... calling) {
        return plainCampaign(calling).replace("provider: diga\nfrom-number: \"+34910000999\"\n", """
                provider: feather
                agent: fea70000-0000-4000-8000-000000000001
                agent-version: fea70000-0000-4000-8000-0000000000f1
                from-number: phone-1
                """).replace("region: ES", "region: US").replace("Europe/Madrid", "America/New_York");
    }

    public RunningBundle start() {
        Bundle.Options options = new Bundle.Options().ignoringEnvironment().simulated().clock(clock);
        settings.forEach(options::set);
        bundle = new Bundle(options);
        bundle.start();
        return this;
    }

    public void stop() {
        if (bundle != null) {
            bundle.close();
            bundle = null;
        }
    }

    public Bundle bundle() {
        return bundle;
    }

    public Ledger ledger() {
        return bundle.bean("ledger", Ledger.class);
    }

    public Path data() {
        return dir.resolve("data");
    }

    /** Drops a whole file into a campaign's inbox. */
    public RunningBundle drop(String campaign, String file, String content) {
        write("data/inbox/" + campaign + "/" + file, content);
        return this;
    }

    /** Drops a whole file into the inbox of releases. */
    public RunningBundle dropRelease(String file, String content) {
        write("data/agents/inbox/" + file, content);
        return this;
    }

    /** A list for {@link #plainCampaign}: this many people, numbers from 600 000 000 + {@code first}. */
    public static String people(int first, int count) {
        StringBuilder csv = new StringBuilder("id,telefono,nombre\n");
        for (int i = first; i < first + count; i++) {
            csv.append("K").append(i).append(',').append(number(i).substring(3)).append(",Persona ").append(i).append('\n');
        }
        return csv.toString();
    }

    /** A list for {@link #featherCampaign}. */
    public static String americans(int first, int count) {
        StringBuilder csv = new StringBuilder("id,telefono,nombre\n");
        for (int i = first; i < first + count; i++) {
            csv.append("K").append(i).append(',').append(american(i).substring(2)).append(",Person ").append(i).append('\n');
        }
        return csv.toString();
    }

    /** The number of the {@code i}th person of {@link #americans}, in E.164. */
    public static String american(int i) {
        return "+1617" + (2_000_000 + i);
    }

    /** The number of the {@code i}th person of {@link #people}, in E.164. */
    public static String number(int i) {
        return "+34" + (600_000_000 + i);
    }

    public Path outbox(String campaign, String file) {
        return data().resolve("outbox").resolve(campaign).resolve(file);
    }

    /** The rows of a results file by column; empty while there is none. */
    public List<Map<String, String>> rows(String campaign, String file) {
        Path path = outbox(campaign, file);
        List<Map<String, String>> rows = new ArrayList<>();
        if (!Files.exists(path)) {
            return rows;
        }
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(path)) {
            csv.forEach(record -> rows.add(new LinkedHashMap<>(record.getFieldsAsMap())));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Map<String, String> result(String campaign, String list, String id) {
        return rows(campaign, list + ".results.csv").stream().filter(row -> row.get("id").equals(id)).findFirst().orElse(Map.of());
    }

    /** All attempts at one contact so far, in their order. */
    public List<Map<String, String>> attempts(String campaign, String list, String id) {
        return rows(campaign, list + ".attempts.csv").stream().filter(row -> row.get("call_contact").equals(id)).toList();
    }

    public CampaignProgress progress(String campaign) {
        return new Progress(ledger()).of(campaign).orElseThrow();
    }

    /** Waits until every contact of the list is final and its files say so. */
    public void awaitSummary(String campaign, String list) {
        await().atMost(PATIENCE).until(() -> Files.exists(outbox(campaign, list + ".summary.json")));
    }

    public Simulator simulator() {
        return simulator;
    }

    private void write(String relative, String content) {
        Path file = dir.resolve(relative);
        try {
            Files.createDirectories(file.getParent());
            Path whole = file.resolveSibling("." + file.getFileName() + ".part");
            Files.writeString(whole, content);
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
