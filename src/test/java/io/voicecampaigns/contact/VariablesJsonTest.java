package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesJsonTest {

    @Test
    void variables_are_compact_and_keep_their_order() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("z", "Ana \"la\" Gil\n");
        variables.put("a", "ñ 😀");
        variables.put("", "");

        String json = VariablesJson.write(variables);

        assertThat(json).isEqualTo("{\"z\":\"Ana \\\"la\\\" Gil\\n\",\"a\":\"ñ 😀\",\"\":\"\"}");
        assertThat(VariablesJson.read(json)).containsExactlyEntriesOf(variables);
    }

    @Test
    void no_variables_are_an_empty_object() {
        assertThat(VariablesJson.write(Map.of())).isEqualTo("{}");
        assertThat(VariablesJson.read("{}")).isEmpty();
    }

    @Test
    void any_character_survives() {
        StringBuilder all = new StringBuilder();
        for (char character = 0; character < '\ud800'; character++) {
            all.append(character);
        }

        assertThat(VariablesJson.read(VariablesJson.write(Map.of("v", all.toString())))).isEqualTo(Map.of("v", all.toString()));
    }

    @Test
    void a_variable_without_a_value_is_not_written() {
        assertThatNullPointerException().isThrownBy(() -> VariablesJson.write(Collections.singletonMap("nombre", null)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"a\":1}", "{\"a\":null}", "{\"a\":{\"b\":\"secreto\"}}", "{\"a\":\"secreto\"",
        "{\"a\":\"secreto\"} x", "secreto",
        "{\"a\":secreto}"})
    void anything_else_is_refused_without_showing_it(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> VariablesJson.read(text))
                .withMessage("not a JSON object of texts").withNoCause();
    }
}
