package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadTemplateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "Hola {{nombre ~ at character 6: {{ is not closed by }}",
        "{{nombre | trim ~ at character 1: {{ is not closed by }}",
        "{{nombre {{apellido}} ~ at character 1: {{ is not closed by }}",
        "{{nombre | trim {{apellido}} ~ at character 1: {{ is not closed by }}",
        "{{a | default( ~ at character 1: {{ is not closed by }}",
        "{{a | default('x' ~ at character 1: {{ is not closed by }}",
        "{nombre}} ~ at character 8: }} closes nothing: a place begins with {{",
        "{{ }} ~ at character 3: the name of a column is missing",
        "{{ | trim}} ~ at character 3: the name of a column is missing"})
    void unbalanced_braces_are_shown_where_they_stand(String template, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Template.parse(template)).withMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"uper, upper", "Trim, trim", "fecha, date", "defualt, default", "lowercase, lower"})
    void an_unknown_function_is_answered_with_the_nearest_known_one(String name, String nearest) {
        assertThatIllegalArgumentException().isThrownBy(() -> Template.parse("x {{a | " + name + "}}"))
                .withMessage("at character 9: there is no function " + name + ", did you mean " + nearest + "? "
                        + "The functions are date, default, lower, trim, upper");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "{{a | default}} ~ at character 7: wrong number of arguments (0): default('text')",
        "{{a | default()}} ~ at character 7: wrong number of arguments (0): default('text')",
        "{{a | trim('x')}} ~ at character 7: wrong number of arguments (1): trim",
        "{{a | date('d', 'es', 'x')}} ~ at character 7: wrong number of arguments (3): "
                + "date('pattern') or date('pattern', 'language')",
        "{{a | default(x)}} ~ at character 15: an argument stands in quotes: default('text')",
        "{{a | default('x)}} ~ at character 15: the quote that opens here is not closed",
        "{{a | default('x',)}} ~ at character 19: an argument stands in quotes: default('text')",
        "{{a | default('x' 'y')}} ~ at character 19: , or ) should stand here: default('text')",
        "{{a | trim upper}} ~ at character 12: | or }} should stand here",
        "{{a | | trim}} ~ at character 7: the name of a function is missing, one of date, default, lower, trim, upper"})
    void a_function_used_wrongly_is_shown_where_it_stands(String template, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Template.parse(template)).withMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "date('bogus') ~ 'bogus' is not a date pattern",
        "date('d MMMMMM') ~ 'd MMMMMM' is not a date pattern",
        "date('d z') ~ 'd z' is not a date pattern",
        "date(' ') ~ the date pattern is empty",
        "date('d MMMM') ~ the date pattern writes names, so it needs a language: date('d MMMM', 'es')",
        "date('hh:mm a') ~ the date pattern writes names, so it needs a language: date('hh:mm a', 'es')",
        "date('d', 'es_ES') ~ 'es_ES' is not a language tag such as 'es' or 'es-MX'",
        "date('d', 'español') ~ 'español' is not a language tag such as 'es' or 'es-MX'",
        "date('d', 'spanish') ~ 'spanish' is not a language tag such as 'es' or 'es-MX'",
        "date('d', '') ~ '' is not a language tag such as 'es' or 'es-MX'"})
    void a_bad_date_pattern_or_language_is_found_before_any_row_is_read(String function, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Template.parse("{{fecha | " + function + "}}"))
                .withMessageStartingWith("at character 11: " + message);
    }
}
