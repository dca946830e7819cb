package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Model.CommandSpec;

/** The simulator in a JVM of its own. Prints one line with its address, then runs until it is told to end. */
@Command(name = "simulator", sortOptions = false,
        description = {"Simulates the voice providers Diga and Feather on 127.0.0.1. Nobody is called.", "Prints where it listens, and runs until it is told to end."},
        footer = {"", "Examples:", "  voice-campaigns simulator --port 9090 --api-key any-key", "  voice-campaigns simulator --mix answered=60,busy=40 --talk 300-1500",
            "  voice-campaigns simulator --json --for 60"})
public final class SimulatorMain implements Callable<Integer> {
    private static final int MOST_PORT = 65_535;

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", defaultValue = "0", description = "where it listens; 0 (default): any free port")
    private int port;

    @Option(names = "--seed", description = "decides how each call goes")
    private Long seed;

    @Option(names = "--ring", paramLabel = "MS[-MS]", description = "how long calls ring")
    private MillisRange ring;

    @Option(names = "--talk", paramLabel = "MS[-MS]", description = "how long people talk")
    private MillisRange talk;

    @Option(names = "--duration-scale", paramLabel = "N", description = "reported seconds for each second talked")
    private Double durationScale;

    @Option(names = "--mix", split = ",", paramLabel = "OUTCOME=WEIGHT",
            description = "how calls end: ${COMPLETION-CANDIDATES}, as in answered=60,busy=10")
    private final Map<Outcome, Double> mix = new LinkedHashMap<>();

    @Option(names = "--vocabulary", description = "the provider's statuses: ${COMPLETION-CANDIDATES}")
    private Vocabulary vocabulary;

    @Option(names = "--echo-variables", arity = "1", paramLabel = "true|false", description = "whether calls tell their variables")
    private Boolean echoVariables;

    @Option(names = "--recording-lag", paramLabel = "MS", description = "from the end of a call to its recording")
    private Integer recordingLagMs;

    @Option(names = "--list-lag", paramLabel = "MS", description = "how long new calls are missing in lists")
    private Integer listLagMs;

    @Option(names = "--latency", paramLabel = "MS", description = "before each answer")
    private Integer latencyMs;

    @Option(names = "--from-number", paramLabel = "E164", description = "a number that may call, repeatable; none: any")
    private final Set<String> fromNumbers = new HashSet<>();

    @Option(names = "--agent-version", paramLabel = "UUID", description = "a version that may be named, repeatable; none: any")
    private final Set<String> agentVersions = new HashSet<>();

    @Option(names = "--api-key", paramLabel = "KEY", description = "the only key that is accepted; absent: any")
    private String apiKey;

    @Option(names = "--settings", paramLabel = "FILE", description = "JSON as for PUT /simulator/settings; the other options win")
    private Path settingsFile;

    @Option(names = "--faults", paramLabel = "FILE", description = "JSON as for PUT /simulator/faults")
    private Path faultsFile;

    @Option(names = "--for", paramLabel = "SECONDS", description = "ends after this long")
    private Double forSeconds;

    @Option(names = "--until-stdin-closes", description = "ends with the process that holds its standard input")
    private boolean untilStdinCloses;

    @Option(names = "--json", description = "prints where it listens as a JSON document")
    private boolean isJson;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "shows this")
    private boolean help;

    private final InputStream stdin;

    SimulatorMain(InputStream stdin) {
        this.stdin = stdin;
    }

    /** See {@code --help}. */
    public static void main(String[] arguments) {
        System.exit(commandLine(System.in).execute(arguments));
    }

    /** The command, which ends when {@code stdin} does if it is asked to. */
    public static CommandLine commandLine(InputStream stdin) {
        return new CommandLine(new SimulatorMain(stdin))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(MillisRange.class, range());
    }

    private static ITypeConverter<MillisRange> range() {
        return text -> {
            try {
                int dash = text.indexOf('-');
                int from = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
                return new MillisRange(from, dash < 0 ? from : Integer.parseInt(text.substring(dash + 1)));
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException("expected milliseconds, as in 300 or 300-1500, not " + text);
            }
        };
    }

    @Override
    public Integer call() throws InterruptedException {
        SimulatorSettings settings;
        List<FaultRule> faults;
        try {
            settings = settings();
            faults = faultsFile == null ? List.of() : ControlEndpoints.faults(Files.readAllBytes(faultsFile));
        } catch (IOException | IllegalArgumentException | Refused e) {
            if (settingsFile == null && faultsFile == null) {
                throw new ParameterException(spec.commandLine(), "an option has a value that makes no sense: " + e.getMessage(), e);
            }
            throw new ParameterException(spec.commandLine(), "the file of --settings or --faults cannot be used (" + e.getClass().getSimpleName() + "): write it as for PUT /simulator/…", e);
        }
        if (port < 0 || port > MOST_PORT) {
            throw new ParameterException(spec.commandLine(), "--port " + port + " is none: choose one up to " + MOST_PORT + ", or leave it out for any that is free");
        }
        try {
            return run(settings, faults);
        } catch (UncheckedIOException e) {
            throw new ParameterException(spec.commandLine(), "nobody can listen on port " + port + " of 127.0.0.1 (" + e.getCause().getMessage()
                    + "): choose another one, or leave --port out for any that is free", e);
        }
    }

    private int run(SimulatorSettings settings, List<FaultRule> faults) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        try (Simulator simulator = Simulator.start(settings)) {
            simulator.faults(faults);
            spec.commandLine().getOut().println(isJson ? Json.MAPPER.createObjectNode().put("url", simulator.baseUri().toString()).toPrettyString()
                    : "simulator listening on " + simulator.baseUri());
            spec.commandLine().getOut().flush();
            if (untilStdinCloses) {
                watchStdin(end);
            }
            if (forSeconds == null) {
                end.await();
            } else {
                end.await(Duration.ofMillis(Math.round(forSeconds * 1_000)).toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private void watchStdin(CountDownLatch end) {
        Thread watcher = new Thread(() -> {
            try {
                stdin.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // as good as closed
            } finally {
                end.countDown();
            }
        }, "simulator-stdin");
        watcher.setDaemon(true);
        watcher.start();
    }

    SimulatorSettings settings() throws IOException {
        Behaviour behaviour = Behaviour.defaults();
        if (settingsFile != null) {
            behaviour = ControlEndpoints.changed(behaviour, Json.MAPPER.readValue(Files.readAllBytes(settingsFile), ObjectNode.class));
        }
        Timing given = behaviour.timing();
        Timing timing = new Timing(or(ring, given.ring()), or(talk, given.talk()), or(durationScale, given.durationScale()),
                or(recordingLagMs, given.recordingLagMs()), or(listLagMs, given.listLagMs()), or(latencyMs, given.latencyMs()));
        behaviour = new Behaviour(or(seed, behaviour.seed()), timing, mix.isEmpty() ? behaviour.mix() : new EnumMap<>(mix),
                or(vocabulary, behaviour.vocabulary()), or(echoVariables, behaviour.echoesVariables()),
                fromNumbers.isEmpty() ? behaviour.fromNumbers() : fromNumbers,
                agentVersions.isEmpty() ? behaviour.agentVersions() : agentVersions, behaviour.scripts(),
                behaviour.feather());
        Behaviour decided = behaviour;
        SimulatorSettings settings = SimulatorSettings.defaults().withPort(port).behaving(any -> decided);
        return apiKey == null ? settings : settings.withApiKey(apiKey);
    }

    private static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }
}
