package io.voicecampaigns.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void a_line_moves_only_where_a_person_watches() {
        assertThat(Terminal.isInteractive(true, Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.isInteractive(true, Map.of("TERM", "xterm", "CI", "false"))).isTrue();
        assertThat(Terminal.isInteractive(false, Map.of("TERM", "xterm"))).isFalse();
        assertThat(Terminal.isInteractive(true, Map.of("TERM", "dumb"))).isFalse();
        assertThat(Terminal.isInteractive(true, Map.of())).isFalse();
        assertThat(Terminal.isInteractive(true, Map.of("TERM", "xterm", "CI", "true"))).isFalse();
    }

    @Test
    void detecting_always_gives_a_usable_terminal() {
        assertThat(Terminal.detect().width()).isPositive();
    }
}
