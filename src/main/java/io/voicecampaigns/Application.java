package io.voicecampaigns;

import io.voicecampaigns.privacy.LogGuard;
import io.voicecampaigns.provider.InvalidProviderException;
import io.voicecampaigns.settings.Settings;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorMain;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line. Without a command it is {@code run}. */
@Command(name = "voice-campaigns", mixinStandardHelpOptions = true, versionProvider = Application.Version.class,
        description = "Calls the people on a list with an AI voice agent, and brings back what came of it.",
        subcommands = {Validation.class, PreflightCommand.class, TestCallCommand.class, SnapshotCommand.class, ReleaseCommand.class, RestoreCommand.class,
            StatusCommand.class, OperateCommands.Pause.class, OperateCommands.Resume.class, OperateCommands.Cancel.class, OperateCommands.Retry.class,
            OperateCommands.Resend.class, OperateCommands.Suppress.class, EraseCommands.Forget.class, EraseCommands.Prune.class, ReviewCommand.class,
            AuditCommand.class, CommandLine.HelpCommand.class})
public final class Application implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    private static final int WRONG_USE = 2;
    private static final String SIMULATED_KEY = "key-of-the-simulated-provider";

    @Option(names = "--simulate", description = "Call nobody: place the calls with a simulated provider, under <data>/simulated.")
    private boolean simulate;

    @Option(names = "--accept-older-ledger",
            description = "Go on with a ledger that was restored from an older copy than this installation last used.")
    private boolean acceptOlderLedger;

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(Validation.NAME)) {
            LogGuard.toStandardError();
        }
        LogGuard.install();
        System.exit(new CommandLine(new Application())
                .addSubcommand(SimulatorMain.commandLine(System.in))
                .addSubcommand(new ConfigCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure))
                .execute(withoutRun(args)));
    }

    private static String[] withoutRun(String[] args) {
        return args.length > 0 && args[0].equals("run") ? java.util.Arrays.copyOfRange(args, 1, args.length) : args;
    }

    private static int failed(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean forPeople = cause.getClass().getName().startsWith("io.voicecampaigns.") && cause.getMessage() != null;
            if (forPeople) {
                System.err.println(cause.getMessage());
                return cause instanceof NotConfiguredException || cause instanceof InvalidProviderException ? WRONG_USE : 1;
            }
        }
        LOG.error("the start failed", failure);
        return 1;
    }

    /** Runs the service until it is told to end. */
    @Override
    public Integer call() throws Exception {
        boolean isSimulated = simulate || Boolean.parseBoolean(System.getenv("SIMULATE"));
        Home home = Home.here(isSimulated);
        Bundle.Options options = home.options().set("ledger.accept-older", acceptOlderLedger);
        if (isSimulated) {
            return simulated(options, home.settings());
        }
        try (Bundle bundle = new Bundle(options.needingProvider())) {
            return bundle.run();
        }
    }

    private static int simulated(Bundle.Options options, Settings settings) throws Exception {
        try (Simulator simulator = simulator()) {
            LOG.info("SIMULATED: nobody is called; everything is kept under {}", simulatedData(settings));
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

    /** Calls and records nothing but with this simulator, and keeps everything apart. */
    static Bundle.Options simulatedBy(Simulator simulator, Bundle.Options options, Settings settings) {
        return options.ignoringEnvironment()
                .set("ledger.url", "").set("ledger.user", "").set("ledger.password", "").set("installation.secret", "")
                .set("data.dir", simulatedData(settings))
                .simulatedBy(simulator.baseUri(), SIMULATED_KEY);
    }

    private static Path simulatedData(Settings settings) {
        return Path.of(settings.value("data.dir"), "simulated");
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"voice-campaigns "
                    + Optional.ofNullable(Application.class.getPackage().getImplementationVersion()).orElse("(unpackaged)")};
        }
    }
}
