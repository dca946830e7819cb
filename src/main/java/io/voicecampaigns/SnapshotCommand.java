package io.voicecampaigns;

import io.voicecampaigns.agent.SnapshotRun;
import io.voicecampaigns.privacy.LogGuard;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What happens every night, once and now. It may run beside the service. */
@Command(name = "snapshot", mixinStandardHelpOptions = true,
        description = "Copies all versions of all agents now, and reports what has changed. The ledger is not opened.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:everything was copied", "2:no provider is set up", "3:something is missing"})
final class SnapshotCommand implements Callable<Integer> {
    private static final int INCOMPLETE = 3;

    @Override
    public Integer call() {
        LogGuard.toStandardError();
        try (AgentJobs jobs = new AgentJobs(Home.here(false).options().needingProvider())) {
            SnapshotRun run = jobs.snapshot();
            System.out.println(run);
            run.report().ifPresent(file -> System.out.println("see " + file));
            return run.isComplete() ? 0 : INCOMPLETE;
        }
    }
}
