package io.voicecampaigns.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulasTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+SUM(1)", "-cmd|'/C calc'!A0", "@SUM(1)", "\tx", "\r=1", "\n=1",
            "  =1+1", "\"=1+1", " \"=1", "＝1+1", "＋a", "－a", "＠a", "\u00a0=1", "\u200b=1", "\uFEFF=1",
            "-5+2", "+34-612-345", "+34612345678=1", "--5", "-", "+(34)612"})
    void what_a_spreadsheet_would_execute_is_made_text(String cell) {
        assertThat(Formulas.neutralise(cell)).isEqualTo("'" + cell);
    }

    @Test
    void a_cell_as_long_as_a_row_is_looked_at_without_harm() {
        String cell = "+1" + ",1".repeat(500_000);

        assertThat(Formulas.neutralise(cell)).isEqualTo("'" + cell);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "Ana", "-5", "+3.5", "-5,2", "-1.234,56", "-1.5E-3", "+34612345678", "+34 612 345 678",
            " -5 ", "0034612345678", "a=b", "'=1+1", "ñ=", "10 %", "(91) 234", "\"", "#1"})
    void numbers_and_plain_text_are_left_alone(String cell) {
        assertThat(Formulas.neutralise(cell)).isEqualTo(cell);
    }
}
