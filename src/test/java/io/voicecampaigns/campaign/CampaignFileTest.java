package io.voicecampaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.contact.Template;
import io.voicecampaigns.outcome.Disposition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignFileTest {
    private static final String SHORTEST = """
            provider: diga
            from-number: "+34910000000"
            contacts: {phone: telefono}
            """;

    private static final String ALL_BUT_VARIABLES = """
            provider: diga
            from-number: "+34910000000"              # or the provider's phone id
            agent-version: 3c90c3cc-0d44-4b50-8888-8dd25736052a
            edition: 2
            contacts: {phone: [movil, telefono], key: customer_id, region: PT, same-number: allow}
            calling:
              zone: Europe/Madrid
              window: "mon-fri 09:00-21:00"
              holidays: [2026-12-08, 2026-12-25]
              until: 2027-01-31
              max-concurrent: 15
              max-per-minute: 60
              max-per-day: 2000
              max-per-number-per-day: 2
              attempts: 3
              retry: {no_answer: 2h, busy: 15m, failed: 1h30m}
              do-not-call: config/do-not-call.txt
              uncertain: redial
            report: {to: [file, salesforce], formulas: raw, excel: true, times: 'dd/MM/yyyy HH:mm'}
            """;

    @Test
    void only_provider_number_and_phone_column_are_needed() {
        Campaign campaign = read(SHORTEST);

        assertThat(campaign.name()).isEqualTo("renewal");
        assertThat(campaign.provider()).isEqualTo("diga");
        assertThat(campaign.fromNumber()).isEqualTo("+34910000000");
        assertThat(campaign.agentVersion()).isEmpty();
        assertThat(campaign.edition()).isEqualTo(1);
        assertThat(campaign.contacts()).isEqualTo(new ContactColumns(List.of("telefono"), Optional.empty(), "ES", false));
        assertThat(campaign.variables()).isEmpty();
        assertThat(campaign.calling()).isEqualTo(new Calling(Optional.of(ZoneOffset.UTC), Optional.empty(), CallingWindow.NEVER,
                Set.of(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), 1, 1, Map.of(),
                Optional.empty(), false));
        assertThat(campaign.report()).isEqualTo(Reporting.TO_FILE);
    }

    @Test
    void everything_that_can_be_said_is_read() {
        Campaign campaign = read(ALL_BUT_VARIABLES);

        assertThat(campaign.agentVersion()).contains("3c90c3cc-0d44-4b50-8888-8dd25736052a");
        assertThat(campaign.edition()).isEqualTo(2);
        assertThat(campaign.contacts())
                .isEqualTo(new ContactColumns(List.of("movil", "telefono"), Optional.of("customer_id"), "PT", true));
        assertThat(campaign.calling()).isEqualTo(new Calling(Optional.of(ZoneId.of("Europe/Madrid")), Optional.empty(),
                CallingWindow.parse("mon-fri 09:00-21:00"), Set.of(LocalDate.of(2026, 12, 8), LocalDate.of(2026, 12, 25)),
                Optional.of(LocalDate.of(2027, 1, 31)), OptionalInt.of(15), OptionalInt.of(60), OptionalInt.of(2000), 2, 3,
                Map.of(Disposition.NO_ANSWER, Duration.ofHours(2), Disposition.BUSY, Duration.ofMinutes(15),
                        Disposition.FAILED, Duration.ofMinutes(90)),
                Optional.of(Path.of("config/do-not-call.txt")), true));
        assertThat(campaign.report().sinks()).containsExactly("file", "salesforce");
        assertThat(campaign.report().neutraliseFormulas()).isFalse();
        assertThat(campaign.report().excel()).isTrue();
        assertThat(campaign.report().times().orElseThrow().format(ZonedDateTime.of(2026, 12, 8, 9, 5, 0, 0, ZoneOffset.UTC)))
                .isEqualTo("08/12/2026 09:05");
    }

    @Test
    void variables_are_read_in_the_order_of_the_file_and_as_they_are_written() {
        List<String> texts = new ArrayList<>();
        CampaignReader reader = new CampaignReader(text -> {
            texts.add(text);
            throw new IllegalArgumentException("its place is never closed");
        }, provider -> Set.of());

        CampaignReader.Result result = reader.read("renewal", "renewal.yaml", utf8(SHORTEST + """
                variables:
                  name: "{{nombre | trim}} {{apellido}}"
                  year: 2027
                  offer: 010
                """));

        assertThat(texts).containsExactly("{{nombre | trim}} {{apellido}}", "2027", "010");
        assertThat(result).isEqualTo(new CampaignReader.Problems(List.of(
                new Problem("renewal.yaml", 5, "variables.name", "its place is never closed"),
                new Problem("renewal.yaml", 6, "variables.year", "its place is never closed"),
                new Problem("renewal.yaml", 7, "variables.offer", "its place is never closed"))));
    }

    @Test
    void each_contacts_own_zone_may_stand_in_a_column() {
        Campaign campaign = read("""
                provider: diga
                from-number: "+34910000000"
                contacts: {phone: telefono, zone: huso}
                calling: {zone: contact, window: mon-fri 09:00-21:00}
                """);

        assertThat(campaign.calling().zone()).isEmpty();
        assertThat(campaign.calling().zoneColumn()).contains("huso");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'+34910000000'", "+34910000000", "3c90c3cc-0d44-4b50-8888-8dd25736052a", "phone_42"})
    void the_calling_number_is_e164_or_the_providers_id(String number) {
        Campaign campaign = read(SHORTEST.replace("\"+34910000000\"", number));

        assertThat(campaign.fromNumber()).isEqualTo(number.replace("'", ""));
    }

    @Test
    void a_window_without_value_means_no_calls() {
        assertThat(read(SHORTEST + "calling: {window: }").calling().window()).isEqualTo(CallingWindow.NEVER);
        assertThat(read(SHORTEST + "calling: {window: ''}").calling().window()).isEqualTo(CallingWindow.NEVER);
    }

    @Test
    void a_window_that_is_always_open_needs_no_zone() {
        assertThat(read(SHORTEST + "calling: {window: always}").calling().window()).isEqualTo(CallingWindow.ALWAYS);
    }

    @Test
    void dates_that_a_tool_turned_into_timestamps_are_read() {
        Campaign campaign = read(SHORTEST + "calling: {zone: Europe/Madrid, until: 2027-01-31T00:00:00Z, holidays: 2026-12-08 00:00:00}");

        assertThat(campaign.calling().until()).contains(LocalDate.of(2027, 1, 31));
        assertThat(campaign.calling().holidays()).containsExactly(LocalDate.of(2026, 12, 8));
    }

    @Test
    void the_fingerprint_changes_with_any_byte() {
        assertThat(read(SHORTEST).fingerprint()).isEqualTo(read(SHORTEST).fingerprint())
                .isNotEqualTo(read(SHORTEST + "# a word").fingerprint());
    }

    @Test
    void a_byte_order_mark_and_windows_line_ends_are_read() {
        assertThat(read("\uFEFF" + ALL_BUT_VARIABLES.replace("\n", "\r\n")).edition()).isEqualTo(2);
    }

    @Test
    void a_campaign_in_a_log_shows_no_number() {
        assertThat(read(ALL_BUT_VARIABLES)).hasToString("Campaign[renewal, edition 2]");
    }

    static Campaign read(String text) {
        CampaignReader.Result result = new CampaignReader().read("renewal", "renewal.yaml", utf8(text));
        assertThat(result).isInstanceOf(CampaignReader.Read.class);
        return ((CampaignReader.Read) result).campaign();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
