package io.voicecampaigns;

import io.voicecampaigns.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells which settings are in force, and what is wrong with them, without starting or opening anything. */
@Command(name = "config", mixinStandardHelpOptions = true,
        description = "Prints the settings in force and where each comes from, without secrets; then everything that is wrong with them.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:the settings make sense", "2:they do not"})
final class ConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = Home.settingsHere();
        spec.commandLine().getOut().print(settings.listing());
        spec.commandLine().getOut().flush();
        if (settings.problems().isEmpty()) {
            return 0;
        }
        throw new NotConfiguredException("\n" + String.join("\n", settings.problems()));
    }
}
