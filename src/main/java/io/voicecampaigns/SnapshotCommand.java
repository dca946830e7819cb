package io.voicecampaigns;

import io.voicecampaigns.agent.SnapshotRun;
import io.voicecampaigns.privacy.LogGuard;
import io.voicecampaigns.simulator.Simulator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What happens every night, once and now. It may run beside the service. */
@Command(name = "snapshot", mixinStandardHelpOptions = true,
        description = "Copies all versions of all agents now, and reports what has changed. The ledger is not opened.",
        footer = {"", "Examples:", "  voice-campaigns snapshot", "  voice-campaigns snapshot --json", "  voice-campaigns snapshot --simulate"},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:everything was copied", "2:no provider is set up", "3:something is missing"})
final class SnapshotCommand implements Callable<Integer> {
    private static final int INCOMPLETE = 3;

    @Mixin
    private Output output;

    @Option(names = "--simulate", description = "Copy the agents of a simulated provider, under <data>/simulated.")
    private boolean simulate;

    @Override
    public Integer call() {
        LogGuard.toStandardError();
        boolean isSimulated = Application.isSimulated(simulate);
        Home home = Home.here(isSimulated);
        if (!isSimulated) {
            return copied(home.options());
        }
        try (Simulator simulator = Application.simulator()) {
            return copied(Application.simulatedBy(simulator, home.options(), home.settings()));
        }
    }

    private int copied(Bundle.Options options) {
        try (AgentJobs jobs = new AgentJobs(options.needingProvider())) {
            SnapshotRun run = jobs.snapshot();
            output.print(run.document(), run + run.report().map(file -> "\nsee " + file).orElse(""));
            return run.isComplete() ? 0 : INCOMPLETE;
        }
    }
}
