package io.voicecampaigns;

import io.voicecampaigns.agent.Release;
import io.voicecampaigns.agent.ReleaseRefusedException;
import io.voicecampaigns.privacy.LogGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries one release file out, which stays where it is. It may run beside the service. */
@Command(name = "release", mixinStandardHelpOptions = true,
        description = {"Changes an agent as a file says, and launches the change as a new version. The ledger is not opened.",
            "The same file is released once, however often this is called."},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:refused; the reasons are printed", "2:the file cannot be used",
            "3:not finished, since an answer is missing: run it again"})
final class ReleaseCommand implements Callable<Integer> {
    static final int REFUSED = 1;
    static final int UNUSABLE = 2;
    static final int UNFINISHED = 3;

    @Option(names = "--dry-run", description = "Changes nothing: shows what would change, and the hash that a reviewed file carries.")
    private boolean dryRun;

    @Parameters(paramLabel = "<file>", description = "JSON or YAML: provider, agent, change, version-name, publish, reviewed, …")
    private Path file;

    @Override
    public Integer call() throws IOException {
        return release(file.getFileName().toString(), file, Files::readAllBytes, dryRun);
    }

    /** What is read of the file. */
    interface Content {
        byte[] of(Path file) throws IOException;
    }

    static int release(String name, Path file, Content content, boolean dryRun) throws IOException {
        LogGuard.toStandardError();
        if (!Files.isRegularFile(file)) {
            System.err.println(file + " is no file");
            return UNUSABLE;
        }
        try (AgentJobs jobs = new AgentJobs(Home.here(false).options().needingProvider())) {
            return told(jobs.release(name, content.of(file), dryRun));
        } catch (ReleaseRefusedException e) {
            return refused(e.reasons(), UNUSABLE);
        }
    }

    private static int told(Release.Outcome outcome) {
        if (outcome instanceof Release.Previewed preview) {
            System.out.println(preview.text());
            return 0;
        }
        if (outcome instanceof Release.Released released) {
            System.out.println(released.summary() + "; see " + released.receipt());
            return 0;
        }
        if (outcome instanceof Release.Unfinished unfinished) {
            System.out.println("not finished: " + unfinished.reason() + ". Run it again after " + unfinished.retryAt() + ": nothing is done twice.");
            return UNFINISHED;
        }
        return refused(((Release.Refused) outcome).reasons(), REFUSED);
    }

    private static int refused(List<String> reasons, int code) {
        System.out.println("not released:");
        reasons.forEach(reason -> System.out.println("- " + reason));
        return code;
    }
}
