package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    @Test
    void the_exact_name_goes_before_one_in_another_letter_case() {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("TELEFONO", "1");
        cells.put("telefono", "2");

        assertThat(Columns.of(cells).apply("telefono")).contains("2");
        assertThat(Columns.of(cells).apply("Telefono")).contains("1");
    }

    @Test
    void letter_case_and_spaces_around_a_name_do_not_matter() {
        assertThat(Columns.of(Map.of("\u00a0Teléfono Móvil ", "1")).apply("teléfono MÓVIL")).contains("1");
    }

    @Test
    void a_letter_and_its_accent_may_be_encoded_apart() {
        assertThat(Columns.of(Map.of("Dirección", "1")).apply("direccio\u0301n")).contains("1");
        assertThat(Columns.of(Map.of("direccio\u0301n", "1")).apply("dirección")).contains("1");
        assertThat(Columns.of(Map.of("direccion", "1")).apply("dirección")).isEmpty();
    }

    @Test
    void a_cell_is_given_as_it_stands() {
        assertThat(Columns.of(Map.of("a", " 007 ")).apply("a")).contains(" 007 ");
    }

    @Test
    void a_column_that_is_not_there_or_holds_no_value_is_absent() {
        assertThat(Columns.of(Map.of("a", "1")).apply("b")).isEmpty();
        assertThat(Columns.of(Collections.singletonMap("a", null)).apply("a")).isEmpty();
    }

    @Test
    void cells_do_not_show_in_logs() {
        assertThat(Columns.of(Map.of("nombre", "Ana"))).asString().doesNotContain("Ana");
    }
}
