package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcelDamageTest {
    @ParameterizedTest
    @ValueSource(strings = {"6,12E+08", "6.12E+08", "3,46123E+10", " 6E+08 ", "'6,12e+08", "-6,12E+8", "6.12E8",
            "\u00a06,12E+08"})
    void a_number_of_which_only_the_first_digits_are_left_is_seen(String cell) {
        assertThat(ExcelDamage.isDestroyedNumber(cell)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "612345678", "+34612345678", "3E5", "E+08", "6,12", "Calle 6,12E+08", "12,5E+08", "6,12E-08"})
    void other_cells_are_left_alone(String cell) {
        assertThat(ExcelDamage.isDestroyedNumber(cell)).isFalse();
    }
}
