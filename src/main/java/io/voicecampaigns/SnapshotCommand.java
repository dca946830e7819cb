package io.voicecampaigns;

import io.voicecampaigns.agent.SnapshotRun;
import io.voicecampaigns.privacy.LogGuard;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What happens every night, once and now. It may run beside the service. */
@Command(name = "snapshot", mixinStandardHelpOptions = true,
        description = "Copies all versions of all agents now, and reports what has changed. The ledger is not opened.",
        footer = {"", "Examples:", "  voice-campaigns snapshot", "  voice-campaigns snapshot --json"},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:everything was copied", "2:no provider is set up", "3:something is missing"})
final class SnapshotCommand implements Callable<Integer> {
    private static final int INCOMPLETE = 3;

    @Mixin
    private Output output;

    @Override
    public Integer call() {
        LogGuard.toStandardError();
        try (AgentJobs jobs = new AgentJobs(Home.here(false).options().needingProvider())) {
            SnapshotRun run = jobs.snapshot();
            output.print(run.document(), run + run.report().map(file -> "\nsee " + file).orElse(""));
            return run.isComplete() ? 0 : INCOMPLETE;
        }
    }
}
