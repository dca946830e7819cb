package io.voicecampaigns;

import io.voicecampaigns.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells which settings are in force, and what is wrong with them, without starting or opening anything. */
@Command(name = "config", mixinStandardHelpOptions = true,
        description = "Prints the settings in force and where each comes from, without secrets; then everything that is wrong with them.",
        footer = {"", "Examples:", "  voice-campaigns config", "  voice-campaigns config --simulate", "  voice-campaigns config --json > settings.json"},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:the settings make sense", "2:they do not"})
final class ConfigCommand implements Callable<Integer> {
    private static final int WRONG = 2;

    @Option(names = "--simulate", description = "Those of a service that is started with --simulate, and what has no effect on it.")
    private boolean simulate;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        boolean isSimulated = Application.isSimulated(simulate);
        Settings settings = Home.settingsHere(isSimulated);
        List<String> problems = settings.problems();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("simulated", isSimulated);
        document.put("settings", settings.shown());
        document.put("without_effect", settings.ignored());
        document.put("problems", problems);
        output.print(document, settings.listing() + (settings.ignored().isEmpty() ? "" : "\n# without effect while simulating: " + String.join(", ", settings.ignored())));
        if (!problems.isEmpty() && !output.isJson()) {
            spec.commandLine().getErr().println("\n" + String.join("\n", problems));
        }
        return problems.isEmpty() ? 0 : WRONG;
    }
}
