package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateFunctionTest {
    private static final List<String> FORMS =
            List.of("uuuu-MM-dd", "d/M/uuuu", "dd/MM/uuuu", "d-M-uuuu", "dd-MM-uuuu", "d.M.uuuu", "dd.MM.uuuu", "dd-MM-uu",
                    "d/M/uu", "dd/MM/uu");

    @ParameterizedTest
    @ValueSource(strings = {"2026-12-03", "3/12/2026", "03/12/2026", "3-12-2026", "03-12-26", "3/12/26", "3.12.2026",
        " 03/12/2026\u00a0",
        "2026-12-03T23:59", "2026-12-03T23:59:30", "2026-12-03T00:00:00Z", "2026-12-03T23:30:00.000-05:00",
        "2026-12-03T10:15:30.000+0000",
        "2026-12-03T10:15:30+01:00[Europe/Madrid]"})
    void dates_are_read_in_these_forms_and_stay_the_day_that_is_written(String value) {
        assertThat(date("d MMMM", "es", value)).isEqualTo("3 diciembre");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "es    | EEEE d 'de' MMMM     | jueves 3 de diciembre",
        "es-MX | d MMMM               | 3 diciembre",
        "es    | LLLL                 | diciembre",
        "en    | EEEE, MMMM d         | Thursday, December 3",
        "ca    | d MMMM               | 3 de desembre",
        "de    | d. MMMM yyyy         | 3. Dezember 2026"})
    void a_date_is_written_in_the_language_of_the_people_called(String language, String pattern, String written) {
        assertThat(date(pattern, language, "3/12/2026")).isEqualTo(written);
    }

    @Test
    void a_pattern_of_numbers_needs_no_language() {
        assertThat(render("{{f | date('dd/MM/yyyy')}}", "2026-12-03")).isEqualTo("03/12/2026");
        assertThat(render("{{f | date('HH:mm')}}", "2026-12-03T09:05")).isEqualTo("09:05");
    }

    @ParameterizedTest
    @CsvSource({"31/12/00, 2000-12-31", "01/01/99, 2099-01-01", "29-02-28, 2028-02-29"})
    void two_digits_are_a_year_of_this_century(String value, LocalDate date) {
        assertThat(DateFunction.read(value)).contains(date);
    }

    @ParameterizedTest
    @ValueSource(strings = {"31/02/2026", "29/02/2026", "30/02/2028", "12/31/2026", "0/1/2026", "1/0/2026", "32/1/2026",
        "2026-02-31", "2026-13-01",
        "2026-02-31T10:00", "2026-12-03T24:00", "2026-12-03T25:00", "2026-12-03T", "2026-12-03 10:15", "2026/12/03", "20261203",
        "3-1-26", "3.12.26",
        "3/12", "3/12/2026/1", "3/12-2026", "3//2026", "/12/2026", "3/12/", "3/12/026", "3/12/20266", "003/12/2026",
        "-3/12/2026", "3/12/-202",
        "46000", "hoy", "3 diciembre 2026", "٣/١٢/٢٠٢٦", "1/123456789012/2026", "T", "2026-W49-4"})
    void anything_else_rejects_the_row_naming_the_column_and_not_the_value(String value) {
        assertThatThrownBy(() -> date("d MMMM", "es", value))
                .isInstanceOf(TemplateException.class)
                .hasMessage("column f is not a date: dates are read as 2026-12-31 or, day first, as 31/12/2026");
    }

    @Test
    void a_bad_date_is_not_covered_by_a_default() {
        assertThatThrownBy(() -> render("{{f | date('d') | default('pronto')}}", "31/02/2026"))
                .isInstanceOf(TemplateException.class);
        assertThat(Template.parse("{{f | date('d') | default('pronto')}}").render(Columns.of(Map.of()))).isEqualTo("pronto");
    }

    @Test
    void a_time_of_day_is_not_invented() {
        assertThatThrownBy(() -> render("{{f | date('HH:mm')}}", "2026-12-03"))
                .isInstanceOf(TemplateException.class).hasMessage("column f has no time of day");
    }

    @Test
    void every_date_is_read_back_from_every_form() {
        Random random = new Random(20261203);
        for (int i = 0; i < 5_000; i++) {
            LocalDate date = LocalDate.of(2000, 1, 1).plusDays(random.nextInt(36_525));
            for (String form : FORMS) {
                String text = date.format(DateTimeFormatter.ofPattern(form, Locale.ROOT));
                assertThat(DateFunction.read(text)).as("%s as %s", date, form).contains(date);
            }
        }
    }

    @Test
    void a_day_and_month_are_read_only_if_the_calendar_has_them() {
        for (int year : new int[] {2000, 2026, 2028, 2100}) {
            for (int month = 0; month <= 14; month++) {
                for (int day = 0; day <= 33; day++) {
                    boolean exists = month >= 1 && month <= 12 && day >= 1 && day <= LocalDate.of(year, month, 1).lengthOfMonth();
                    assertThat(DateFunction.read(day + "/" + month + "/" + year).isPresent()).isEqualTo(exists);
                }
            }
        }
    }

    private static String date(String pattern, String language, String value) {
        return render("{{f | date(\"" + pattern + "\", '" + language + "')}}", value);
    }

    private static String render(String template, String value) {
        return Template.parse(template).render(Columns.of(Map.of("f", value)));
    }
}
