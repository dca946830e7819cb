package io.voicecampaigns;

import io.voicecampaigns.agent.Release;
import io.voicecampaigns.agent.ReleaseRefusedException;
import io.voicecampaigns.privacy.LogGuard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries one release file out, which stays where it is. It may run beside the service. */
@Command(name = "release", mixinStandardHelpOptions = true,
        description = {"Changes an agent as a file says, and launches the change as a new version. The ledger is not opened.",
            "The same file is released once, however often this is called."},
        footer = {"", "Examples:", "  voice-campaigns release --dry-run spring.yaml", "  voice-campaigns release spring.yaml", "  voice-campaigns release --json spring.yaml"},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:refused; the reasons are printed", "2:the file cannot be used",
            "3:not finished, since an answer is missing: run it again"})
final class ReleaseCommand implements Callable<Integer> {
    static final int REFUSED = 1;
    static final int UNUSABLE = 2;
    static final int UNFINISHED = 3;
    private static final String WHAT_NEXT = "mend that, and look at what would be done with --dry-run";

    @Option(names = "--dry-run", description = "Changes nothing: shows what would change, and the hash that a reviewed file carries.")
    private boolean dryRun;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "<file>", description = "JSON or YAML: provider, agent, change, version-name, publish, reviewed, …")
    private Path file;

    @Override
    public Integer call() throws IOException {
        return release(file.getFileName().toString(), file, Files::readAllBytes, dryRun, output);
    }

    /** What is read of the file. */
    interface Content {
        byte[] of(Path file) throws IOException;
    }

    static int release(String name, Path file, Content content, boolean dryRun, Output output) throws IOException {
        LogGuard.toStandardError();
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            return output.refused(UNUSABLE, file + " is no file that can be read", "name one that is there, by its path from this directory");
        }
        try (AgentJobs jobs = new AgentJobs(Home.here(false).options().needingProvider())) {
            return told(jobs.release(name, content.of(file), dryRun), output);
        } catch (ReleaseRefusedException e) {
            return refused(e.reasons(), UNUSABLE, output);
        }
    }

    private static int told(Release.Outcome outcome, Output output) {
        if (outcome instanceof Release.Previewed preview) {
            output.print(document("previewed", "preview", preview.text()), preview.text());
            return 0;
        }
        if (outcome instanceof Release.Released released) {
            Map<String, Object> document = document("released", "summary", released.summary());
            document.put("receipt", released.receipt().toString());
            output.print(document, released.summary() + "; see " + released.receipt());
            return 0;
        }
        if (outcome instanceof Release.Unfinished unfinished) {
            Map<String, Object> document = document("unfinished", "reason", unfinished.reason());
            document.put("retry_at", unfinished.retryAt().toString());
            document.put("todo", "run it again after that: nothing is done twice");
            output.print(document, "not finished: " + unfinished.reason() + ". Run it again after " + unfinished.retryAt() + ": nothing is done twice.");
            return UNFINISHED;
        }
        return refused(((Release.Refused) outcome).reasons(), REFUSED, output);
    }

    private static int refused(List<String> reasons, int code, Output output) {
        Map<String, Object> document = document("refused", "error", String.join("; ", reasons));
        document.put("reasons", reasons);
        document.put("todo", WHAT_NEXT);
        output.print(document, "not released:\n" + reasons.stream().map(reason -> "- " + reason + "\n").collect(Collectors.joining()) + "What to do: " + WHAT_NEXT);
        return code;
    }

    private static Map<String, Object> document(String result, String field, String text) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("result", result);
        document.put(field, text);
        return document;
    }
}
