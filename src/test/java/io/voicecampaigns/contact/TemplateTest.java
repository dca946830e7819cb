package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    @Test
    void a_text_without_places_is_itself() {
        assertThat(render("Oferta de {otoño} | 'x'", Map.of())).isEqualTo("Oferta de {otoño} | 'x'");
        assertThat(render("", Map.of())).isEmpty();
    }

    @Test
    void places_are_filled_from_the_row_and_the_text_around_them_stays() {
        assertThat(render("{{nombre | trim}} {{apellido}}!", Map.of("nombre", " Ana ", "apellido", "Gil"))).isEqualTo("Ana Gil!");
    }

    @Test
    void a_value_without_functions_stays_as_it_is() {
        assertThat(render("[{{código}}]", Map.of("código", " 007 "))).isEqualTo("[ 007 ]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Contact.Account.Name", "fecha de alta", "it's", "Importe (€)", "a, b", "50%_off-now", "a}b{c"})
    void a_column_may_have_any_name_a_header_has(String column) {
        Template template = Template.parse("{{ " + column + "|trim}}");

        assertThat(template.columns()).containsExactly(column);
        assertThat(template.render(Columns.of(Map.of(column, " 1 ")))).isEqualTo("1");
    }

    @Test
    void the_columns_come_once_each_in_the_order_of_the_places() {
        assertThat(Template.parse("{{b}} {{a | upper}} {{b}} c").columns()).containsExactly("b", "a");
    }

    @Test
    void functions_apply_from_left_to_right() {
        assertThat(render("{{a | lower | default('X') | upper}}", Map.of("a", ""))).isEqualTo("X");
        assertThat(render("{{a | upper | default('x') | lower}}", Map.of("a", "ÑU"))).isEqualTo("ñu");
    }

    @Test
    void trim_removes_no_break_spaces_too() {
        assertThat(render("{{a|trim}}", Map.of("a", "\ufeff\u00a0 Ana\u00a0María\u202f\t"))).isEqualTo("Ana\u00a0María");
    }

    @Test
    void letter_case_is_the_same_on_every_machine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(render("{{a | upper}} {{b | lower}}", Map.of("a", "irene", "b", "IRENE"))).isEqualTo("IRENE irene");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void a_default_stands_in_for_an_absent_or_blank_value_only() {
        assertThat(render("{{oferta | default('10 %')}}", Map.of())).isEqualTo("10 %");
        assertThat(render("{{oferta | default('10 %')}}", Map.of("oferta", " \u00a0"))).isEqualTo("10 %");
        assertThat(render("{{oferta | default('10 %')}}", Map.of("oferta", "5 %"))).isEqualTo("5 %");
    }

    @Test
    void a_default_may_be_empty_and_then_passes_every_function() {
        assertThat(render("<{{a | default('') | upper | date('d')}}>", Map.of())).isEqualTo("<>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "{{a|default('it''s')}} ~ it's",
        "{{a|default(\"it's\")}} ~ it's",
        "{{a | default( '}} | {{' )}} ~ }} | {{",
        "{{a|default('b)')}} ~ b)"})
    void an_argument_may_hold_quotes_and_braces(String template, String rendered) {
        assertThat(render(template, Map.of())).isEqualTo(rendered);
    }

    @Test
    void an_absent_column_is_named() {
        assertThatThrownBy(() -> render("{{nombre}}", Map.of("apellido", "Gil")))
                .isInstanceOf(TemplateException.class).hasMessage("column nombre is missing");
    }

    @Test
    void a_blank_column_is_named() {
        assertThatThrownBy(() -> render("{{nombre | upper}}", Map.of("nombre", " \u00a0\t")))
                .isInstanceOf(TemplateException.class).hasMessage("column nombre is empty");
    }

    @Test
    void templates_are_equal_if_their_texts_are() {
        assertThat(Template.parse("{{a}}")).isEqualTo(Template.parse("{{a}}")).hasSameHashCodeAs(Template.parse("{{a}}"))
                .isNotEqualTo(Template.parse("{{a }}")).hasToString("{{a}}");
    }

    private static String render(String template, Map<String, String> row) {
        return Template.parse(template).render(Columns.of(row));
    }
}
