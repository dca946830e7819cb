package io.voicecampaigns;

import io.voicecampaigns.ledger.CampaignProgress;
import io.voicecampaigns.ledger.Ledger;
import io.voicecampaigns.ledger.Progress;
import io.voicecampaigns.operate.ServiceFile;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.privacy.LogGuard;
import io.voicecampaigns.simulator.Behaviour;
import io.voicecampaigns.simulator.MillisRange;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import io.voicecampaigns.terminal.ProgressPrinter;
import io.voicecampaigns.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One campaign from list to results, against a provider that is simulated in this process: what a newcomer runs first. It takes no
 * notice of the environment and keeps everything under {@code data/demo}, which it clears at each start.
 */
public final class Demo {
    private static final Path DATA = Path.of("data", "demo");
    private static final String KEY = "key-of-the-simulated-provider";
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** What can be played, as {@code -Dcampaign=…} names it. */
    private record Play(String campaign, String provider, String list, String doNotCall, boolean isInSalesforce) {
        private static final List<Play> ALL = List.of(
                new Play("demo", "Diga", "clientes-demo", "do-not-call.txt", false),
                new Play("feather", "Feather", "customers-demo", "do-not-call-feather.txt", false),
                new Play("salesforce", "Diga", "clientes-demo", "do-not-call.txt", true));

        String people() {
            return isInSalesforce ? "the members of a campaign in a simulated Salesforce org" : "list " + DATA.resolve("inbox/" + campaign + "/" + list + ".csv");
        }

        static Play of(String name) {
            return ALL.stream().filter(play -> play.campaign.equals(name)).findFirst().orElseThrow(() -> new NotConfiguredException(
                    "There is no demo " + name + "; there are -Dcampaign=" + String.join(" and -Dcampaign=", ALL.stream().map(Play::campaign).toList())));
        }
    }

    private final Play play;
    private final PrintStream out;
    private final Clock clock = Clock.systemUTC();
    private final ProgressPrinter printer;

    private final Function<Bundle.Options, Bundle> runtime;

    private Demo(Play play, PrintStream out, Function<Bundle.Options, Bundle> runtime) {
        this.play = play;
        this.runtime = runtime;
        this.out = out;
        this.printer = new ProgressPrinter(out, Terminal.detect(), clock);
    }

    public static void main(String[] args) throws IOException {
        runOn(Bundle::new);
    }

    /** @param runtime makes the bundle, on Camel Main or another runtime of Camel */
    static void runOn(Function<Bundle.Options, Bundle> runtime) throws IOException {
        warningsOnly();
        LogGuard.install();
        new Demo(Play.of(System.getProperty("campaign", "demo")), new PrintStream(System.out, true, StandardCharsets.UTF_8), runtime).run();
    }

    /** Progress is what a newcomer should see; {@code -Dlog.level=INFO -Dlog.level.camel=INFO} shows the rest too. */
    private static void warningsOnly() {
        for (String level : List.of("log.level", "log.level.camel")) {
            if (System.getProperty(level) == null) {
                System.setProperty(level, "WARN");
            }
        }
    }

    private void run() throws IOException {
        clear(DATA);
        lay();
        System.setOut(printer.around(System.out));
        Instant begun = clock.instant();
        out.println("Simulated provider " + play.provider() + ": nobody is called. Campaign " + play.campaign() + ", " + play.people());
        if (!play.isInSalesforce()) {
            tell(play(begun, options -> options), begun);
            return;
        }
        try (DemoOrg org = new DemoOrg(clock).filledFrom(new ByteArrayInputStream(resource(play.list() + ".csv")))) {
            tell(play(begun, org::connect), begun);
            org.tell(out);
        }
    }

    private void tell(CampaignProgress last, Instant begun) throws IOException {
        printer.closingTable(last, Duration.between(begun, clock.instant()));
        printer.paths(written());
    }

    private CampaignProgress play(Instant begun, UnaryOperator<Bundle.Options> connecting) {
        Timing timing = new Timing(new MillisRange(150, 600), new MillisRange(200, 1_000), 60, 1_000, 200, 10);
        SimulatorSettings settings = SimulatorSettings.defaults().withApiKey(KEY)
                .behaving(usual -> Behaviour.defaults().withSeed(7).withTiming(timing));
        try (Simulator simulator = Simulator.start(settings); Bundle bundle = runtime.apply(connecting.apply(options(simulator)))) {
            bundle.start();
            new ServiceFile(DATA).read().ifPresent(served -> out.println("Watch it on " + served.url() + "/ while it runs"));
            return watch(new Progress(bundle.bean("ledger", Ledger.class)), begun);
        }
    }

    private Bundle.Options options(Simulator simulator) {
        return new Bundle.Options().ignoringEnvironment().simulatedBy(simulator.baseUri(), KEY)
                .set("ledger.url", "").set("ledger.user", "").set("ledger.password", "").set("installation.secret", "")
                .set("data.dir", DATA)
                .set("ledger.url", "")
                .set("campaigns.dir", DATA.resolve("config/campaigns"))
                .set("poll.interval", "500ms")
                .set("operate.host", "127.0.0.1").set("operate.port", 0).set("operate.token", "")
                .set("camel.management.enabled", false);
    }

    private CampaignProgress watch(Progress progress, Instant begun) {
        while (true) {
            Optional<CampaignProgress> now = progress.of(play.campaign()).filter(seen -> seen.enrolled() > 0);
            now.ifPresent(printer::show);
            if (now.filter(Demo::isOver).isPresent() && progress.isTold()) {
                printer.finish();
                return now.get();
            }
            if (Duration.between(begun, clock.instant()).compareTo(LONGEST) > 0) {
                throw new IllegalStateException("the demo's campaign did not end within " + LONGEST.toMinutes() + " minutes");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Nothing can change any more: the files say what the closing table says. */
    private static boolean isOver(CampaignProgress progress) {
        return progress.waiting() + progress.inCall() == 0 && progress.recordings() >= talks(progress);
    }

    /** Contacts whose last call had somebody, or something, speak: each gets a recording. */
    private static long talks(CampaignProgress progress) {
        return Stream.of("answered", "transferred", "voicemail")
                .flatMap(word -> Disposition.ofWord(word).stream())
                .mapToLong(disposition -> progress.done().getOrDefault(disposition, 0L)).sum();
    }

    private void lay() throws IOException {
        Path campaign = DATA.resolve("config/campaigns/" + play.campaign() + ".yaml");
        Path doNotCall = DATA.resolve("config/do-not-call.txt");
        Path list = DATA.resolve("inbox/" + play.campaign() + "/" + play.list() + ".csv");
        for (Path file : List.of(campaign, doNotCall, list)) {
            Files.createDirectories(file.getParent());
        }
        Files.writeString(campaign, new String(resource("campaigns/" + play.campaign() + ".yaml"), StandardCharsets.UTF_8)
                .replace("do-not-call: config/do-not-call.txt", "do-not-call: " + doNotCall));
        Files.write(doNotCall, resource(play.doNotCall()));
        if (!play.isInSalesforce()) {
            Files.write(list, resource(play.list() + ".csv"));
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Demo.class.getResourceAsStream("/demo/" + name)) {
            return in.readAllBytes();
        }
    }

    private List<Path> written() throws IOException {
        try (Stream<Path> files = Files.list(DATA.resolve("outbox").resolve(play.campaign()))) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
        }
    }

    private static void clear(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
