package io.voicecampaigns;

import io.voicecampaigns.agent.Restore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an agent again what a copy says it was. */
@Command(name = "restore", mixinStandardHelpOptions = true,
        description = {"Makes a new version of an agent from the copy of an old one. The ledger is not opened.",
            "Where the provider changes versions in place, it is the old version that is changed back, and live at once."},
        footer = {"", "Examples:", "  voice-campaigns restore --dry-run data/snapshots/diga/<agent>/v3-<version>.json",
            "  voice-campaigns restore --publish --reviewed <hash> data/snapshots/diga/<agent>/v3-<version>.json"},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:done", "1:refused; the reasons are printed", "2:the file cannot be used",
            "3:not finished, since an answer is missing: run it again"})
final class RestoreCommand implements Callable<Integer> {
    @Option(names = "--dry-run", description = "Changes nothing: shows what would change, and the hash for --reviewed.")
    private boolean dryRun;

    @Option(names = "--publish", description = "Makes the new version the live one; needs --reviewed.")
    private boolean publish;

    @Option(names = "--reviewed", paramLabel = "<hash>", description = "What --dry-run printed.")
    private String reviewed;

    @Option(names = "--version-name", paramLabel = "<name>", description = "The name of the new version.")
    private String versionName;

    @Mixin
    private Output output;

    @Parameters(paramLabel = "<snapshot file>", description = "such as data/snapshots/diga/<agent>/v3-<version>.json")
    private Path file;

    @Override
    public Integer call() throws IOException {
        return ReleaseCommand.release("restore of " + file.getFileName(), file, path -> Restore.release(Files.readAllBytes(path), publish,
                Optional.ofNullable(reviewed), Optional.ofNullable(versionName)), dryRun, output);
    }
}
