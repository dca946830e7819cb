package io.voicecampaigns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a command says of itself. */
class CommandsTest {
    @ParameterizedTest
    @ValueSource(strings = {"status", "pause", "resume", "cancel", "retry", "review", "resend", "suppress", "audit"})
    void whoever_operates_a_campaign_is_shown_examples_and_exit_codes(String command) {
        String help = new CommandLine(new Application()).getSubcommands().get(command).getUsageMessage(CommandLine.Help.Ansi.OFF);

        assertThat(help).contains("Example", "  voice-campaigns " + command, "Exit codes:", "--json", "--url", "--token", "--as");
    }
}
