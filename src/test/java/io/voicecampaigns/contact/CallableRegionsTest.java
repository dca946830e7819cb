package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallableRegionsTest {
    private final PhoneNumbers numbers = new PhoneNumbers();

    @Test
    void no_region_means_anywhere() {
        assertThat(CallableRegions.of(List.of())).isSameAs(CallableRegions.ANYWHERE).hasToString("anywhere");
        assertThat(CallableRegions.ANYWHERE.admit("+881612345678", numbers)).isTrue();
    }

    @Test
    void a_region_admits_its_own_numbers_only() {
        CallableRegions spain = CallableRegions.of(List.of("ES"));

        assertThat(spain.admit("+34612345678", numbers)).isTrue();
        assertThat(spain.admit("+33612345678", numbers)).isFalse();
        assertThat(spain.admit("+351912345678", numbers)).isFalse();
    }

    @Test
    void regions_that_share_a_calling_code_are_told_apart() {
        CallableRegions unitedStates = CallableRegions.of(List.of("US"));

        assertThat(unitedStates.admit("+12024561111", numbers)).isTrue();
        assertThat(unitedStates.admit("+12045551234", numbers)).as("Canada").isFalse();
    }

    @Test
    void a_calling_code_admits_all_its_regions() {
        CallableRegions northAmerica = CallableRegions.of(List.of("+1", "ES"));

        assertThat(northAmerica.admit("+12045551234", numbers)).isTrue();
        assertThat(northAmerica.admit("+34612345678", numbers)).isTrue();
        assertThat(northAmerica.admit("+442079460018", numbers)).isFalse();
    }

    @Test
    void regions_are_told_to_people_in_order() {
        assertThat(CallableRegions.of(List.of("PT", "ES", "PT"))).hasToString("ES, PT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"es", "XX", "Spain", "34", "+0", "+999", "+3499", "+", ""})
    void anything_else_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> CallableRegions.of(List.of(name)))
                .withMessage("neither a region such as ES nor a calling code such as +34: " + name);
    }
}
