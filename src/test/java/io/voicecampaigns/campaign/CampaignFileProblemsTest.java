package io.voicecampaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CampaignFileProblemsTest {
    private static final String SHORTEST = """
            provider: diga
            from-number: "+34910000000"
            contacts: {phone: telefono}
            """;

    @Test
    void all_problems_are_told_at_once_in_the_order_of_their_lines() {
        List<Problem> problems = problems("""
                provider: Diga
                from-numer: "+34910000000"
                edition: 0
                contacts:
                  key: customer_id
                calling:
                  window: mon-fri 9-21
                  max-concurent: 15
                  attempts: many
                  retry:
                    no_answer: 2 hours
                    answered: 1h
                report: {excel: yes}
                """);

        assertThat(problems).extracting(Problem::toString).containsExactly(
                "renewal.yaml:1 provider: \"Diga\" is no system's name; expected small letters, digits and hyphens",
                "renewal.yaml:1 from-number: is missing; expected the calling number in quotes, such as \"+34910000000\","
                        + " or the provider's id of it",
                "renewal.yaml:2 from-numer: is not known here; did you mean from-number?",
                "renewal.yaml:3 edition: expected a whole number from 1 to 2147483646",
                "renewal.yaml:5 contacts.phone: is missing; expected the column with the number, or a list of columns",
                "renewal.yaml:7 calling.window: range 1 of 1: \"9\" is no time; expected 00:00 to 24:00",
                "renewal.yaml:8 calling.max-concurent: is not known here; did you mean max-concurrent?",
                "renewal.yaml:9 calling.attempts: expected a whole number from 1 to 20",
                "renewal.yaml:11 calling.retry.no_answer: \"2 hours\" is no duration; expected days, hours, minutes, seconds"
                        + " such as 30s, 15m, 1h30m, 1d",
                "renewal.yaml:12 calling.retry.answered: cannot be retried; expected one of busy, failed, invalid_number,"
                        + " no_answer, unknown, voicemail",
                "renewal.yaml:13 report.excel: expected true or false");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "edition: -1                                  | edition                       | from 1 to 2147483646",
        "edition: 1.5                                 | edition                       | from 1 to 2147483646",
        "edition: 99999999999                         | edition                       | from 1 to 2147483646",
        "agent-version:                               | agent-version                 | has no value",
        "agent-version: ' '                           | agent-version                 | is blank",
        "agent-version: [a, b]                        | agent-version                 | expected one value, found a list",
        "variables: {offer: {{oferta}}}               | variables.offer               | belongs in quotes",
        "variables: {offer: }                         | variables.offer               | has no value",
        "calling: 5                                   | calling                       | expected fields",
        "calling: {do-not-call: }                     | calling.do-not-call           | has no value",
        "calling: {max-concurrent: 0}                 | calling.max-concurrent        | of at least 1",
        "calling: {max-per-minute: 0}                 | calling.max-per-minute        | of at least 1",
        "calling: {max-per-number-per-day: 0}         | calling.max-per-number-per-day| of at least 1",
        "calling: {attempts: 21}                      | calling.attempts              | from 1 to 20",
        "calling: {retry: {transferred: 1h}}          | calling.retry.transferred     | cannot be retried",
        "calling: {retry: {opted_out: 1h}}            | calling.retry.opted_out       | cannot be retried",
        "calling: {retry: {no-answer: 1h}}            | calling.retry.no-answer       | did you mean no_answer?",
        "calling: {retry: {busy: 0s}}                 | calling.retry.busy            | at least 1s",
        "calling: {retry: {busy: 99999999d}}          | calling.retry.busy            | at most 366d",
        "calling: {retry: {busy: 90}}                 | calling.retry.busy            | is no duration",
        "calling: {zone: Europe/Madird}               | calling.zone                  | did you mean Europe/Madrid?",
        "calling: {zone: +01:00}                      | calling.zone                  | is no time zone",
        "calling: {zone: Europe/Madrid, until: 31/01/2027} | calling.until            | is no date; expected year-month-day",
        "calling: {zone: Europe/Madrid, until: 2027-02-30} | calling.until            | is not in the calendar",
        "calling: {zone: Europe/Madrid, until: 2027-01-31T10:00:00Z} | calling.until  | is no date",
        "calling: {uncertain: guess}                  | calling.uncertain             | expected redial or review",
        "report: {to: []}                             | report.to                     | is empty",
        "report: {to: [file, file]}                   | report.to                     | names the same twice",
        "report: {formulas: neutralize}               | report.formulas               | expected neutralise or raw",
        "report: {times: dd/bb}                       | report.times                  | is no pattern of a time",
        "<<: {edition: 2}                             | <<                            | is not known here",
        "enrich: {url: x}                             | enrich                        | is not known here",
    })
    void a_wrong_value_is_told_with_its_line_and_what_was_expected(String yaml, String field, String reason) {
        assertThat(problems(SHORTEST + yaml)).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(4);
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{}                                   | contacts.phone       | is missing",
        "{phone: []}                          | contacts.phone       | is empty",
        "{phone: [a, a]}                      | contacts.phone       | names the same twice",
        "{phone: a, region: XX}               | contacts.region      | two letters such as ES",
        "{phone: a, same-number: yes}         | contacts.same-number | expected allow or reject",
        "{phone: a, zone: huso}               | contacts.zone        | only with calling.zone: contact",
    })
    void a_wrong_column_is_told_with_its_line_and_what_was_expected(String contacts, String field, String reason) {
        assertThat(problems(SHORTEST.replace("{phone: telefono}", contacts))).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @CsvSource({"window: mon-fri 09:00-21:00", "holidays: [2026-12-08]", "until: 2027-01-31", "max-per-day: 10"})
    void hours_and_days_need_a_zone_because_the_machines_own_calls_people_at_night(String yaml) {
        assertThat(problems(SHORTEST + "calling: {" + yaml + "}")).singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("renewal.yaml:4 calling.zone: is missing, and hours and days mean nothing without it"));
    }

    @ParameterizedTest
    @CsvSource({"34910000000", "910000000", "'\"+34 910 000 000\"'", "\"+34\"", "0034910000000"})
    void a_calling_number_that_lost_its_plus_or_its_country_is_refused_with_a_hint_and_never_repeated(String number) {
        List<Problem> problems = problems(SHORTEST.replace("\"+34910000000\"", number.replace("'", "")));

        assertThat(problems).singleElement().satisfies(problem -> assertThat(problem.reason())
                .contains("in quotes so that no tool takes the plus away: \"+34910000000\"").doesNotContain("910 000"));
    }

    @Test
    void a_field_that_is_given_twice_is_told_with_both_lines() {
        assertThat(problems(SHORTEST + "edition: 1\nagent-version: v\nedition: 2\n")).containsExactly(
                new Problem("renewal.yaml", 6, "edition", "is given twice, on lines 4 and 6"));
    }

    @Test
    void what_is_no_yaml_is_told_with_its_line_and_without_its_text() {
        assertThat(problems(SHORTEST + "edition: 1\n  secret: \"never closed\n")).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(5);
            assertThat(problem.reason()).startsWith("is not YAML here: ").doesNotContain("secret", "closed");
        });
    }

    @Test
    void what_is_no_campaign_at_all_is_told() {
        assertThat(problems("")).singleElement().extracting(Problem::reason).asString().startsWith("is empty");
        assertThat(problems("# later\n")).singleElement().extracting(Problem::reason).asString().startsWith("is empty");
        assertThat(problems("- a\n")).singleElement().extracting(Problem::reason).asString().startsWith("expected fields");
        assertThat(problems(SHORTEST + "---\n" + SHORTEST)).isNotEmpty();
        assertThat(problems("provider: ñ".getBytes(StandardCharsets.ISO_8859_1))).singleElement()
                .extracting(Problem::reason).asString().startsWith("is not UTF-8");
    }

    @Test
    void files_made_to_exhaust_the_reader_are_refused() {
        String bomb = "a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n";

        assertThat(problems(SHORTEST + bomb)).singleElement().extracting(Problem::reason).asString().contains("aliases");
        assertThat(problems("[".repeat(200_000))).singleElement().extracting(Problem::reason).asString().contains("nested");
        assertThat(problems("# ".repeat(600_000))).singleElement().extracting(Problem::reason).asString().contains("1 MiB");
        assertThat(problems("a: &a {b: *a}\n" + SHORTEST)).isNotEmpty();
    }

    @Test
    void a_long_number_in_the_wrong_place_is_not_repeated() {
        assertThat(problems(SHORTEST + "calling: {zone: +34 600 000 001, retry: {busy: 600000001}}\n600000001: x\n").toString())
                .doesNotContain("600000001", "600 000 001");
    }

    @Test
    void a_file_that_is_not_there_is_a_problem_too(@TempDir Path directory) {
        assertThat(new CampaignReader().read(directory.resolve("renewal.yaml"))).isInstanceOf(CampaignReader.Problems.class);
    }

    private static List<Problem> problems(String text) {
        return problems(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Problem> problems(byte[] content) {
        CampaignReader.Result result = new CampaignReader().read("renewal", "renewal.yaml", content);
        assertThat(result).isInstanceOf(CampaignReader.Problems.class);
        return ((CampaignReader.Problems) result).problems();
    }
}
