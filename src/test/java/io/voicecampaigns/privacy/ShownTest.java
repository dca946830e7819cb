package io.voicecampaigns.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ShownTest {
    @ParameterizedTest
    @ValueSource(strings = {"clientes-demo", "José Łukasz 李", "lista (2)", "2026-11-21", "export_20261121_093000", "export-20261121093000", "semana 47/2026",
        "\u0645\u06cc\u200c\u0631\u0648\u062f", "👩‍💻"})
    void an_ordinary_name_is_shown_as_it_is(String name) {
        assertThat(Shown.name(name)).isEqualTo(name);
    }

    @Test
    void what_cannot_be_seen_is_escaped() {
        assertThat(Shown.name("a\nb\rc\td")).isEqualTo("a\\nb\\rc\\td");
        assertThat(Shown.name("\u001b[31mred\u0007\u0085\u2028")).isEqualTo("\\u001b[31mred\\u0007\\u0085\\u2028");
        assertThat(Shown.name("fdp.\u202evsc")).as("which turns the direction around").isEqualTo("fdp.\\u202evsc");
        assertThat(Shown.name("\udb40\udc01x\ud800")).isEqualTo("\\ue0001x\\ud800");
    }

    @ParameterizedTest
    @ValueSource(strings = {"612345678", "+34612345678", "612_345_678", "612-34-56-78", "612\n345\n678", "de 612345678 a 699_99_99_99", "\u001b612\u001b345678"})
    void a_number_is_masked_however_it_is_parted(String name) {
        assertThat(Shown.name("lista " + name)).startsWith("lista ").contains("[number]").doesNotContain("345").doesNotContain("99");
    }

    @Test
    void what_is_shown_already_stays_as_it_is() {
        String once = Shown.name("lista\n612345678\u202e \\n");

        assertThat(Shown.name(once)).isEqualTo(once);
    }

    @Test
    void no_text_makes_a_log_line_of_its_own() {
        try (CapturedLogs logs = new CapturedLogs()) {
            LoggerFactory.getLogger("io.voicecampaigns.shown").warn("campaign {} was refused: {}", "uno", "x\n2026-11-21 09:00:00 INFO all is well\r\u001b[2K");

            assertThat(logs.text()).contains("refused: x\n  2026-11-21").contains("\\r\\u001b[2K").doesNotContain("\u001b").doesNotContain("\r");
        }
    }
}
