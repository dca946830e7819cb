package io.voicecampaigns.enroll;

import static io.voicecampaigns.enroll.CampaignBuilder.aCampaign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.voicecampaigns.contact.CallableRegions;
import io.voicecampaigns.contact.Columns;
import io.voicecampaigns.contact.Enrolment.Accepted;
import io.voicecampaigns.contact.Enrolment.Rejected;
import io.voicecampaigns.contact.Enrolment;
import io.voicecampaigns.contact.PhoneNumbers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactMapperTest {
    private static final CallableRegions SPAIN = CallableRegions.of(List.of("ES"));

    private final ContactMapper mapper = new ContactMapper(new PhoneNumbers());

    @Test
    void a_row_becomes_a_contact() {
        CampaignBuilder campaign = aCampaign().withKey("customer_id")
                .withVariable("customer_name", "{{nombre | trim}} {{apellido}}")
                .withVariable("renewal_date", "{{fecha | date('d MMMM', 'es')}}")
                .withVariable("offer", "{{oferta | default('10 %')}}");

        Accepted contact = accepted(campaign, Map.of("customer_id", " C-1 ", "Telefono", "612 34 56 78",
                "nombre", "Ana ", "apellido", "Gil", "fecha", "3/12/2026"));

        assertThat(contact).isEqualTo(new Accepted("C-1", "+34612345678", "", false,
                Map.of("customer_name", "Ana Gil", "renewal_date", "3 diciembre", "offer", "10 %")));
        assertThat(contact.variables().keySet()).containsExactly("customer_name", "renewal_date", "offer");
    }

    @Test
    void the_number_is_the_key_where_nothing_else_is() {
        assertThat(accepted(aCampaign(), Map.of("telefono", "0034612345678")).key()).isEqualTo("+34612345678");
    }

    @Test
    void the_source_s_key_goes_before_the_number() {
        assertThat(mapped(aCampaign(), SPAIN, Optional.of(" 003-1\u00a0"), Map.of("telefono", "612345678")))
                .isInstanceOfSatisfying(Accepted.class, contact -> assertThat(contact.key()).isEqualTo("003-1"));
    }

    @Test
    void the_campaign_s_key_column_goes_before_the_source_s_key() {
        assertThat(mapped(aCampaign().withKey("id"), SPAIN, Optional.of("003-1"), Map.of("telefono", "612345678", "id", "7")))
                .isInstanceOfSatisfying(Accepted.class, contact -> assertThat(contact.key()).isEqualTo("7"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''           | id: the key is empty",
        "' '          | id: the key is empty",
        "'\u00a0'     | id: the key is empty",
        "1,23457E+11  | id: the key lost its digits in Excel (scientific notation): format the column as text and export again",
        "1.23457E+11  | id: the key lost its digits in Excel (scientific notation): format the column as text and export again"})
    void a_key_that_identifies_nobody_rejects_the_row(String key, String reason) {
        assertThat(rejection(aCampaign().withKey("id"), Map.of("telefono", "612345678", "id", key))).isEqualTo(reason);
    }

    @Test
    void a_missing_key_rejects_the_row_whatever_else_could_identify_it() {
        assertThat(mapped(aCampaign().withKey("id"), SPAIN, Optional.of("003-1"), Map.of("telefono", "612345678")))
                .isEqualTo(new Rejected("id: the key is missing"));
        assertThat(mapped(aCampaign(), SPAIN, Optional.of("\u00a0 "), Map.of("telefono", "612345678")))
                .isEqualTo(new Rejected("the source gave an empty key"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"12E4", "1E5", "007", "ES-1.5E+X"})
    void a_key_that_only_looks_like_a_number_is_kept(String key) {
        assertThat(accepted(aCampaign().withKey("id"), Map.of("telefono", "612345678", "id", key)).key()).isEqualTo(key);
    }

    @Test
    void the_first_valid_number_of_several_columns_wins() {
        CampaignBuilder campaign = aCampaign().withPhones("fijo", "movil", "otro");

        assertThat(accepted(campaign, Map.of("fijo", "6,12E+08", "movil", "612345678", "otro", "699123123")).phone())
                .isEqualTo("+34612345678");
    }

    @Test
    void without_any_valid_number_the_reason_names_each_column() {
        assertThat(rejection(aCampaign().withPhones("fijo", "movil", "otro"), Map.of("fijo", "91 000", "movil", " ")))
                .isEqualTo("fijo: has too few digits; movil: is empty; otro: is missing");
    }

    @Test
    void a_number_that_the_provider_does_not_call_rejects_the_row() {
        assertThat(rejection(aCampaign(), Map.of("telefono", "+33612345678")))
                .isEqualTo("telefono: diga calls numbers of ES only");
    }

    @Test
    void a_number_that_the_provider_does_not_call_leaves_room_for_the_next_column() {
        assertThat(accepted(aCampaign().withPhones("a", "b"), Map.of("a", "+33612345678", "b", "612345678")).phone())
                .isEqualTo("+34612345678");
    }

    @Test
    void a_provider_without_restriction_calls_any_country() {
        assertThat(mapped(aCampaign(), CallableRegions.ANYWHERE, Optional.empty(), Map.of("telefono", "+33612345678")))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void a_campaign_s_own_zone_leaves_the_contact_s_aside() {
        Accepted contact = accepted(aCampaign(), Map.of("telefono", "612345678", "zona", "nowhere"));

        assertThat(contact.zones()).isEmpty();
        assertThat(contact.zoneUnknown()).isFalse();
    }

    @Test
    void a_contact_s_zone_comes_from_its_column() {
        assertThat(accepted(aCampaign().withZoneColumn("zona"),
                Map.of("telefono", "612345678", "zona", " Atlantic/Canary ")).zones())
                .isEqualTo("Atlantic/Canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Madrid", "europe/madrid", "UTC+1", "+01:00", "CEST", "Europe/Madrid|Atlantic/Canary"})
    void a_zone_that_is_none_rejects_the_row(String zone) {
        assertThat(rejection(aCampaign().withZoneColumn("zona"), Map.of("telefono", "612345678", "zona", zone)))
                .isEqualTo("zona: is not a time zone such as Europe/Madrid");
    }

    @Test
    void without_a_zone_in_the_row_all_zones_of_the_number_are_candidates() {
        assertThat(accepted(aCampaign().withZoneColumn("zona"), Map.of("telefono", "612345678", "zona", " ")).zones())
                .isEqualTo("Atlantic/Canary|Europe/Madrid");
        assertThat(accepted(aCampaign().withZoneColumn("zona"), Map.of("telefono", "612345678")).zones())
                .isEqualTo("Atlantic/Canary|Europe/Madrid");
        assertThat(accepted(aCampaign().inTheZoneOfEachContact(), Map.of("telefono", "612345678")).zones())
                .isEqualTo("Atlantic/Canary|Europe/Madrid");
    }

    @Test
    void a_contact_in_no_known_zone_is_enrolled_and_says_so() {
        assertThat(mapped(aCampaign().inTheZoneOfEachContact(), CallableRegions.ANYWHERE, Optional.empty(),
                Map.of("telefono", "+881612345678")))
                .isEqualTo(new Accepted("+881612345678", "+881612345678", "", true, Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "{{nombre}}                    ~ variable v: column nombre is missing",
        "{{vacio}}                     ~ variable v: column vacio is empty",
        "{{fecha | date('d')}}         ~ variable v: column fecha is not a date: "
                + "dates are read as 2026-12-31 or, day first, as 31/12/2026"})
    void a_variable_that_cannot_be_filled_rejects_the_row(String template, String reason) {
        assertThat(rejection(aCampaign().withVariable("ok", "x").withVariable("v", template),
                Map.of("telefono", "612345678", "vacio", "\u00a0", "fecha", "31/02/2026"))).isEqualTo(reason);
    }

    @Test
    void rows_with_equal_faults_have_equal_reasons_and_show_nothing_of_the_row() {
        Random random = new Random(7);
        CampaignBuilder campaign = aCampaign().withPhones("a", "b").withKey("id").withZoneColumn("z")
                .withVariable("v", "{{f | date('d')}}");
        Map<String, String> seen = new LinkedHashMap<>();
        for (int i = 0; i < 3_000; i++) {
            String value = "Q" + random.nextInt(1_000_000) + "Q";
            String date = random.nextBoolean() ? "2026-12-03" : value;
            String phone = random.nextInt(4) > 0 ? "612" + (100_000 + random.nextInt(900_000)) : value;
            Map<String, String> row = Map.of("a", value, "b", phone,
                    "id", random.nextInt(4) > 0 ? value : " ", "z", random.nextInt(3) > 0 ? "Europe/Madrid" : value, "f", date);
            Enrolment enrolment = mapper.map(campaign.build(), SPAIN, Optional.empty(), Columns.of(row));

            assertThat(enrolment.toString()).doesNotContain(value).doesNotContain("612");
            if (enrolment instanceof Rejected rejected) {
                seen.put(rejected.reason(), value);
            }
        }
        assertThat(seen).containsOnlyKeys(
                "a: holds something that is not a phone number; b: holds something that is not a phone number",
                "id: the key is empty",
                "z: is not a time zone such as Europe/Madrid",
                "variable v: column f is not a date: dates are read as 2026-12-31 or, day first, as 31/12/2026");
    }

    @Test
    void more_variables_join_those_of_the_row_and_replace_equal_names() {
        Accepted contact = accepted(aCampaign().withVariable("a", "1").withVariable("b", "2"), Map.of("telefono", "612345678"));

        Accepted more = contact.with(Map.of("a", "x", "c", "3"));

        assertThat(more.variables()).containsExactly(entry("a", "x"), entry("b", "2"), entry("c", "3"));
        assertThat(more.key()).isEqualTo(contact.key());
        assertThat(contact.variables()).containsExactly(entry("a", "1"), entry("b", "2"));
    }

    private Enrolment mapped(CampaignBuilder campaign, CallableRegions callable, Optional<String> sourceKey,
            Map<String, String> row) {
        return mapper.map(campaign.build(), callable, sourceKey, Columns.of(row));
    }

    private Accepted accepted(CampaignBuilder campaign, Map<String, String> row) {
        return (Accepted) mapped(campaign, SPAIN, Optional.empty(), row);
    }

    private String rejection(CampaignBuilder campaign, Map<String, String> row) {
        return ((Rejected) mapped(campaign, SPAIN, Optional.empty(), row)).reason();
    }
}
