package io.voicecampaigns;

import io.voicecampaigns.privacy.LogGuard;
import io.voicecampaigns.provider.InvalidProviderException;
import io.voicecampaigns.settings.Settings;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorMain;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Without a command it is {@code run}. */
@Command(name = "voice-campaigns", mixinStandardHelpOptions = true, versionProvider = Application.Version.class,
        description = {"Calls the people on a list with an AI voice agent, and brings back what came of it.", "Without a command, the service runs until it is told to end."},
        footer = {"", "Examples:", "  voice-campaigns                                   the service", "  voice-campaigns --simulate                        the service, calling nobody",
            "  voice-campaigns preflight renovaciones june.csv   what would become of a list", "  voice-campaigns pause --help                      what a command does",
            "voice-campaigns stands for: java -jar voice-campaigns.jar"},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:it was told to end", "1:it could not start, or failed; it is said why", "2:wrong use, or wrong settings"},
        subcommands = {Validation.class, PreflightCommand.class, TestCallCommand.class, SnapshotCommand.class, ReleaseCommand.class, RestoreCommand.class,
            StatusCommand.class, OperateCommands.Pause.class, OperateCommands.Resume.class, OperateCommands.Cancel.class, OperateCommands.Retry.class,
            OperateCommands.Resend.class, OperateCommands.Suppress.class, EraseCommands.Forget.class, EraseCommands.Prune.class, ReviewCommand.class,
            AuditCommand.class, ConfigCommand.class, CommandLine.HelpCommand.class})
public final class Application implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final String SIMULATED_KEY = "key-of-the-simulated-provider";
    private static final String RUN = "run";
    private static final Pattern NO_SUCH_VALUE = Pattern.compile("cannot convert ('.*') to .*", Pattern.DOTALL);

    @Option(names = "--simulate", description = "Call nobody: place the calls with a simulated provider, under <data>/simulated.")
    private boolean simulate;

    @Option(names = "--accept-older-ledger",
            description = "Go on with a ledger that was restored from an older copy than this installation last used.")
    private boolean acceptOlderLedger;

    public static void main(String[] args) {
        boolean isService = args.length == 0 || args[0].startsWith("-") || args[0].equals(RUN);
        if (!isService) {
            LogGuard.toStandardError();
            LogGuard.quieten();
        }
        LogGuard.install();
        // as the documents that others read, whatever the terminal is set to
        System.exit(commandLine().setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8)).setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .execute(withoutRun(args)));
    }

    /** All commands. */
    static CommandLine commandLine() {
        CommandLine all = new CommandLine(new Application()).addSubcommand(SimulatorMain.commandLine(System.in));
        all.getSubcommands().values().forEach(command -> command.getCommandSpec().versionProvider(new Version()));
        return all
                .setParameterExceptionHandler(Application::wronglyUsed)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
    }

    private static String[] withoutRun(String[] args) {
        return args.length > 0 && args[0].equals(RUN) ? Arrays.copyOfRange(args, 1, args.length) : args;
    }

    private static int wronglyUsed(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        List<String> suggested = failure instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return Output.refused(command, Arrays.asList(args).contains("--json"), WRONG_USE, said(failure),
                (suggested.isEmpty() ? "" : "did you mean " + String.join(" or ", suggested) + "? ")
                        + command.getCommandSpec().qualifiedName() + " --help shows what it takes, with examples");
    }

    /** Without the words of Java, where a value is none of its kind. */
    private static String said(ParameterException failure) {
        return failure.getArgSpec() == null ? failure.getMessage()
                : NO_SUCH_VALUE.matcher(failure.getMessage()).replaceFirst("$1 is no " + Matcher.quoteReplacement(failure.getArgSpec().paramLabel()));
    }

    private static int failed(Exception failure, CommandLine command) {
        boolean isJson = Optional.ofNullable(command.getParseResult()).filter(parsed -> parsed.hasMatchedOption("--json")).isPresent();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean forPeople = cause.getClass().getName().startsWith("io.voicecampaigns.") && cause.getMessage() != null;
            if (forPeople) {
                int code = cause instanceof NotConfiguredException || cause instanceof InvalidProviderException ? WRONG_USE : FAILED;
                if (isJson) {
                    return Output.refused(command, true, code, cause.getMessage(), "mend that; voice-campaigns config tells which settings are in force");
                }
                command.getErr().println(cause.getMessage());
                return code;
            }
        }
        LOG.error("{} failed", command.getParent() == null ? "the start" : command.getCommandName(), failure);
        return isJson ? Output.refused(command, true, FAILED, "the command failed", "look at its log lines") : FAILED;
    }

    /** Runs the service until it is told to end. */
    @Override
    public Integer call() throws Exception {
        boolean isSimulated = isSimulated(simulate);
        Home home = Home.here(isSimulated);
        Bundle.Options options = home.options().set("ledger.accept-older", acceptOlderLedger);
        if (isSimulated) {
            return simulated(options, home.settings());
        }
        try (Bundle bundle = new Bundle(options.needingProvider())) {
            return bundle.run();
        }
    }

    /** @param isAskedFor by an option of the command */
    static boolean isSimulated(boolean isAskedFor) {
        return isAskedFor || Boolean.parseBoolean(System.getenv("SIMULATE"));
    }

    private static int simulated(Bundle.Options options, Settings settings) throws Exception {
        try (Simulator simulator = simulator()) {
            LOG.info("SIMULATED: nobody is called; everything is kept under {}", settings.value("data.dir"));
            simulatedBy(simulator, options, settings)
                    .set("management.host", settings.value("management.host")).set("management.port", settings.value("management.port"))
                    .set("operate.host", settings.value("operate.host")).set("operate.port", settings.value("operate.port"))
                    .set("operate.token", settings.value("operate.token"));
            try (Bundle bundle = new Bundle(options)) {
                return bundle.run();
            }
        }
    }

    /** A simulated provider for {@link #simulatedBy}. */
    static Simulator simulator() {
        return Simulator.start(SimulatorSettings.defaults().withApiKey(SIMULATED_KEY));
    }

    /**
     * Calls and records nothing but with this simulator, and keeps everything apart.
     *
     * @param settings those of a simulation; what has no effect on it is told
     */
    static Bundle.Options simulatedBy(Simulator simulator, Bundle.Options options, Settings settings) {
        if (!settings.ignored().isEmpty()) {
            LOG.info("SIMULATED: without effect are {}; config --simulate lists what is in force", String.join(", ", settings.ignored()));
        }
        return options.ignoringEnvironment()
                .set("ledger.url", "").set("ledger.user", "").set("ledger.password", "").set("installation.secret", "")
                .set("data.dir", settings.value("data.dir"))
                .simulatedBy(simulator.baseUri(), SIMULATED_KEY);
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"voice-campaigns "
                    + Optional.ofNullable(Application.class.getPackage().getImplementationVersion()).orElse("(unpackaged)")};
        }
    }
}
